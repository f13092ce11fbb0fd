"""The extractive reader, which marks the answer to a question in a passage."""
