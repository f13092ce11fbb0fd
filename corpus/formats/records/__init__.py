"""Reads files of many articles: tables, JSON, feeds, references."""
