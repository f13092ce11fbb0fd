"""The two indexes and the embedder: vectors, terms, spelling."""
