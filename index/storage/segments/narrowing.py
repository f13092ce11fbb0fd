"""Which articles of a segment a filter accepts, answered from the indexes of its SQLite file."""

from __future__ import annotations

import sqlite3
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pincite.index.storage.segments.articles import ArticleFile

_DAY: Final = "substr(published, 1, 10)"
_DATED: Final = f"published IS NOT NULL AND date({_DAY}, '+0 days') IS {_DAY} AND {_DAY} >= '0001'"
INDEXES: Final = f"""
CREATE INDEX articles_of_day ON articles ({_DAY});
CREATE INDEX articles_undated ON articles (number) WHERE NOT ({_DATED});
CREATE TABLE origins (number INTEGER PRIMARY KEY REFERENCES articles, held TEXT NOT NULL);
INSERT INTO origins SELECT number, origin(source, url, author) FROM articles;
"""
"""What an article's path, address and author hold stands together, so that looking through it reads
nothing else. Segments that were written before have none of it, and answer more slowly."""


def _origin(*held: str | None) -> str:
    """Path, address and author in one case; nobody types what stands between them."""
    return "\x1f".join(each or "" for each in held).casefold()


def prepare(connection: sqlite3.Connection) -> None:
    """Lets a connection run INDEXES."""
    connection.create_function("origin", 3, _origin, deterministic=True)


class Narrowing:
    """By date and origin. Articles are given by their numbers in the segment, in no order."""

    def __init__(self, file: ArticleFile) -> None:
        self._file = file

    def published(self, since: str, until: str) -> NDArray[np.int64]:
        """Those published from a day to a day, both included, as "2026-02-03"."""
        return self._numbers(
            f"SELECT number FROM articles WHERE {_DAY} BETWEEN ? AND ? AND {_DATED}", since, until
        )

    @cached_property
    def undated(self) -> NDArray[np.int64]:
        """Those that have no date, or none that is one."""
        return self._numbers(f"SELECT number FROM articles WHERE NOT ({_DATED})")

    def holding(self, source: str) -> NDArray[np.int64]:
        """Those whose path, address or author holds a text, which is casefolded."""
        if self._has_origins:
            return self._numbers("SELECT number FROM origins WHERE instr(held, ?)", source)
        every = self._file.query("SELECT source, url, author FROM articles ORDER BY number")
        held = enumerate(_origin(*told) for told in every)
        return np.array([number for number, each in held if source in each], np.int64)

    @cached_property
    def _has_origins(self) -> bool:
        return bool(self._file.query("SELECT 1 FROM sqlite_master WHERE name = 'origins'"))

    def _numbers(self, sql: str, *values: str) -> NDArray[np.int64]:
        found = self._file.query(sql, values)
        return np.fromiter((number for (number,) in found), np.int64, len(found))
