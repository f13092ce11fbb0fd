"""The extractive reader: question and passage in, marked spans out."""
