"""How ``qa/weights`` came to be. Nothing imports it."""
