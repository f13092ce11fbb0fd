"""An index in Milvus: the same passages and the same questions, on a server."""
