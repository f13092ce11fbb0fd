"""Serves the file that an article was read from, unchanged.

The request names an article's id, which is looked up in the index; no path comes from outside. The
file is opened once and without following links. It is checked and sent by its descriptor, so that
nothing else can come into its place between the two. The browser shows it without scripts, without
network and separate from the page, or saves it if it cannot show it.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from datetime import datetime
from io import BufferedReader
from pathlib import Path
from typing import Final
from urllib.parse import quote

from fastapi.responses import PlainTextResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from pincite.corpus.errors import PinciteError
from pincite.corpus.opening import open_file
from pincite.index.retrieval.retriever import Retriever
from pincite.index.storage.caches.parse_cache import digest_of
from pincite.qa.place import home_at, place_of

_SHOWN: Final = {
    ".pdf": "application/pdf",
    ".html": "text/html",
    ".htm": "text/html",
    ".txt": "text/plain",
    ".md": "text/plain",
    ".csv": "text/plain",
    ".json": "text/plain",
    ".jsonl": "text/plain",
    ".eml": "text/plain",
}
_ALONE: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"
# a browser's PDF viewer does not open in a sandbox; it runs no script of our page
_PDF: Final = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'"


_PIECE: Final = 2**20  # bytes that are read at once
_GONE: Final = "The file is gone from where it was read."
_LINK: Final = (
    "A symbolic link lies where the file was read, and is not followed: put the file back, or "
    "build the index again."
)
_NO_FILE: Final = "The article was not read from a file."


def original(id_: str, articles: Retriever) -> Response:
    """The response with the file of the article with this id. 404 if there is no such file, or only
    a symbolic link; 409 if the file was written after the index was built, or has other bytes than
    when it was read, as far as these are remembered."""
    try:
        article = articles.article(id_)
        summary = articles.summary()
        built = datetime.fromisoformat(summary.built).timestamp()
    except (PinciteError, ValueError) as error:
        return _refused(503, str(error))
    path = Path(article.source) if article is not None else None
    if path is None or not path.is_absolute():
        return _refused(404, "No article of the index has such a file.")
    _, *parts = path.parts
    if not parts:
        return _refused(404, _NO_FILE)
    try:
        file = os.fdopen(open_file(Path(path.anchor), parts), "rb")
    except IsADirectoryError:
        return _refused(404, _NO_FILE)
    except OSError as error:
        linked = error.errno in (errno.ELOOP, errno.ENOTDIR)
        return _refused(404, _LINK if linked else _GONE)
    except ValueError:
        return _refused(404, _GONE)
    found = os.fstat(file.fileno())
    wrong = _fault(file, found, built, _digest(summary.path, str(path)))
    if wrong is not None:
        file.close()
        return wrong
    return _SentFile(file, found.st_size, path)


def _digest(index: str, path: str) -> bytes | None:
    """The SHA-256 of the file when it was read; None if it is not remembered."""
    try:
        return digest_of(home_at(place_of(index)).memory, path)
    except PinciteError:
        return None


def _fault(
    file: BufferedReader, found: os.stat_result, built: float, digest: bytes | None
) -> Response | None:
    """The refusal of an opened file that is not the one that was read; None if it may be sent."""
    if not stat.S_ISREG(found.st_mode):
        return _refused(404, _NO_FILE)
    if found.st_mtime > built:
        return _refused(409, "The file was written after it was read: build the index again.")
    if digest is not None:
        if hashlib.file_digest(file, "sha256").digest() != digest:
            return _refused(409, "The file is not the one that was read: build the index again.")
        file.seek(0)
    return None


class _SentFile(StreamingResponse):
    """Sends the first ``size`` bytes of an opened file, whatever lies at its ``path`` by then, and
    closes it."""

    def __init__(self, file: BufferedReader, size: int, path: Path) -> None:
        media = _SHOWN.get(path.suffix.lower())
        shown = "inline" if media else "attachment"
        headers = {
            "Content-Security-Policy": _PDF if media == "application/pdf" else _ALONE,
            "Cache-Control": "no-store",
            "Content-Length": str(size),
            "Content-Disposition": f"{shown}; filename*=utf-8''{quote(path.name)}",
        }
        media = media or "application/octet-stream"
        super().__init__(_pieces(file, size), headers=headers, media_type=media)
        self._file = file

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with self._file:
            await super().__call__(scope, receive, send)


def _pieces(file: BufferedReader, size: int) -> Iterator[bytes]:
    while size > 0 and (piece := file.read(min(size, _PIECE))):
        size -= len(piece)
        yield piece


def _refused(status: int, why: str) -> Response:
    return PlainTextResponse(why, status_code=status)
