"""Asking: what a typed line wants, and how the articles are searched and read for it."""
