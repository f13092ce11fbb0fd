"""File types are detected from content; also the types that are not read."""
