"""Parses files in child processes. A file that crashes its parser is skipped and named."""
