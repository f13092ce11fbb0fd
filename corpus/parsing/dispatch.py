"""Chooses the reader for a file by its content, then by its name. Runs in a child process."""

from __future__ import annotations

from pincite.corpus.draft import Draft, Fault
from pincite.corpus.errors import ReadError
from pincite.corpus.formats.detection.unread import unread_reason
from pincite.corpus.formats.readers import reader_of
from pincite.corpus.formats.types import BY_SUFFIX, refuse_too_large, sniffed
from pincite.corpus.metadata.complete import completed
from pincite.corpus.parsing.request import Request, suffix_of
from pincite.corpus.passages.entries import with_entries


def parsed(request: Request, data: bytes) -> list[Draft | Fault]:
    """The articles of a file, or the article of a page. Raises ReadError if there is none."""
    found = _read(request, data)
    return [with_entries(completed(each)) if isinstance(each, Draft) else each for each in found]


def _read(request: Request, data: bytes) -> list[Draft | Fault]:
    if request.url:
        from pincite.corpus.web.fetch import Page
        from pincite.corpus.web.pages import drafts_of

        return drafts_of(Page(request.url, data, request.content_type, request.charset))
    suffix = suffix_of(request.name)
    kind = sniffed(data, suffix) or BY_SUFFIX.get(suffix)
    if kind is None:
        raise ReadError(unread_reason(suffix, data))
    refuse_too_large(kind, data)
    return reader_of(kind)(data, request.name)
