"""Chats that a browser keeps: turns are stored as plain values, and checked against the articles
when they are restored."""
