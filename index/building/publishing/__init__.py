"""Turns a plan of articles into a published generation."""
