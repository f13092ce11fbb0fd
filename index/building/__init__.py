"""Builds an index, follows its files and checks it."""
