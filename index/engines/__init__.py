"""The two indexes (vectors and terms), the embedder and spelling."""
