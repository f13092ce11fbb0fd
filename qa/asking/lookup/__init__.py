"""Lookups over all articles: mentions, digests, lists."""
