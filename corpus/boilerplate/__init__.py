"""Tells line by line what is article and what is the page around it."""
