"""Chooses the reader for a file, by its content, then by its name. Runs in a child process."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from pincite.corpus.draft import Draft, Fault
from pincite.corpus.errors import ReadError
from pincite.corpus.formats.detection.unread import unread_reason
from pincite.corpus.formats.types import BY_SUFFIX, refuse_too_large, sniffed
from pincite.corpus.metadata.complete import completed
from pincite.corpus.passages.entries import with_entries

SECONDS: Final = 10  # of processor time a file
_SECONDS_A_MIB: Final = 5

_SUFFIX: Final = re.compile(r"\.(?=[a-z0-9]*[a-z])[a-z0-9]{1,10}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Request:
    """What is known of bytes before they are read: the name of their file; of a page from the web
    its address as well, and the kind and encoding that its host says it has."""

    name: str
    url: str = ""
    content_type: str = ""
    charset: str | None = None

    def seconds(self, size: int) -> int:
        """The processor time that reading ``size`` bytes may take. Only what holds any
        number of articles gets more for more."""
        kind = BY_SUFFIX.get(suffix_of(self.name))
        return SECONDS + (_SECONDS_A_MIB * size // 2**20 if kind and kind.several else 0)


def parsed(request: Request, data: bytes) -> list[Draft | Fault]:
    """The articles of a file, or the one of a page. Raises ReadError where there is none."""
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
    return kind.read(data, request.name)


def suffix_of(name: str) -> str:
    """The ending that says what a file is, in lower case; "" where it has none."""
    suffix = PurePosixPath(name).suffix.lower()
    return suffix if _SUFFIX.fullmatch(suffix) else ""


def known_by_name(name: str) -> bool:
    """Whether files with this ending are read."""
    return suffix_of(name) in BY_SUFFIX


def refuse_unread(name: str, head: bytes) -> None:
    """Raises ReadError for a file with another ending whose first bytes promise nothing either."""
    suffix = suffix_of(name)
    if not (sniffed(head, suffix) or head.startswith(b"PK\x03\x04")):
        raise ReadError(unread_reason(suffix, head))
