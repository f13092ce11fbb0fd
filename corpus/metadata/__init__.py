"""Author, date and language of an article, from its file's metadata or from its text."""
