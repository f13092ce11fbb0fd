"""Pincite beside Haystack and txtai, on the same passages with the same two models."""
