"""A cache of parsed files, keyed by their bytes: an unchanged file is not parsed again.

It lies beside the generations and is not part of them. A damaged cache is replaced and the files
are parsed again. Entries made by other code, in ``corpus`` or in its libraries, are not used. Files
without articles are not cached, because another attempt may succeed. The cache also stores the
SHA-256 of each file when it was last read.
"""

from __future__ import annotations

import hashlib
import sqlite3
import threading
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import astuple
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from pincite.corpus.draft import Draft, Fault
from pincite.corpus.parsing.pool import Parse
from pincite.corpus.parsing.protocol import dumped, packed, unpacked
from pincite.corpus.parsing.request import Request
from pincite.index.storage.caches.names import READINGS

_LIBRARIES: Final = (
    "chardet", "courlan", "feedparser", "htmldate", "justext", "lxml", "markdown-it-py",
    "py3langid", "pypdfium2", "python-docx", "trafilatura",
)  # fmt: skip


class ParseCache:
    """Returns cached drafts, or parses through ``parse`` if there are none. Thread-safe."""

    def __init__(self, connection: sqlite3.Connection, parse: Parse) -> None:
        self._connection = connection
        self._parse = parse
        self._lock = threading.Lock()
        self._used: list[tuple[bytes]] = []

    def drafts(self, request: Request, data: bytes) -> list[Draft | Fault]:
        """The drafts of a file, as ``parse`` returns them. Raises the errors of ``parse``."""
        key = _key(request, data)
        found = self._kept(key)
        if found is None:
            found = self._parse(request, data)
            self._keep(key, found)
        return found

    def forget_the_rest(self) -> None:
        """Deletes the entries that were not used since the cache was opened."""
        with self._lock, suppress(sqlite3.Error):
            self._connection.execute("CREATE TEMP TABLE used (key BLOB PRIMARY KEY)")
            self._connection.executemany("INSERT OR IGNORE INTO used VALUES (?)", self._used)
            self._connection.execute("DELETE FROM readings WHERE key NOT IN (SELECT key FROM used)")
            self._connection.commit()

    def remember(self, digests: Mapping[str, bytes], *, alone: bool) -> None:
        """Stores the SHA-256 of files by path; with ``alone``, deletes those of all other files."""
        with self._lock, suppress(sqlite3.Error):
            if alone:
                self._connection.execute("DELETE FROM files")
            self._connection.executemany("REPLACE INTO files VALUES (?, ?)", digests.items())
            self._connection.commit()

    def _kept(self, key: bytes) -> list[Draft | Fault] | None:
        with self._lock, suppress(sqlite3.Error, TypeError, ValueError):
            self._used.append((key,))
            row = self._connection.execute(
                "SELECT drafts, sha256 FROM readings WHERE key = ?", (key,)
            ).fetchone()
            if row and hashlib.sha256(row[0]).digest() == row[1]:
                return unpacked(zlib.decompress(row[0]))
        return None

    def _keep(self, key: bytes, found: list[Draft | Fault]) -> None:
        drafts = zlib.compress(packed(found), 1)
        with self._lock, suppress(sqlite3.Error):
            values = (key, _texts(found), drafts, hashlib.sha256(drafts).digest())
            self._connection.execute("INSERT OR REPLACE INTO readings VALUES (?, ?, ?, ?)", values)


@contextmanager
def parse_cache(index_dir: Path, parse: Parse) -> Iterator[ParseCache]:
    """The parse cache of an index, which stores new results. Use it under the builder's lock."""
    connection = _opened(index_dir / READINGS)
    try:
        yield ParseCache(connection, parse)
    finally:
        with suppress(sqlite3.Error):
            connection.commit()
        connection.close()


def forget(index_dir: Path, gone: Callable[[str], bool]) -> None:
    """Deletes every entry with a text for which ``gone`` is true, given its SHA-256, and overwrites
    it in the file. Use it under the builder's lock."""
    if not (index_dir / READINGS).exists():
        return
    connection = _opened(index_dir / READINGS)
    try:
        with suppress(sqlite3.Error):
            held = connection.execute("SELECT key, texts FROM readings").fetchall()
            keys = [(key,) for key, texts in held if any(map(gone, texts.split()))]
            connection.executemany("DELETE FROM readings WHERE key = ?", keys)
            connection.commit()
    finally:
        connection.close()


def digests(index_dir: Path) -> dict[str, bytes]:
    """The SHA-256 of the files when they were last read, by path; empty if unknown."""
    return dict(_remembered(index_dir, "SELECT path, sha256 FROM files"))


def digest_of(index_dir: Path, path: str) -> bytes | None:
    """The SHA-256 of one file when it was last read; None if unknown."""
    found = _remembered(index_dir, "SELECT path, sha256 FROM files WHERE path = ?", path)
    return dict(found).get(path)


def _remembered(index_dir: Path, query: str, *values: str) -> list[tuple[str, bytes]]:
    with suppress(sqlite3.Error):
        place = f"{(index_dir / READINGS).absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(place, uri=True)) as connection:
            return connection.execute(query, values).fetchall()
    return []


def _texts(found: list[Draft | Fault]) -> str:
    """The SHA-256 of every text in the drafts, separated by blanks."""
    texts = (each.text for each in found if isinstance(each, Draft))
    return " ".join(hashlib.sha256(text.encode("utf-8")).hexdigest() for text in texts)


def _opened(path: Path) -> sqlite3.Connection:
    """The cache file; a new one if it is damaged; a cache in memory if the disk fails."""
    for _ in range(2):
        with suppress(sqlite3.Error):
            return _made(str(path))
        with suppress(OSError):
            path.unlink(missing_ok=True)
    return _made(":memory:")


def _made(name: str) -> sqlite3.Connection:
    connection = sqlite3.connect(name, check_same_thread=False)
    try:
        connection.execute(
            "CREATE TABLE IF NOT EXISTS readings "
            "(key BLOB PRIMARY KEY, texts TEXT NOT NULL, drafts BLOB NOT NULL, "
            "sha256 BLOB NOT NULL)"
        )
        connection.execute(
            "CREATE TABLE IF NOT EXISTS files (path TEXT PRIMARY KEY, sha256 BLOB NOT NULL)"
        )
        connection.execute("PRAGMA secure_delete = ON")  # deleted data is overwritten
        connection.execute("SELECT key, texts, drafts, sha256 FROM readings LIMIT 1").fetchone()
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _key(request: Request, data: bytes) -> bytes:
    digest = hashlib.sha256(_code())
    digest.update(dumped(astuple(request)))
    digest.update(data)
    return digest.digest()


def _sources(folder: Traversable) -> Iterator[Traversable]:
    """The Python files of a folder and its subfolders, in the order of their names."""
    for each in sorted(folder.iterdir(), key=lambda each: each.name):
        if each.is_dir():
            yield from _sources(each)
        elif each.name.endswith(".py"):
            yield each


@cache
def _code() -> bytes:
    """A digest of the code that reads files."""
    digest = hashlib.sha256()
    for source in _sources(files("pincite.corpus")):
        digest.update(source.read_bytes())
    for library in _LIBRARIES:
        with suppress(PackageNotFoundError):
            digest.update(f"{library} {version(library)}\n".encode())
    return digest.digest()
