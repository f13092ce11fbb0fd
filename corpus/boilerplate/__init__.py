"""Decides for each line whether it is article or boilerplate of the page."""
