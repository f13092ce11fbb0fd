"""Builds an index in Milvus: new collections each time, and an alias switched at the end."""
