"""Answers for programs: over HTTP, as an MCP tool, and through Gradio's clients.

``service`` asks the questions of all three, one at a time. Each returns what ``pincite ask --json``
prints. ``token`` controls who may ask if other machines can reach the server.
"""
