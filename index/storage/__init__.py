"""An index on disk: generations, the articles in SQLite, the lock."""
