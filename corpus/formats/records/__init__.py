"""Files of many articles: tables, JSON, feeds, references."""
