"""The different words and spellings that the term index takes for one word."""
