"""A fetched page as an article: the reader that its kind calls for, the address that names it."""

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

# What servers say that were never asked; the page's own word, or a guess, is better.
_HOLLOW: Final = frozenset({"iso8859-1", "cp1252", "ascii"})


def drafts_of(page: Page) -> list[Draft | Fault]:
    """The article of a page; of a feed, its entries.

    ``key`` is the address that the page or entry gives for itself where that is on the same host;
    else it is the one at which the page was found, for an entry with ``#`` and the entry's key.
    It is a page's ``url`` too. Raises ReadError where there is no article or none that this
    version can read.
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
    """The draft with its address, and with the day in the address where it states none."""
    if draft.line is not None:
        # several entries may point into one page
        own = None if "#" in (draft.url or "") else _own_address(draft.url, found)
        return replace(draft, key=own or f"{found}#{draft.key}")
    address = _own_address(draft.url, found) or found
    return replace(draft, key=address, url=address, published=draft.published or day)


def _in_utf8(page: Page, kind: Type) -> tuple[bytes, str]:
    """The bytes, in UTF-8 with its mark where the host's own word on the encoding was needed, and
    which of them are no text."""
    # a feed's bytes say what they are; its parser must not be given text
    if not kind.is_text:
        return page.body, ""
    try:
        known = codecs.lookup(page.charset or "").name
    except (LookupError, ValueError):
        return page.body, ""
    if known in _HOLLOW or page.body.startswith(codecs.BOM_UTF8):
        return page.body, ""
    found = decode(page.body, page.charset)
    return codecs.BOM_UTF8 + found.text.encode("utf-8"), found.missing


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
