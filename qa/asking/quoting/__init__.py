"""Exact quotes: where they are in the articles, which words differ, who says them."""
