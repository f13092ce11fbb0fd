"""The reader's weights and the fitted confidence, which ship with Pincite. ``qa/training`` writes
them; ``qa/reading`` and ``qa/answering`` read them."""

LANGUAGES = frozenset({"en"})
"""The languages (ISO 639-1) that the reader was trained on."""
