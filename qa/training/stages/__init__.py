"""The training rows and choices of each stage."""
