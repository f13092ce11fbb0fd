"""What a file is, by its bytes; and what is not read."""
