"""Answers for programs: over HTTP, as an MCP tool, and through Gradio's clients.

``service`` asks for all of them, one question at a time; what each returns is what
``pincite ask --json`` prints. ``token`` is who may ask where others can reach the server.
"""
