"""Printed words to lines, columns and tables. Knows nothing of PDF."""
