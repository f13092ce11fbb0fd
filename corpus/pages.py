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
from corpus.formats import feed, html, markdown, pdf, text
from corpus.formats.decode import HANDLED, decode
from corpus.formats.draft import Draft, Fault, Reader
from corpus.formats.page_dates import in_address

READERS: Final[dict[str, Reader]] = {
    "text/html": html.read,
    "application/xhtml+xml": html.read,
    "application/pdf": pdf.read,
    "application/rss+xml": feed.read,
    "application/atom+xml": feed.read,
    "application/rdf+xml": feed.read,
    "application/xml": feed.read,
    "text/xml": feed.read,
    "text/plain": text.read,
    "text/markdown": markdown.read,
    "text/x-markdown": markdown.read,
}
# What servers say that were never asked; the page's own word, or a guess, is better.
_HOLLOW: Final = frozenset({"iso8859-1", "cp1252", "ascii"})


def drafts_of(page: Page) -> list[Draft | Fault]:
    """The article of a page; of a feed, its entries.

    ``key`` is the address that the page or entry gives for itself where that is on the same host;
    else it is the one at which the page was found, for an entry with ``#`` and the entry's key.
    It is a page's ``url`` too. Raises ReadError where there is no article or none that this
    version can read.
    """
    if page.content_type not in READERS:
        raise ReadError(f"of the kind {page.content_type}; {HANDLED}")
    reader = READERS[page.content_type]
    drafts = reader(_in_utf8(page), _name(page.url))
    day = in_address(page.url) if reader is html.read else None
    return [_named(each, page.url, day) if isinstance(each, Draft) else each for each in drafts]


def _named(draft: Draft, found: str, day: str | None) -> Draft:
    """The draft with its address, and with the day in the address where it states none."""
    if draft.line is not None:
        # several entries may point into one page
        own = None if "#" in (draft.url or "") else _own_address(draft.url, found)
        return replace(draft, key=own or f"{found}#{draft.key}")
    address = _own_address(draft.url, found) or found
    return replace(draft, key=address, url=address, published=draft.published or day)


def _in_utf8(page: Page) -> bytes:
    """The bytes, in UTF-8 with its mark where the host's own word on the encoding was needed."""
    # a feed's bytes say what they are; its parser must not be given text
    if READERS[page.content_type] in (pdf.read, feed.read):
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


def _own_address(canonical: str | None, found: str) -> str | None:
    """An address of the host and port that it was found at: none speaks for another one."""
    try:
        own = parse(canonical or "")
    except FetchError:
        return None
    return own.url if own.origin == parse(found).origin else None
