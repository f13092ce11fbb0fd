"""Questions and texts that are trained on."""
