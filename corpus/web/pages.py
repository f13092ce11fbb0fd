"""A fetched page as an article: chooses the reader for its type and the address that names it."""

from __future__ import annotations

import codecs
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import unquote, urlsplit

from pincite.corpus.draft import Draft, Fault
from pincite.corpus.errors import FetchError, ReadError
from pincite.corpus.formats.detection.unread import HANDLED
from pincite.corpus.formats.encoding.decode import decode
from pincite.corpus.formats.html.facts.other_dates import date_in_address
from pincite.corpus.formats.readers import reader_of
from pincite.corpus.formats.types import BY_CONTENT_TYPE, Type, refuse_too_large, sniffed
from pincite.corpus.web.addresses import parse
from pincite.corpus.web.fetch import Page

# Default charsets of servers that were never configured; the page's own declaration, or a guess,
# is more reliable.
_DEFAULT_CHARSETS: Final = frozenset({"iso8859-1", "cp1252", "ascii"})


def drafts_of(page: Page) -> list[Draft | Fault]:
    """The article of a page, or the entries of a feed.

    ``key`` is the address that the page or entry gives for itself, if that is on the same host.
    Otherwise ``key`` is the address where the page was found, for an entry with ``#`` and the
    entry's key added. A page's ``url`` is the same address. Raises ReadError if there is no
    article, or none that this version can read.
    """
    said = BY_CONTENT_TYPE.get(page.content_type)
    if said is None:
        raise ReadError(f"of the kind {page.content_type}; {HANDLED}")
    kind = sniffed(page.body) or said
    refuse_too_large(kind, page.body)
    data, missing = _in_utf8(page, kind)
    drafts = reader_of(kind)(data, _name(page.url))
    day = date_in_address(page.url) if kind.name == "HTML" else None
    return [
        _named(replace(each, missing=each.missing or missing), page.url, day)
        if isinstance(each, Draft)
        else each
        for each in drafts
    ]


def _named(draft: Draft, found: str, day: str | None) -> Draft:
    """The draft with its address as key. A page without a date gets the date in its address."""
    if draft.line is not None:
        # several entries may link to places in one page
        own = None if "#" in (draft.url or "") else _own_address(draft.url, found)
        return replace(draft, key=own or f"{found}#{draft.key}")
    address = _own_address(draft.url, found) or found
    return replace(draft, key=address, url=address, published=draft.published or day)


def _in_utf8(page: Page, kind: Type) -> tuple[bytes, str]:
    """The body and a note on what could not be decoded. If the host's charset was needed, the body
    is converted to UTF-8 and begins with a byte order mark; else it is unchanged."""
    # a feed declares its encoding itself; its parser must get the original bytes
    if not kind.is_text:
        return page.body, ""
    try:
        known = codecs.lookup(page.charset or "").name
    except (LookupError, ValueError):
        return page.body, ""
    if known in _DEFAULT_CHARSETS or page.body.startswith(codecs.BOM_UTF8):
        return page.body, ""
    found = decode(page.body, page.charset)
    return codecs.BOM_UTF8 + found.text.encode("utf-8"), found.missing


def _name(url: str) -> str:
    """The last part of the URL's path as a file name, or the host."""
    parts = urlsplit(url)
    name = PurePosixPath(unquote(parts.path, errors="replace")).name
    return name or parts.hostname or url


def _own_address(canonical: str | None, found: str) -> str | None:
    """The address that a page gives for itself, if it has the same scheme, host and port as the
    address where it was found; else None. No host may speak for another."""
    try:
        own = parse(canonical or "")
    except FetchError:
        return None
    return own.url if own.origin == parse(found).origin else None
