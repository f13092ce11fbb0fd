"""The questions and texts for training."""
