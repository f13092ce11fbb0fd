"""What of a text is article and what is page around it, line by line."""
