"""Who wrote an article, when, and in which language: as its file says, or as its text does."""
