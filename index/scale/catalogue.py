"""Looks up single articles of a generation in Milvus, for builds and readers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from pincite.corpus.article import Article
from pincite.corpus.errors import BUILD_AGAIN, IndexDamaged
from pincite.corpus.read import file_of
from pincite.index.scale.generation import MilvusGeneration
from pincite.index.scale.keys import among, both, either, holding, key_of, portions
from pincite.index.scale.records import (
    PASSAGE,
    article_from,
    folder_key,
    is_long,
    mark_from,
    row_from,
    stem_key,
)
from pincite.index.scale.schema import SHIFT
from pincite.index.storage.segments.articles import Mark, StoredPassage
from pincite.index.storage.segments.values import dumped

_ONCE: Final = 500  # articles or passages in one query
_PARTS: Final = 64  # rows with text in one query, at most 8 MB
_FIRST: Final = among("part", [0])
_MARK: Final = (
    "number", "id", "source", "digest", "sha256", "body", "passages", "language", "aside",
)  # fmt: skip
_TEXT: Final = ("number", "part", "parts", "id", "sha256", "facts", "text")


@dataclass(frozen=True, slots=True)
class ArticlePlace:
    """The place of an article and its passages. ``parts`` is the number of its own rows. ``first``
    is the article that has the passages of a copy, or -1."""

    id: str
    number: int
    first: int
    row: int
    passages: int
    parts: int


class MilvusCatalogue:
    """Read access to the articles of one generation. Thread-safe."""

    def __init__(self, generation: MilvusGeneration) -> None:
        self._generation = generation
        self._client = generation.client
        self._articles = generation.names.articles
        self._passages = generation.names.passages

    def mark(self, id_: str) -> Mark | None:
        """The mark (stored facts) of the article with this id, or None."""
        found = self._heads(among("id_key", [key_of("id", id_)]))
        return next((mark for mark in found if mark.id == id_), None)

    def marks(self, numbers: Sequence[int]) -> list[Mark]:
        """The marks of these articles, unordered."""
        return [
            mark
            for some in portions(sorted(numbers), _ONCE)
            for mark in self._heads(among("pk", [number << SHIFT for number in some]))
        ]

    def every(self) -> Iterator[Mark]:
        """The marks of all articles, in the order of the index."""
        for head in self._client.each(self._articles, _every(), _MARK):
            yield self._with_body(mark_from(head))

    def placed(self) -> Iterator[ArticlePlace]:
        """The places of all articles, in the order of the index."""
        fields = ("id", "number", "first", "first_row", "passages", "parts")
        for head in self._client.each(self._articles, _every(), fields):
            yield ArticlePlace(*(head[name] for name in fields))

    def ids(self) -> list[str]:
        """The ids of all articles, in the order of the index."""
        return [head["id"] for head in self._client.each(self._articles, _every(), ("id",))]

    def of_file(self, file: str) -> list[Mark]:
        """The articles that were read from a file or web address."""
        found = self._all(among("file_key", [key_of("file", file)]))
        return [mark for mark in found if file_of(mark.source) == file]

    def under(self, path: str) -> list[Mark]:
        """The articles that were read from a file, or from files in that folder."""
        file, start = among("file_key", [key_of("file", path)]), f"{path.rstrip('/')}/"
        found = self._all(either(file, holding("within", [folder_key(path)])))
        files = ((mark, file_of(mark.source)) for mark in found)
        return [mark for mark, name in files if name == path or name.startswith(start)]

    def named(self, start: str) -> list[tuple[str, str]]:
        """Id and source of the articles whose id is ``start``, a ``#`` and more."""
        found = self._all(holding("within", [stem_key(start)]))
        return [(mark.id, mark.source) for mark in found if mark.id.startswith(f"{start}#")]

    def from_source(self, source: str) -> list[Mark]:
        """The articles with exactly this source."""
        return [mark for mark in self.of_file(file_of(source)) if mark.source == source]

    def is_copy(self, number: int) -> bool:
        """Whether an article uses the passages of another article with the same text and body."""
        found = self._client.rows(self._articles, among("pk", [number << SHIFT]), ("first",))
        return bool(found) and found[0]["first"] >= 0

    def saying(self, sha256: str, body: str | None = None) -> list[int]:
        """The articles whose text has this SHA-256, and this body if one is given."""
        found = self._all(among("sha_key", [key_of("text", sha256)]))
        return [m.number for m in found if m.sha256 == sha256 and body in (None, m.body)]

    def articles(self, numbers: Iterable[int]) -> dict[int, Article]:
        """The articles with these numbers, by number. Raises IndexDamaged if one is missing or its
        text was altered."""
        wanted = sorted({int(number) for number in numbers})
        records: dict[int, list[Mapping[str, Any]]] = {}
        for some in portions(self._parts(wanted), _PARTS):
            for each in self._client.rows(self._articles, among("pk", some), _TEXT):
                records.setdefault(each["number"], []).append(each)
        place = self._client.address
        found = {number: article_from(rows, place) for number, rows in records.items()}
        missing = next((number for number in wanted if number not in found), None)
        if missing is not None:
            raise IndexDamaged(f"{place}: article {missing} is missing; {BUILD_AGAIN}")
        return found

    def copies(self, firsts: Iterable[int]) -> dict[int, list[int]]:
        """The numbers of the copies of these articles, in the order of the index."""
        found: dict[int, list[int]] = {}
        for some in portions(sorted(firsts), _ONCE):
            heads = both(among("first", some), _FIRST)
            for each in self._client.each(self._articles, heads, ("number", "first")):
                found.setdefault(each["first"], []).append(each["number"])
        return {first: sorted(numbers) for first, numbers in found.items()}

    def whole(self) -> Iterator[tuple[Article, list[StoredPassage]]]:
        """Every article with its passages, in the order of the index. Raises IndexDamaged."""
        for some in portions(list(self.placed()), 50):
            articles = self.articles(each.number for each in some)
            rows = self._rows([each.number for each in some])
            for each in some:
                yield articles[each.number], rows.get(each.number, [])

    def rows(self, number: int) -> list[StoredPassage]:
        """The passages of an article, in order."""
        return self._rows([number]).get(number, [])

    def vectors(self, keys: Iterable[bytes]) -> dict[bytes, NDArray[np.float32]]:
        """The vectors of the passages with these keys, for the keys that exist."""
        found: dict[bytes, NDArray[np.float32]] = {}
        wanted = {key.hex(): key for key in keys}
        for some in portions(sorted(wanted), 200):
            asked = among("passage_key", [key_of("passage", each) for each in some])
            for each in self._client.each(self._passages, asked, ("row", "embedded", "vector")):
                if each["embedded"] in wanted:
                    key = wanted[each["embedded"]]
                    found[key] = np.asarray(each["vector"], np.float32)
        return found

    def records(self, expression: str, fields: Sequence[str]) -> Iterator[dict[str, Any]]:
        """The first rows of the articles that an expression accepts, in the order of the index."""
        yield from self._client.each(self._articles, both(expression, _every()), fields)

    def _heads(self, expression: str) -> list[Mark]:
        found = self._client.rows(self._articles, both(expression, _FIRST), _MARK)
        return [self._with_body(mark_from(head)) for head in found if head["number"] >= 0]

    def _all(self, expression: str) -> list[Mark]:
        """The marks of all articles that an expression accepts."""
        found = self._client.each(self._articles, both(expression, _every()), _MARK)
        return [self._with_body(mark_from(head)) for head in found]

    def _with_body(self, mark: Mark) -> Mark:
        if not is_long(mark):
            return mark
        return replace(mark, body=dumped(self.articles([mark.number])[mark.number].body))

    def _rows(self, numbers: Sequence[int]) -> dict[int, list[StoredPassage]]:
        found = sorted(
            self._client.each(self._passages, among("article", numbers), PASSAGE),
            key=lambda each: each["row"],
        )
        return {
            number: [row_from(each) for each in rows]
            for number, rows in groupby(found, key=lambda each: int(each["article"]))
        }

    def _parts(self, numbers: Sequence[int]) -> list[int]:
        """The keys of all rows of these articles."""
        keys: list[int] = []
        for some in portions(numbers, _ONCE):
            asked = among("pk", [number << SHIFT for number in some])
            for head in self._client.rows(self._articles, asked, ("number", "parts")):
                first = head["number"] << SHIFT
                keys += range(first, first + head["parts"])
        return sorted(keys)


def _every() -> str:
    return both("number >= 0", _FIRST)
