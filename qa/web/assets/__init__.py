"""The page's own styles and scripts, in the order in which the browser takes them."""

from __future__ import annotations

from importlib.resources import files
from typing import Final

NAMES: Final = (
    "page.css",
    "chat.css",
    "answer.css",
    "source.css",
    "carry.css",
    "chats.css",
    "scope.css",
    "reading.css",
    "access.css",
    "page.js",
    "carry.js",
    "store.js",
    "history.js",
    "chats.js",
    "recall.js",
    "scope.js",
    "reading.js",
    "picking.js",
)

_TYPES: Final = {"css": "text/css", "js": "text/javascript"}


def media(name: str) -> str:
    """The media type of an asset."""
    return _TYPES[name.rpartition(".")[2]]


def content(name: str) -> bytes:
    """An asset as it is sent."""
    return files(__name__).joinpath(name).read_bytes()


def tags() -> str:
    """What the head of the page loads them with."""
    return "".join(
        f'<link rel="stylesheet" href="/pincite/{name}">'
        if name.endswith(".css")
        else f'<script src="/pincite/{name}"></script>'
        for name in NAMES
    )
