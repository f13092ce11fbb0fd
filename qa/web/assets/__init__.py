"""The page's own styles and scripts, put together in this order: the browser loads one file of
each."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.resources import files
from typing import Final

from pincite.qa.words import LANGUAGES, table

_FILES: Final = (
    "styles/page.css",
    "styles/chat.css",
    "styles/answer.css",
    "styles/rewording.css",
    "styles/source.css",
    "styles/carry.css",
    "styles/chats.css",
    "styles/scope.css",
    "styles/reading.css",
    "styles/adding.css",
    "styles/shelf.css",
    "styles/toasts.css",
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
    "chats/rewording.js",
    "page/scope.js",
    "page/examples.js",
    "page/steps.js",
    "page/toasts.js",
    "reading/reading.js",
    "reading/picking.js",
    "reading/judge.js",
    "shelf/adding.js",
    "shelf/shelf.js",
)
STYLES: Final = "page.css"
SCRIPTS: Final = "page.js"
NAMES: Final = (STYLES, SCRIPTS)
"""The files that the browser loads."""


def media(name: str) -> str:
    """The media type of a file."""
    return "text/css" if name == STYLES else "text/javascript"


@cache
def content(name: str) -> bytes:
    """The bytes of a file: all styles, or all scripts with the words of all languages first."""
    ending = name[name.rindex(".") :]
    own = (each for each in _FILES if each.endswith(ending))
    parts = [files(__name__).joinpath(each).read_bytes() for each in own]
    if name == SCRIPTS:
        tables = {language: table(language) for language in LANGUAGES}
        parts.insert(0, f'"use strict";\nconst PINCITE_WORDS = {json.dumps(tables)};\n'.encode())
    return b"\n".join(parts)


def tags() -> str:
    """The HTML tags that load both, for the head of the page. Their addresses change with their
    content, so that a browser may keep them."""
    styles, scripts = (
        f"/pincite/{each}?v={hashlib.sha256(content(each)).hexdigest()[:16]}" for each in NAMES
    )
    return f'<link rel="stylesheet" href="{styles}"><script src="{scripts}"></script>'
