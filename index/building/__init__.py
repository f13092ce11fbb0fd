"""Building an index, following its files, checking it."""
