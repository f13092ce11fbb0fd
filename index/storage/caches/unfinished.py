"""Vectors that a build has computed but not yet published, so that a killed build can be resumed.

A file of vectors, keyed by the SHA-256 of their texts. It lies beside the generations and is not
part of them. It holds no text, is written during the build and deleted after publishing. If it is
damaged or the disk fails, only the saved work is lost.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pincite.index.storage.caches.names import UNFINISHED


class Unfinished:
    """The vectors that one embedder computed for an index. Not for use by two threads at once."""

    def __init__(self, folder: Path, fingerprint: str, dimension: int) -> None:
        self._path = folder / UNFINISHED
        self._fingerprint = fingerprint
        self._dimension = dimension
        self._connection: sqlite3.Connection | None = None
        if self._path.exists():
            self._open()

    def vectors(self, keys: Sequence[bytes]) -> dict[bytes, NDArray[np.float32]]:
        """The stored vectors for these keys, each of shape (dimension,)."""
        found: dict[bytes, NDArray[np.float32]] = {}
        connection = self._connection
        if connection is None:
            return found
        for key in keys:
            with suppress(sqlite3.Error, ValueError, TypeError):
                row = connection.execute(
                    "SELECT vector FROM vectors WHERE key = ? AND fingerprint = ?",
                    (key, self._fingerprint),
                ).fetchone()
                if row is not None:
                    vector = np.frombuffer(row[0], np.float32)
                    if vector.shape == (self._dimension,):
                        found[key] = vector
        return found

    def keep(self, made: Mapping[bytes, NDArray[np.float32]]) -> None:
        """Stores vectors."""
        if self._connection is None:
            self._open()
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.executemany(
                    "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)",
                    (
                        (key, self._fingerprint, np.asarray(each, np.float32).tobytes())
                        for key, each in made.items()
                    ),
                )
                self._connection.commit()

    def close(self, *, done: bool) -> None:
        """Closes the file, and deletes it if ``done``."""
        if self._connection is not None:
            self._connection.close()
        if done:
            for end in ("", "-journal"):
                with suppress(OSError):
                    self._path.with_name(f"{UNFINISHED}{end}").unlink(missing_ok=True)

    def _open(self) -> None:
        for _ in range(2):
            with suppress(sqlite3.Error):
                connection = sqlite3.connect(self._path)
                connection.execute("PRAGMA synchronous = NORMAL")
                connection.execute(
                    "CREATE TABLE IF NOT EXISTS vectors "
                    "(key BLOB PRIMARY KEY, fingerprint TEXT NOT NULL, vector BLOB NOT NULL)"
                )
                connection.execute(
                    "SELECT key, fingerprint, vector FROM vectors LIMIT 1"
                ).fetchone()
                self._connection = connection
                return
            with suppress(OSError):
                self._path.unlink(missing_ok=True)
