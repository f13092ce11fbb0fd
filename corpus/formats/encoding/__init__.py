"""Turns bytes into text."""
