"""Cuts articles into sentences and passages, and renders a passage as a model reads it."""
