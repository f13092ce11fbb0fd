"""What each stage of the training is shown."""
