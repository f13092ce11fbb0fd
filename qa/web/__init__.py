"""The chat page: HTML made by pure functions, the Gradio wiring, and the server around it.

``rendering`` turns values into escaped HTML and imports no web library. ``handlers`` answers the
page's events. Only ``page`` imports Gradio. ``guard`` refuses requests that the page never sends.
``server`` combines and serves all of them.
"""
