"""Finds the articles of a segment that a filter accepts, with the indexes of its SQLite file."""

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
"""Path, address and author of each article are stored together, so that a search in them reads
nothing else. Older segments lack this table and are slower."""


def _origin(*held: str | None) -> str:
    """Path, address and author, case-folded, with a separator that nobody types."""
    return "\x1f".join(each or "" for each in held).casefold()


def prepare(connection: sqlite3.Connection) -> None:
    """Prepares a connection for running INDEXES."""
    connection.create_function("origin", 3, _origin, deterministic=True)


class Narrowing:
    """Selects articles by date and origin. They are given by their numbers in the segment,
    unordered."""

    def __init__(self, file: ArticleFile) -> None:
        self._file = file

    def published(self, since: str, until: str) -> NDArray[np.int64]:
        """The articles published from ``since`` to ``until``, both included, as "2026-02-03"."""
        return self._numbers(
            f"SELECT number FROM articles WHERE {_DAY} BETWEEN ? AND ? AND {_DATED}", since, until
        )

    @cached_property
    def undated(self) -> NDArray[np.int64]:
        """The articles without a valid date."""
        return self._numbers(f"SELECT number FROM articles WHERE NOT ({_DATED})")

    def holding(self, source: str) -> NDArray[np.int64]:
        """The articles whose path, address or author contains ``source``, which is case-folded."""
        if self._has_origins:
            return self._numbers("SELECT number FROM origins WHERE instr(held, ?)", source)
        every = self._file.query("SELECT source, url, author FROM articles ORDER BY number")
        held = enumerate(_origin(*fields) for fields in every)
        return np.array([number for number, each in held if source in each], np.int64)

    @cached_property
    def _has_origins(self) -> bool:
        return bool(self._file.query("SELECT 1 FROM sqlite_master WHERE name = 'origins'"))

    def _numbers(self, sql: str, *values: str) -> NDArray[np.int64]:
        found = self._file.query(sql, values)
        return np.fromiter((number for (number,) in found), np.int64, len(found))
