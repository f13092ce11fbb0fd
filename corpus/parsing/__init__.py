"""Parsing in child processes: a file that crashes its parser is skipped and named."""
