"""Serves the file that an article was read from, unchanged.

The request names an article's id, which is looked up in the index; no path comes from outside. The
browser shows the file without scripts, without network and separate from the page, or saves it if
it cannot show it.
"""

from __future__ import annotations

import stat
from datetime import datetime
from pathlib import Path
from typing import Final

from fastapi.responses import FileResponse, PlainTextResponse, Response

from pincite.corpus.errors import PinciteError
from pincite.index.retrieval.retriever import Retriever

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


def original(id_: str, articles: Retriever) -> Response:
    """The response with the file of the article with this id. 404 if there is no such file; 409 if
    the file was changed after the index was built, so that it may differ from the article."""
    try:
        article = articles.article(id_)
        built = datetime.fromisoformat(articles.summary().built).timestamp()
    except (PinciteError, ValueError) as error:
        return _refused(503, str(error))
    path = Path(article.source) if article is not None else None
    if path is None or not path.is_absolute():
        return _refused(404, "No article of the index has such a file.")
    try:
        found = path.stat()
    except (OSError, ValueError):
        return _refused(404, "The file is gone from where it was read.")
    if not stat.S_ISREG(found.st_mode):
        return _refused(404, "The article was not read from a file.")
    if found.st_mtime > built:
        return _refused(409, "The file was written after it was read: build the index again.")
    media = _SHOWN.get(path.suffix.lower())
    headers = {
        "Content-Security-Policy": _PDF if media == "application/pdf" else _ALONE,
        "Cache-Control": "no-store",
    }
    shown = "inline" if media else "attachment"
    return FileResponse(
        path,
        media_type=media or "application/octet-stream",
        filename=path.name,
        content_disposition_type=shown,
        headers=headers,
    )


def _refused(status: int, why: str) -> Response:
    return PlainTextResponse(why, status_code=status)
