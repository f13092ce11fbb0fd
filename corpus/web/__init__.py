"""Fetches one web page that a person asked for, within strict limits."""
