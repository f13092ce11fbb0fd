"""Conversations: follow-up questions that depend on the turns before them."""
