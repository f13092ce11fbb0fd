"""Computes how sure each answer is, given what the line asks for."""
