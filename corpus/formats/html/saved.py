"""Finds the original address of a saved page, noted by the program that saved it."""

from __future__ import annotations

import re
from typing import Final

from pincite.corpus.draft import web_url

_HEAD: Final = 16 * 1024
_COMMENT: Final = re.compile(
    r"<!--\s{0,20}(?:page saved with singlefile\s{1,20}url:\s{0,20}(?P<single>\S{1,2000})"
    r"|saved from url=\(\d{4}\)(?P<browser>\S{1,2000}?)\s{0,20}-->)",
    re.IGNORECASE,
)


def saved_from(page: str) -> str | None:
    """The address in the comment that SingleFile, Chrome, Edge or Internet Explorer writes at the
    top of a saved page, or None. The date of saving is ignored: it is not the date of
    publication."""
    found = _COMMENT.search(page[:_HEAD])
    return web_url(found["single"] or found["browser"]) if found else None
