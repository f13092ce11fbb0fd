"""Chats that a browser keeps: what it is given of a turn, and the turn again, held against the
articles as they are by then."""
