"""From a plan of articles to a published generation."""
