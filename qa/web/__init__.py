"""The chat page: HTML made by pure functions, the Gradio wiring, and the server around it.

``text``, ``chips``, ``panel`` and ``render`` turn values into escaped HTML and import no web
library; ``page`` is the one file that imports Gradio; ``guard`` refuses what the page never sends;
``server`` mounts and serves.
"""
