"""Reads one file, and gives its author, date and language."""

from __future__ import annotations

from pathlib import Path

from pincite.corpus.article import Article
from pincite.corpus.read import read_articles

OPENING = "The harbor bridge will reopen to cars in May, the city engineer said on Monday."
SECOND = "Inspectors found the cracks in October while they were looking for rust."


def article(folder: Path, name: str, data: str | bytes) -> Article:
    (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    reading = read_articles([folder / name])
    assert reading.skipped == ()
    return reading.articles[0]


def facts(folder: Path, name: str, data: str | bytes) -> tuple[str | None, str | None, str | None]:
    read = article(folder, name, data)
    return read.author, read.published, read.language
