"""Fitted numbers that ship. Written by ``qa.training``, read by ``qa.confidence``."""
