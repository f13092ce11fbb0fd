"""Reads messages, and pages saved as messages."""
