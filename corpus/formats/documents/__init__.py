"""Readers for other documents: plain text, Markdown, OpenDocument, rich text, e-books."""
