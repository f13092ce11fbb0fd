"""An index of a million passages of real sentences, and what it costs to ask it."""
