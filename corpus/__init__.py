"""Articles in, passages out. Knows no vectors."""
