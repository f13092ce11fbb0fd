"""Finds title, author, date and language of a web page."""
