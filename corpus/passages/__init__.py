"""Articles cut into sentences and passages, and how a passage is shown to a model."""
