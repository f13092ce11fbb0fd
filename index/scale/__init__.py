"""An index in Milvus: the same passages, the same questions, on a server."""
