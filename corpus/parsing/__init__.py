"""Parsing in processes of their own: what a file does to a parser costs that one file."""
