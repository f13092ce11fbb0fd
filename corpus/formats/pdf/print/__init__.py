"""Turns printed words into lines, columns and tables. Knows nothing of PDF."""
