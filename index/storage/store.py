"""Articles and passages in one SQLite file: written once, then only read."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pincite.corpus.article import Article, Passage, Section, Span
from pincite.corpus.errors import BUILD_AGAIN, IndexDamaged, shown
from pincite.index.engines.spelling import Spelled, initials, nearest, slips, words

_SCHEMA = """
CREATE TABLE articles (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, title TEXT NOT NULL, text TEXT NOT NULL,
    source TEXT NOT NULL, body TEXT NOT NULL, published TEXT, url TEXT,
    pages TEXT NOT NULL, author TEXT, language TEXT, sections TEXT NOT NULL, sha256 TEXT NOT NULL
);
CREATE TABLE passages (
    row INTEGER PRIMARY KEY, id TEXT NOT NULL, article INTEGER NOT NULL REFERENCES articles,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, sentences TEXT NOT NULL, key BLOB NOT NULL
);
CREATE TABLE words (
    word TEXT NOT NULL, spelling TEXT NOT NULL, count INTEGER NOT NULL, initial TEXT NOT NULL,
    length INTEGER NOT NULL, PRIMARY KEY (initial, length, word)
) WITHOUT ROWID;
CREATE INDEX passages_of_article ON passages (article);
CREATE INDEX articles_of_text ON articles (sha256);
"""
_ARTICLE = (
    "id, title, text, source, body, published, url, pages, author, language, sections, sha256"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """What a filter looks at of an article, how many passages it has, and the number of the first
    article with the same text and body, which has those that are its own too."""

    source: str
    url: str | None
    author: str | None
    published: str | None
    passages: int
    first: int


@dataclass(frozen=True, slots=True)
class Row:
    """A passage as it is stored; ``key`` is the SHA-256 of the text that was embedded for it."""

    passage: Passage
    key: bytes


class Store:
    """Read access to articles and passages. Thread-safe."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path
        self._lock = threading.Lock()

    @classmethod
    def write(cls, path: Path, articles: Sequence[tuple[Article, Sequence[Row]]]) -> None:
        """Writes a new file. Passages are numbered from 0 in the order given."""
        try:
            with closing(sqlite3.connect(path)) as connection:
                # a half-written file is never read: it is only named once it is whole and synced
                connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
                connection.executescript(_SCHEMA)
                row = 0
                for number, (article, rows) in enumerate(articles):
                    connection.execute(
                        "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                        _article_values(number, article),
                    )
                    connection.executemany(
                        "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?)",
                        [_passage_values(row + i, number, each) for i, each in enumerate(rows)],
                    )
                    row += len(rows)
                connection.executemany(
                    "INSERT INTO words VALUES (?, ?, ?, ?, ?)",
                    (
                        (each.word, each.spelling, each.count, each.word[:1], len(each.word))
                        for each in words(_searched(article) for article, rows in articles if rows)
                    ),
                )
                connection.commit()
        except sqlite3.Error as error:
            raise OSError(f"{path.name}: {error}") from error

    @classmethod
    def open(cls, path: Path) -> Store:
        """Opens a file read-only. Raises IndexDamaged where SQLite cannot read it."""
        try:
            place = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
            connection = sqlite3.connect(place, uri=True, check_same_thread=False)
            connection.execute("SELECT count(*) FROM articles, passages LIMIT 0")
        except sqlite3.DatabaseError as error:
            raise IndexDamaged(f"{path}: {error}; {BUILD_AGAIN}") from error
        return cls(connection, path)

    def close(self) -> None:
        """Closes the file."""
        self._connection.close()

    def article_count(self) -> int:
        """The number of articles."""
        return int(self._query("SELECT count(*) FROM articles")[0][0])

    def passage_count(self) -> int:
        """The number of passages."""
        return int(self._query("SELECT count(*) FROM passages")[0][0])

    def articles(self) -> Iterator[Article]:
        """Every article, in the order of the index."""
        for values in self._query(f"SELECT {_ARTICLE} FROM articles ORDER BY number"):
            yield self._article(values)

    def article(self, id_: str) -> Article | None:
        """The article with this id, or None."""
        found = self._query(f"SELECT {_ARTICLE} FROM articles WHERE id = ?", (id_,))
        return self._article(found[0]) if found else None

    def spread(self, n: int) -> list[Article]:
        """Up to ``n`` articles, spread evenly over the order of the index."""
        total = self.article_count()
        numbers = sorted({i * total // n for i in range(n)}) if n < total else range(total)
        marks = ", ".join("?" * len(numbers))
        found = self._query(
            f"SELECT {_ARTICLE} FROM articles WHERE number IN ({marks}) ORDER BY number",
            tuple(numbers),
        )
        return [self._article(values) for values in found]

    def entries(self) -> list[Entry]:
        """One for each article, in the order of the index, which is also that of the passages."""
        found = self._query(
            "SELECT a.source, a.url, a.author, a.published, "
            "(SELECT count(*) FROM passages p WHERE p.article = a.number), "
            "(SELECT min(o.number) FROM articles o WHERE o.sha256 = a.sha256 AND o.body = a.body) "
            "FROM articles a ORDER BY a.number"
        )
        return [Entry(*values) for values in found]

    def copies(self, article: Article) -> tuple[Article, ...]:
        """The other articles that have the same text and body, in the order of the index."""
        found = self._query(
            "SELECT o.id, o.title, o.source, o.published, o.url, o.pages, o.author, o.language "
            "FROM articles a JOIN articles o ON o.sha256 = a.sha256 AND o.body = a.body "
            "WHERE a.id = ? AND o.id != a.id ORDER BY o.number",
            (article.id,),
        )
        # a text may be long and its copies many: they share it
        return tuple(_copy(values, article) for values in found)

    def rows(self, article_id: str) -> list[Row]:
        """The passages of one article, in order."""
        found = self._query(
            'SELECT p.id, a.id, p.start, p."end", p.sentences, p.key FROM passages p '
            "JOIN articles a ON a.number = p.article WHERE a.id = ? ORDER BY p.row",
            (article_id,),
        )
        return [Row(_passage(values[:5]), values[5]) for values in found]

    def spelled(self, word: str) -> Spelled | None:
        """The word of the articles with this key, as ``pincite.index.engines.spelling`` makes it;
        None where it stands in none."""
        found = self._query(
            "SELECT word, spelling, count FROM words WHERE initial = ? AND length = ? AND word = ?",
            (word[:1], len(word), word),
        )
        return Spelled(*found[0]) if found else None

    def like(self, word: str, n: int) -> list[Spelled]:
        """Up to ``n`` words of the articles that this key may have been meant for, likeliest
        first."""
        most = slips(word) + 1
        first = initials(word)
        marks = ", ".join("?" * len(first))
        found = self._query(
            f"SELECT word, spelling, count FROM words WHERE initial IN ({marks}) "
            "AND length BETWEEN ? AND ?",
            (*first, len(word) - most, len(word) + most),
        )
        return nearest(word, (Spelled(*values) for values in found), n)

    def keys(self) -> list[bytes]:
        """The key of every passage; the position is the row."""
        return [key for (key,) in self._query("SELECT key FROM passages ORDER BY row")]

    def passage(self, row: int) -> tuple[Passage, Article]:
        """The passage of a row and its article. Raises IndexDamaged where there is none."""
        found = self._query(
            'SELECT p.id, a.id, p.start, p."end", p.sentences, '
            + ", ".join(f"a.{column.strip()}" for column in _ARTICLE.split(","))
            + " FROM passages p JOIN articles a ON a.number = p.article WHERE p.row = ?",
            (row,),
        )
        if not found:
            raise IndexDamaged(f"{self._path}: passage {row} is missing; {BUILD_AGAIN}")
        return _passage(found[0][:5]), self._article(found[0][5:])

    def passages(self, rows: Iterable[int]) -> Iterator[tuple[Passage, Article]]:
        """The passages of these rows, in the order given, each with its article. An article is read
        once for as many of its passages as follow on each other. Raises IndexDamaged."""
        last: tuple[int, Article] | None = None
        for row in rows:
            found = self._query(
                'SELECT p.article, p.id, a.id, p.start, p."end", p.sentences FROM passages p '
                "JOIN articles a ON a.number = p.article WHERE p.row = ?",
                (row,),
            )
            if found and last is not None and found[0][0] == last[0]:
                yield _passage(found[0][1:]), last[1]
                continue
            passage, article = self.passage(row)
            last = found[0][0], article
            yield passage, article

    def _article(self, values: tuple[Any, ...]) -> Article:
        """The article, whose text must be what was indexed: nothing else is quoted."""
        with suppress(TypeError, ValueError):  # of altered values
            article = _article(values[:-1])
            if article.sha256 == values[-1]:
                return article
        raise self._altered(f"the text of {shown(str(values[0]))}")

    def _query(self, sql: str, values: tuple[object, ...] = ()) -> list[tuple[Any, ...]]:
        try:
            with self._lock:
                return self._connection.execute(sql, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise self._altered(f"the file ({error})") from error

    def _altered(self, what: str) -> IndexDamaged:
        return IndexDamaged(f"{self._path}: {what} was altered since; {BUILD_AGAIN}")


def _searched(article: Article) -> str:
    """What of an article a question can find: its title and its body."""
    return "\n".join((article.title, *(span.of(article.text) for span in article.body)))


def _article_values(number: int, a: Article) -> tuple[object, ...]:
    return (
        number, a.id, a.title, a.text, a.source, _dump(a.body), a.published, a.url,
        json.dumps(a.pages), a.author, a.language,
        json.dumps([each.values() for each in a.sections]), a.sha256,
    )  # fmt: skip


def _passage_values(row: int, number: int, each: Row) -> tuple[object, ...]:
    p = each.passage
    return row, p.id, number, p.span.start, p.span.end, _dump(p.sentences), each.key


def _article(values: tuple[Any, ...]) -> Article:
    id_, title, text, source, body, published, url, pages, author, language, sections = values
    starts = tuple(json.loads(pages))
    parts = tuple(map(Section.of_values, json.loads(sections)))
    return Article(
        id_, title, text, source, _load(body), published, url, starts, author, language, parts
    )


def _copy(values: tuple[Any, ...], of: Article) -> Article:
    id_, title, source, published, url, pages, author, language = values
    return replace(
        of,
        id=id_,
        title=title,
        source=source,
        published=published,
        url=url,
        pages=tuple(json.loads(pages)),
        author=author,
        language=language,
    )


def _passage(values: tuple[Any, ...]) -> Passage:
    id_, article_id, start, end, sentences = values
    return Passage(id_, article_id, Span(start, end), _load(sentences))


def _dump(spans: Sequence[Span]) -> str:
    return json.dumps([[span.start, span.end] for span in spans])


def _load(spans: str) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in json.loads(spans))
