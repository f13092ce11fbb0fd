"""Bytes to drafts: by what they say they are, else by their name. Runs in a child process."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from corpus.entries import with_entries
from corpus.errors import ReadError
from corpus.formats import docx, feed, html, jsonl, markdown, pdf, text
from corpus.formats.decode import HANDLED
from corpus.formats.draft import Draft, Fault, Reader
from corpus.formats.sniff import sniffed
from corpus.metadata import completed

SECONDS: Final = 10  # of processor time a file
_SECONDS_A_MIB: Final = 5
MAX_TEXT: Final = 25 * 2**20  # bytes of one article, pictures and fonts apart

READERS: Final[dict[str, Reader]] = {
    "": text.read,
    ".txt": text.read,
    ".text": text.read,
    ".md": markdown.read,
    ".markdown": markdown.read,
    ".html": html.read,
    ".htm": html.read,
    ".xhtml": html.read,
    ".jsonl": jsonl.read,
    ".ndjson": jsonl.read,
    ".json": jsonl.read,
    ".pdf": pdf.read,
    ".docx": docx.read,
    ".xml": feed.read,
    ".rss": feed.read,
    ".atom": feed.read,
    ".rdf": feed.read,
}
_MANY: Final = tuple(suffix for suffix, reader in READERS.items() if reader is jsonl.read)
_ONE_ARTICLE: Final = (text.read, markdown.read, html.read)
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
        """The processor time that reading ``size`` bytes may take. Only lines of JSON, which hold
        any number of articles, get more for more."""
        many = PurePosixPath(self.name).suffix.lower() in _MANY
        return SECONDS + (_SECONDS_A_MIB * size // 2**20 if many else 0)


def parsed(request: Request, data: bytes) -> list[Draft | Fault]:
    """The articles of a file, or the one of a page. Raises ReadError where there is none."""
    found = _read(request, data)
    return [with_entries(completed(each)) if isinstance(each, Draft) else each for each in found]


def _read(request: Request, data: bytes) -> list[Draft | Fault]:
    if request.url:
        from corpus.fetch import Page
        from corpus.pages import drafts_of

        return drafts_of(Page(request.url, data, request.content_type, request.charset))
    reader = sniffed(data, suffix_of(request.name)) or READERS[suffix_of(request.name)]
    if reader in _ONE_ARTICLE and len(data) > MAX_TEXT:
        raise ReadError(
            f"an article of more than {MAX_TEXT // 2**20} MiB; split it into smaller files"
        )
    return reader(data, request.name)


def suffix_of(name: str) -> str:
    """The ending that says what a file is, "" where it has none. Raises ReadError for an ending
    that no reader has."""
    suffix = PurePosixPath(name).suffix.lower()
    suffix = suffix if _SUFFIX.fullmatch(suffix) else ""
    if suffix not in READERS:
        raise ReadError(f"a {suffix} file; {HANDLED}")
    return suffix
