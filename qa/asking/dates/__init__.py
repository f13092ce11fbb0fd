"""Dates in questions and in sentences, and the ranges of days that they name."""
