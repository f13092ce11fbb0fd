"""Detects file types from their content, also types that are not read."""
