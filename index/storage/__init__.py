"""Stores an index on disk: generations, articles in SQLite, the lock."""
