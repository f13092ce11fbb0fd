"""The files of one segment: articles, vectors and terms."""
