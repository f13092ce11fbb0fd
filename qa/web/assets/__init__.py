"""The page's own styles and scripts, in the order in which the browser loads them."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Final

from pincite.qa.words import LANGUAGES, table

_FILES: Final = (
    "styles/page.css",
    "styles/chat.css",
    "styles/answer.css",
    "styles/source.css",
    "styles/carry.css",
    "styles/chats.css",
    "styles/scope.css",
    "styles/reading.css",
    "styles/shelf.css",
    "styles/language.css",
    "styles/access.css",
    "page/words.js",
    "page/page.js",
    "page/files.js",
    "reading/carry.js",
    "chats/store.js",
    "chats/history.js",
    "chats/importing.js",
    "chats/chats.js",
    "chats/recall.js",
    "page/scope.js",
    "page/examples.js",
    "page/steps.js",
    "reading/reading.js",
    "reading/picking.js",
    "reading/judge.js",
    "shelf/adding.js",
    "shelf/shelf.js",
)
_PLACES: Final = {place.rpartition("/")[2]: place for place in _FILES}
TABLES: Final = "table.js"
"""The script with the words of all languages."""

NAMES: Final = tuple(_PLACES)
_TYPES: Final = {"css": "text/css", "js": "text/javascript"}


def media(name: str) -> str:
    """The media type of an asset."""
    return _TYPES[name.rpartition(".")[2]]


def content(name: str) -> bytes:
    """The bytes of an asset."""
    if name == TABLES:
        tables = {language: table(language) for language in LANGUAGES}
        return f'"use strict";\nconst PINCITE_WORDS = {json.dumps(tables)};\n'.encode()
    return files(__name__).joinpath(_PLACES[name]).read_bytes()


def tags() -> str:
    """The HTML tags that load all assets, for the head of the page."""
    return "".join(
        f'<link rel="stylesheet" href="/pincite/{name}">'
        if name.endswith(".css")
        else f'<script src="/pincite/{name}"></script>'
        for name in (TABLES, *NAMES)
    )
