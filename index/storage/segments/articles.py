"""The articles and passages of one segment in a SQLite file, which is written once and then only
read.

Numbers and rows are those of the segment. Texts are in a table of their own, so that the facts
about many articles can be read quickly.
"""

from __future__ import annotations

import sqlite3
import threading
import weakref
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pincite.corpus.article import Article, Passage
from pincite.corpus.errors import BUILD_AGAIN, REPAIR, IndexDamaged, IndexFault, shown
from pincite.index.storage.segments.values import article_of, passage_of

SCHEMA: Final = """
CREATE TABLE articles (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, title TEXT NOT NULL, source TEXT NOT NULL,
    file TEXT NOT NULL, published TEXT, url TEXT, author TEXT, language TEXT,
    sha256 TEXT NOT NULL, digest BLOB NOT NULL, aside INTEGER NOT NULL,
    first INTEGER NOT NULL, passages INTEGER NOT NULL,
    body TEXT NOT NULL, pages TEXT NOT NULL, sections TEXT NOT NULL
);
CREATE TABLE texts (number INTEGER PRIMARY KEY REFERENCES articles, text TEXT NOT NULL);
CREATE TABLE passages (
    row INTEGER PRIMARY KEY, id TEXT NOT NULL, article INTEGER NOT NULL REFERENCES articles,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, sentences TEXT NOT NULL, key BLOB NOT NULL
);
CREATE TABLE forms (
    word TEXT NOT NULL, form TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (word, form)
) WITHOUT ROWID;
CREATE TABLE words (
    initial TEXT NOT NULL, length INTEGER NOT NULL, word TEXT NOT NULL, count INTEGER NOT NULL,
    PRIMARY KEY (initial, length, word)
) WITHOUT ROWID;
"""
INDEXES: Final = """
CREATE INDEX articles_of_text ON articles (sha256);
CREATE INDEX articles_of_file ON articles (file);
CREATE INDEX passages_of_key ON passages (key);
"""
_ARTICLE: Final = (
    "a.id, a.title, t.text, a.source, a.body, a.published, a.url, a.pages, a.author, a.language, "
    "a.sections, a.sha256"
)
_MARK: Final = "number, id, source, digest, sha256, body, passages, language, aside"
_ONCE: Final = 500  # values in one SQLite query


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage as stored. ``key`` is the SHA-256 of its embedded text."""

    passage: Passage
    key: bytes


@dataclass(frozen=True, slots=True)
class Mark:
    """The facts about an indexed article that a build needs. ``digest`` covers its whole content;
    ``sha256`` is that of its text; ``passages`` is their number, and ``aside`` its number of
    characters set aside."""

    number: int
    id: str
    source: str
    digest: bytes
    sha256: str
    body: str
    passages: int
    language: str | None
    aside: int


class ArticleFile:
    """Read access to the articles and passages of a segment. Thread-safe."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path
        self._lock = threading.Lock()
        # many answers that are held at once cite the same articles
        self._in_use: weakref.WeakValueDictionary[int, Article] = weakref.WeakValueDictionary()
        # a connection and its statements refer to each other: unclosed, it would keep the file open
        # and its pages in memory until the next full collection of garbage
        weakref.finalize(self, connection.close).atexit = False

    @classmethod
    def open(cls, path: Path) -> ArticleFile:
        """Opens a file read-only. Raises IndexDamaged if SQLite cannot read it."""
        try:
            connection = sqlite3.connect(read_only(path), uri=True, check_same_thread=False)
            connection.execute("SELECT count(*) FROM articles, texts, passages LIMIT 0")
        except sqlite3.DatabaseError as error:
            raise IndexDamaged(f"{path}: {error}; {BUILD_AGAIN}") from error
        return cls(connection, path)

    def close(self) -> None:
        """Closes the file."""
        self._connection.close()

    def count(self) -> int:
        """The number of articles, including removed ones."""
        return int(self.query("SELECT coalesce(max(number) + 1, 0) FROM articles")[0][0])

    def rows(self) -> int:
        """The number of passages, including those of removed articles."""
        return int(self.query('SELECT coalesce(max("row") + 1, 0) FROM passages')[0][0])

    def ids(self) -> list[str]:
        """The ids of all articles, by number."""
        return [id_ for (id_,) in self.query("SELECT id FROM articles ORDER BY number")]

    def id(self, number: int) -> str:
        """The id of an article."""
        return str(self._one("SELECT id FROM articles WHERE number = ?", number)[0])

    def number(self, id_: str) -> int | None:
        """The number of the article with this id, or None."""
        found = self.query("SELECT number FROM articles WHERE id = ?", (id_,))
        return int(found[0][0]) if found else None

    def articles(self, numbers: Sequence[int]) -> dict[int, Article]:
        """The articles with these numbers. One that is still in use is not read again. Raises
        IndexDamaged if a text was altered."""
        used = ((number, self._in_use.get(number)) for number in numbers)
        found = {number: article for number, article in used if article is not None}
        for marks, values in _portions([number for number in numbers if number not in found]):
            for number, *rest in self.query(
                f"SELECT a.number, {_ARTICLE} FROM articles a JOIN texts t ON t.number = a.number "
                f"WHERE a.number IN ({marks})",
                values,
            ):
                found[number] = self._in_use[number] = self._article(rest)
        return found

    def marks(self, numbers: Sequence[int] | None = None) -> Iterator[Mark]:
        """The marks of these articles, or of all, unordered."""
        if numbers is None:
            for values in self.query(f"SELECT {_MARK} FROM articles"):
                yield Mark(*values)
            return
        for marks, values in _portions(numbers):
            for found in self.query(
                f"SELECT {_MARK} FROM articles WHERE number IN ({marks})", values
            ):
                yield Mark(*found)

    def saying(self, sha256: str, body: str | None = None) -> list[int]:
        """The numbers of the articles whose text has this SHA-256, and this body if one is
        given."""
        found = self.query("SELECT number, body FROM articles WHERE sha256 = ?", (sha256,))
        return [number for number, held in found if body in (None, held)]

    def of_file(self, file: str, folder: bool = False) -> list[int]:
        """The numbers of the articles that were read from a file; with ``folder``, also from files
        in a folder of this name."""
        found = self.query("SELECT number FROM articles WHERE file = ?", (file,))
        if folder:
            start = f"{file.rstrip('/')}/"
            found += self.query(
                "SELECT number FROM articles WHERE file >= ? AND file < ?",
                (start, f"{start[:-1]}0"),  # "0" follows "/" in Unicode
            )
        return [number for (number,) in found]

    def named(self, start: str) -> list[tuple[int, str, str]]:
        """Number, id and source of the articles whose id is ``start``, a ``#`` and more."""
        return self.query(
            "SELECT number, id, source FROM articles WHERE id >= ? AND id < ?",
            (f"{start}#", f"{start}$"),  # "$" follows "#" in Unicode
        )

    def described(self) -> list[tuple[Any, ...]]:
        """Id, title, source, url, author, date, language, number of characters set aside and number
        of passages of every article, by number."""
        return self.query(
            "SELECT id, title, source, url, author, published, language, aside, passages "
            "FROM articles ORDER BY number"
        )

    def copy_of(self, number: int) -> tuple[Any, ...]:
        """The values of a copy that may differ from those of the other article with its text and
        body."""
        return self._one(
            "SELECT id, title, source, published, url, pages, author, language "
            "FROM articles WHERE number = ?",
            number,
        )

    def passages_of(self, number: int) -> list[StoredPassage]:
        """The passages of one article, in order."""
        found = self.query(
            'SELECT p.id, a.id, p.start, p."end", p.sentences, p.key FROM articles a '
            "JOIN passages p ON p.row >= a.first AND p.row < a.first + a.passages "
            "WHERE a.number = ? ORDER BY p.row",
            (number,),
        )
        return [StoredPassage(passage_of(values[:5]), values[5]) for values in found]

    def passages(self, rows: Sequence[int]) -> dict[int, tuple[int, Passage]]:
        """For each of these rows, the number of its article and the passage. Raises IndexDamaged if
        there is no such row."""
        found: dict[int, tuple[int, Passage]] = {}
        for marks, values in _portions(rows):
            for row, number, *rest in self.query(
                'SELECT p.row, p.article, p.id, a.id, p.start, p."end", p.sentences '
                f"FROM passages p JOIN articles a ON a.number = p.article WHERE p.row IN ({marks})",
                values,
            ):
                found[row] = number, passage_of(rest)
        missing = next((row for row in rows if row not in found), None)
        if missing is not None:
            raise IndexDamaged(f"{self._path}: passage {missing} is missing; {BUILD_AGAIN}")
        return found

    def passage_keys(self) -> list[bytes]:
        """The key of every passage, by row."""
        return [key for (key,) in self.query('SELECT key FROM passages ORDER BY "row"')]

    def row_of(self, key: bytes) -> int | None:
        """A row with this key, or None."""
        found = self.query('SELECT "row" FROM passages WHERE key = ? LIMIT 1', (key,))
        return int(found[0][0]) if found else None

    def forms(self, word: str) -> list[tuple[str, int]]:
        """The forms of a word with their counts, from ``spelling.word_counts``. A count may be
        below 0 if articles of other segments were removed."""
        return self.query("SELECT form, count FROM forms WHERE word = ?", (word,))

    def words(self, initials: Sequence[str], least: int, most: int) -> list[tuple[str, int]]:
        """The words with one of these initials and a length from ``least`` to ``most``, with their
        counts."""
        marks = ", ".join("?" * len(initials))
        return self.query(
            f"SELECT word, count FROM words WHERE initial IN ({marks}) AND length BETWEEN ? AND ?",
            (*initials, least, most),
        )

    def _one(self, sql: str, number: int) -> tuple[Any, ...]:
        found = self.query(sql, (number,))
        if not found:
            raise IndexDamaged(f"{self._path}: passage {number} is missing; {BUILD_AGAIN}")
        return found[0]

    def _article(self, values: Sequence[Any]) -> Article:
        """The article. Raises IndexDamaged unless its text has the checksum of the indexed text."""
        with suppress(TypeError, ValueError):  # raised by altered values
            article = article_of(values[:-1])
            if article.sha256 == values[-1]:
                return article
        raise self._altered(f"the text of {shown(str(values[0]))}")

    def query(self, sql: str, values: tuple[object, ...] = ()) -> list[tuple[Any, ...]]:
        """The rows that SQLite returns. None match a value with a lone surrogate, because no stored
        text has one. Raises IndexDamaged."""
        try:
            with self._lock:
                return self._connection.execute(sql, values).fetchall()
        except UnicodeEncodeError:
            return []
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorname.startswith("SQLITE_IOERR"):
                raise IndexFault(
                    f"{self._path}: cannot be read now ({error}); see that its disk is there, and "
                    f"ask again"
                ) from error
            raise self._altered(f"the file ({error})") from error

    def _altered(self, what: str) -> IndexDamaged:
        return IndexDamaged(f"{self._path}: {what} was altered since; {REPAIR}")


def read_only(path: Path) -> str:
    """The URI by which SQLite opens a file that never changes."""
    return f"{path.absolute().as_uri()}?mode=ro&immutable=1"


def _portions(numbers: Iterable[int]) -> Iterator[tuple[str, tuple[int, ...]]]:
    """The numbers in portions for one query each, with a question mark for each number."""
    every = [int(number) for number in numbers]
    for start in range(0, len(every), _ONCE):
        values = tuple(every[start : start + _ONCE])
        yield ", ".join("?" * len(values)), values
