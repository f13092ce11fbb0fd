"""Reads articles and cuts them into passages. Knows nothing of vectors."""
