"""Looks up single articles of the current generation for a build, without reading the others.

Articles have numbers over all segments (``pincite.index.storage.contents``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from pincite.corpus.article import Article
from pincite.corpus.read import file_id, file_of
from pincite.index.storage.segments.articles import ArticleFile, Mark, StoredPassage
from pincite.index.storage.snapshot import Snapshot


class Holdings(Protocol):
    """The articles of a generation. Their numbers are only valid in it."""

    def mark(self, id_: str) -> Mark | None:
        """The mark (stored facts) of the article with this id, or None."""
        ...

    def marks(self, numbers: Sequence[int]) -> list[Mark]:
        """The marks of these articles, unordered."""
        ...

    def every(self) -> Iterator[Mark]:
        """The marks of all articles, unordered."""
        ...

    def ids(self) -> list[str]:
        """The ids of all articles, in the order of the index."""
        ...

    def of_file(self, file: str) -> list[Mark]:
        """The articles that were read from a file or web address."""
        ...

    def under(self, path: str) -> list[Mark]:
        """The articles that were read from a file, or from files in that folder."""
        ...

    def named(self, start: str) -> list[tuple[str, str]]:
        """Id and source of the articles whose id is ``start``, a ``#`` and more."""
        ...

    def from_source(self, source: str) -> list[Mark]:
        """The articles with exactly this source."""
        ...

    def is_copy(self, number: int) -> bool:
        """Whether an article uses the passages of another article with the same text and body."""
        ...

    def saying(self, sha256: str, body: str | None = None) -> list[int]:
        """The articles whose text has this SHA-256, and this body if one is given."""
        ...

    def articles(self, numbers: Iterable[int]) -> dict[int, Article]:
        """The articles with these numbers, by number."""
        ...

    def whole(self) -> Iterator[tuple[Article, list[StoredPassage]]]:
        """Every article with its passages, in the order of the index. Raises IndexDamaged."""
        ...

    def rows(self, number: int) -> list[StoredPassage]:
        """The passages of an article, in order."""
        ...

    def vectors(self, keys: Iterable[bytes]) -> dict[bytes, NDArray[np.float32]]:
        """The vectors of the passages with these keys, for the keys that exist."""
        ...


class Catalogue:
    """Looks up the articles of a generation one by one."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._contents = snapshot.contents
        self._files = [segment.articles for segment in snapshot.segments]

    def mark(self, id_: str) -> Mark | None:
        """The mark (stored facts) of the article with this id, or None."""
        number = self._snapshot.store.number(id_)
        return None if number is None else self.marks([number])[0]

    def marks(self, numbers: Sequence[int]) -> list[Mark]:
        """The marks of these articles, unordered."""
        wanted = np.array(sorted(numbers), np.int64)
        found: list[Mark] = []
        for base, end, file in self._segments():
            local = wanted[(wanted >= base) & (wanted < end)] - base
            found += (_moved(mark, base) for mark in file.marks(local.tolist()))
        return found

    def every(self) -> Iterator[Mark]:
        """The marks of all articles, unordered."""
        for base, _, file in self._segments():
            for mark in file.marks():
                if self._contents.live[base + mark.number]:
                    yield _moved(mark, base)

    def ids(self) -> list[str]:
        """The ids of all articles, in the order of the index."""
        known = [id_ for file in self._files for id_ in file.ids()]
        return [known[number] for number in self._contents.order.tolist()]

    def of_file(self, file: str) -> list[Mark]:
        """The articles that were read from a file or web address."""
        return self.marks(self._live(lambda each: each.of_file(file)))

    def under(self, path: str) -> list[Mark]:
        """The articles that were read from a file, or from files in that folder."""
        return self.marks(self._live(lambda each: each.of_file(path, folder=True)))

    def named(self, start: str) -> list[tuple[str, str]]:
        """Id and source of the articles whose id is ``start``, a ``#`` and more."""
        return [
            (id_, source)
            for base, _, file in self._segments()
            for number, id_, source in file.named(start)
            if self._contents.live[base + number]
        ]

    def from_source(self, source: str) -> list[Mark]:
        """The articles with exactly this source."""
        return [mark for mark in self.of_file(file_of(source)) if mark.source == source]

    def is_copy(self, number: int) -> bool:
        """Whether an article uses the passages of another article with the same text and body."""
        group = self._contents.groups.get(number)
        return group is not None and group[0] != number

    def saying(self, sha256: str, body: str | None = None) -> list[int]:
        """The articles whose text has this SHA-256, and this body if one is given."""
        return self._live(lambda each: each.saying(sha256, body))

    def articles(self, numbers: Iterable[int]) -> dict[int, Article]:
        """The articles with these numbers, by number."""
        return self._snapshot.store.numbered(list(numbers))

    def whole(self) -> Iterator[tuple[Article, list[StoredPassage]]]:
        """Every article with its passages, in the order of the index. Raises IndexDamaged."""
        store = self._snapshot.store
        for article in store.articles():
            yield article, store.rows(article.id)

    def rows(self, number: int) -> list[StoredPassage]:
        """The passages of an article, in order."""
        segment, local = self._contents.located(number)
        return self._files[segment].passages_of(local)

    def vectors(self, keys: Iterable[bytes]) -> dict[bytes, NDArray[np.float32]]:
        """The vectors of the passages with these keys, for the keys that exist. Passages of removed
        articles may still be there."""
        found: dict[bytes, NDArray[np.float32]] = {}
        for key in keys:
            for segment in self._snapshot.segments:
                row = segment.articles.row_of(key)
                if row is not None:
                    found[key] = segment.vectors.take(np.array([row]))[0]
                    break
        return found

    def place(self, id_: str, order: NDArray[np.int64]) -> int:
        """The position of an id among the articles of ``order``, which are sorted by id."""
        low, high = 0, len(order)
        while low < high:
            middle = (low + high) // 2
            segment, local = self._contents.located(int(order[middle]))
            if self._files[segment].id(local) < id_:
                low = middle + 1
            else:
                high = middle
        return low

    def _live(self, asked: Callable[[ArticleFile], list[int]]) -> list[int]:
        found = [base + number for base, _, file in self._segments() for number in asked(file)]
        return [number for number in found if self._contents.live[number]]

    def _segments(self) -> Iterator[tuple[int, int, ArticleFile]]:
        bases = self._contents.bases.tolist()
        yield from zip(bases, bases[1:], self._files, strict=False)


class KnownArticles:
    """The articles of a generation, for reading more files (``pincite.corpus.read.Known``)."""

    def __init__(self, catalogue: Holdings) -> None:
        self._catalogue = catalogue

    def name(self, file: str) -> str | None:
        """The id of a file that articles were read from, or None."""
        marks = sorted(self._catalogue.of_file(file), key=lambda mark: mark.id, reverse=True)
        return next(filter(None, (file_id(mark.id, mark.source) for mark in marks)), None)

    def file(self, name: str) -> str | None:
        """The file that has this id, or None."""
        mark = self._catalogue.mark(name)
        held = [(mark.id, mark.source)] if mark is not None else []
        return next(
            (
                file_of(source)
                for id_, source in (*held, *self._catalogue.named(name))
                if file_id(id_, source) == name
            ),
            None,
        )


def _moved(mark: Mark, base: int) -> Mark:
    return replace(mark, number=mark.number + base)
