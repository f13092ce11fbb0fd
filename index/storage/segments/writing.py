"""Writes the SQLite file of a new segment: new articles, and articles taken over from older
segments."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pincite.corpus.article import Article
from pincite.corpus.read import file_of
from pincite.index.storage.segments import narrowing
from pincite.index.storage.segments.articles import INDEXES, SCHEMA, StoredPassage, read_only
from pincite.index.storage.segments.values import content_digest, dumped

_COLUMNS = (
    "id, title, source, file, published, url, author, language, sha256, digest, aside, "
    "passages, body, pages, sections"
)


@dataclass(frozen=True, slots=True)
class TakenOver:
    """The articles that a new segment takes over from an older one, by number, ascending. The word
    counts of the older segment are taken over too."""

    path: Path
    numbers: Sequence[int]


def write_articles(
    path: Path,
    older: Sequence[TakenOver],
    new: Iterable[tuple[Article, Sequence[StoredPassage]]],
    words: Mapping[tuple[str, str], int],
) -> None:
    """Writes a new file: the articles taken over, then the new ones, numbered from 0 in that order,
    and their passages likewise. ``words`` are changes to the word counts taken over, in the form of
    ``spelling.word_counts``. Raises OSError if the disk fails."""
    try:
        connection = sqlite3.connect(path, uri=True, isolation_level=None)
        try:
            # no journal is needed: the file is only published once it is complete and synced
            connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
            connection.executescript(SCHEMA)
            connection.execute("CREATE TEMP TABLE counted (word TEXT, form TEXT, count INTEGER)")
            for each in older:
                _take_over(connection, each)
            connection.execute("BEGIN")
            _add(connection, new)
            _count(connection, words)
            connection.execute("COMMIT")
            connection.executescript(INDEXES)
            narrowing.prepare(connection)
            connection.executescript(narrowing.INDEXES)
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise OSError(f"{path.name}: {error}") from error


def _take_over(connection: sqlite3.Connection, older: TakenOver) -> None:
    connection.execute("ATTACH ? AS older", (read_only(older.path),))
    connection.execute("BEGIN")
    connection.execute(
        "CREATE TEMP TABLE kept (number INTEGER PRIMARY KEY, old INTEGER, first INTEGER)"
    )
    number, row = _next(connection)
    connection.executemany(
        "INSERT INTO kept (number, old) VALUES (?, ?)",
        ((number + n, int(old)) for n, old in enumerate(older.numbers)),
    )
    connection.execute(
        "UPDATE kept SET first = ? + s.before FROM (SELECT k.number, sum(a.passages) OVER "
        "(ORDER BY k.number) - a.passages AS before FROM kept k JOIN older.articles a "
        "ON a.number = k.old) s WHERE s.number = kept.number",
        (row,),
    )
    columns = ", ".join(f"a.{name.strip()}" for name in _COLUMNS.split(","))
    joined = "FROM kept k JOIN older.articles a ON a.number = k.old"
    connection.execute(
        f"INSERT INTO main.articles (number, first, {_COLUMNS}) "
        f"SELECT k.number, k.first, {columns} {joined} ORDER BY k.number"
    )
    connection.execute(
        "INSERT INTO main.texts SELECT k.number, t.text FROM kept k JOIN older.texts t "
        "ON t.number = k.old ORDER BY k.number"
    )
    connection.execute(
        'INSERT INTO main.passages SELECT p."row" - a.first + k.first, p.id, k.number, p.start, '
        f'p."end", p.sentences, p.key {joined} JOIN older.passages p '
        'ON p."row" >= a.first AND p."row" < a.first + a.passages ORDER BY k.number, p."row"'
    )
    connection.execute("INSERT INTO counted SELECT word, form, count FROM older.forms")
    connection.execute("DROP TABLE kept")
    connection.execute("COMMIT")
    connection.execute("DETACH older")


def _next(connection: sqlite3.Connection) -> tuple[int, int]:
    """The next article number and the next row."""
    found = connection.execute(
        "SELECT (SELECT coalesce(max(number) + 1, 0) FROM main.articles), "
        '(SELECT coalesce(max("row") + 1, 0) FROM main.passages)'
    ).fetchone()
    return int(found[0]), int(found[1])


def _add(
    connection: sqlite3.Connection, new: Iterable[tuple[Article, Sequence[StoredPassage]]]
) -> None:
    number, first = _next(connection)
    for article, rows in new:
        a = article
        values = (
            number, first, a.id, a.title, a.source, file_of(a.source), a.published, a.url,
            a.author, a.language, a.sha256, content_digest(a), a.set_aside, len(rows),
            dumped(a.body), json.dumps(a.pages), json.dumps([each.values() for each in a.sections]),
        )  # fmt: skip
        connection.execute(
            f"INSERT INTO articles (number, first, {_COLUMNS}) "
            f"VALUES ({', '.join('?' * len(values))})",
            values,
        )
        connection.execute("INSERT INTO texts VALUES (?, ?)", (number, a.text))
        connection.executemany(
            "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?)",
            [_passage_values(first + n, number, each) for n, each in enumerate(rows)],
        )
        number, first = number + 1, first + len(rows)


def _passage_values(row: int, number: int, each: StoredPassage) -> tuple[object, ...]:
    p = each.passage
    return row, p.id, number, p.span.start, p.span.end, dumped(p.sentences), each.key


def _count(connection: sqlite3.Connection, words: Mapping[tuple[str, str], int]) -> None:
    connection.executemany(
        "INSERT INTO counted VALUES (?, ?, ?)",
        ((word, form, count) for (word, form), count in words.items()),
    )
    connection.execute(
        "INSERT INTO forms SELECT word, form, sum(count) FROM counted GROUP BY word, form "
        "HAVING sum(count) != 0"
    )
    connection.execute(
        "INSERT INTO words SELECT substr(word, 1, 1), length(word), word, sum(count) FROM forms "
        "GROUP BY word HAVING sum(count) != 0"
    )
