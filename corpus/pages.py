"""A fetched page as an article: the reader that its kind calls for, the address that names it."""

from __future__ import annotations

import codecs
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import unquote, urlsplit

from corpus.addresses import parse
from corpus.errors import FetchError, ReadError
from corpus.fetch import Page
from corpus.formats import html, markdown, pdf, text
from corpus.formats.decode import HANDLED, decode
from corpus.formats.draft import Draft, Reader

READERS: Final[dict[str, Reader]] = {
    "text/html": html.read,
    "application/xhtml+xml": html.read,
    "application/pdf": pdf.read,
    "text/plain": text.read,
    "text/markdown": markdown.read,
    "text/x-markdown": markdown.read,
}
# What servers say that were never asked; the page's own word, or a guess, is better.
_HOLLOW: Final = frozenset({"iso8859-1", "cp1252", "ascii"})


def draft_of(page: Page) -> Draft:
    """The article of a page. Its ``url`` is the address that the page gives for itself where that
    is on the same host, else the one at which it was found. Raises ReadError where the page holds
    no article or none that this version can read.
    """
    if page.content_type not in READERS:
        raise ReadError(f"of the kind {page.content_type}; {HANDLED}")
    drafts = READERS[page.content_type](_in_utf8(page), _name(page.url))
    draft = next(each for each in drafts if isinstance(each, Draft))
    return replace(draft, url=_own_address(draft.url, page.url))


def _in_utf8(page: Page) -> bytes:
    """The bytes, in UTF-8 with its mark where the host's own word on the encoding was needed."""
    if not page.content_type.startswith("text/") and "html" not in page.content_type:
        return page.body
    try:
        known = codecs.lookup(page.charset or "").name
    except (LookupError, ValueError):
        return page.body
    if known in _HOLLOW or page.body.startswith(codecs.BOM_UTF8):
        return page.body
    return codecs.BOM_UTF8 + decode(page.body, page.charset).encode("utf-8")


def _name(url: str) -> str:
    """The last part of the path as a file's name, or the host's."""
    parts = urlsplit(url)
    name = PurePosixPath(unquote(parts.path, errors="replace")).name
    return name or parts.hostname or url


def _own_address(canonical: str | None, found: str) -> str:
    try:
        own = parse(canonical or "")
    except FetchError:
        return found
    return own.url if own.host == parse(found).host else found
