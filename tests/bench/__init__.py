"""Measurements, beside plain sentence-transformers in the same run: ``python -m tests.bench``."""
