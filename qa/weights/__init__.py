"""Fitted numbers that ship. Written by ``qa/training``, read by ``qa/answering``."""

LANGUAGES = frozenset({"en"})
"""The languages (ISO 639-1) that the reader was trained on."""
