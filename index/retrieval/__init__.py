"""Searches the index: queries in, hits out."""
