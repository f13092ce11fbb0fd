"""The articles and passages of a generation, over all its segments.

Articles are given in the order of their ids and passages by their row, so nothing depends on the
segments.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from pincite.corpus.article import Article, Passage
from pincite.corpus.errors import BUILD_AGAIN, IndexDamaged
from pincite.index.engines.numbering import Numbering
from pincite.index.engines.spelling import Spelled, allowed_slips, initials, nearest, usual_spelling
from pincite.index.storage.contents import Contents
from pincite.index.storage.segments.articles import ArticleFile, StoredPassage

_AT_ONCE = 200  # articles that are read together
_ROWS = 16  # passages that are read together


@dataclass(frozen=True, slots=True)
class Entry:
    """The stored facts about an article for lists and filters. ``set_aside`` is its number of
    characters set aside, ``passages`` its number of passages. ``first`` is the position of the
    article whose passages it uses: itself, or an article with the same text and body."""

    id: str
    title: str
    source: str
    url: str | None
    author: str | None
    published: str | None
    language: str | None
    set_aside: int
    passages: int
    first: int


class Store:
    """Read access to articles and passages. Thread-safe."""

    def __init__(
        self, files: Sequence[ArticleFile], contents: Contents, numbering: Numbering
    ) -> None:
        self._files = files
        self._contents = contents
        self._numbering = numbering

    def articles(self) -> Iterator[Article]:
        """Every article, in the order of the index."""
        order = self._contents.order.tolist()
        for start in range(0, len(order), _AT_ONCE):
            yield from self._articles(order[start : start + _AT_ONCE])

    def article(self, id_: str) -> Article | None:
        """The article with this id, or None."""
        number = self.number(id_)
        return None if number is None else self._articles([number])[0]

    def number(self, id_: str) -> int | None:
        """The number of the article with this id over all segments, or None."""
        for base, file in zip(self._contents.bases.tolist(), self._files, strict=False):
            local = file.number(id_)
            if local is not None and self._contents.live[base + local]:
                return int(base + local)
        return None

    def spread(self, n: int) -> list[Article]:
        """Up to ``n`` articles, spread evenly over the order of the index."""
        total = len(self._contents)
        places = sorted({i * total // n for i in range(n)}) if n < total else range(total)
        return self._articles([int(self._contents.order[place]) for place in places])

    def entries(self) -> list[Entry]:
        """One entry for each article, in the order of the index, which is also the order of the
        passages."""
        described = [values for file in self._files for values in file.described()]
        order = self._contents.order.tolist()
        place = {number: n for n, number in enumerate(order)}
        first = dict(self._contents.copies[:, ::-1].tolist())
        return [_entry(described[number], place[first.get(number, number)]) for number in order]

    def copies(self, article: Article) -> tuple[Article, ...]:
        """The other articles that have the same text and body, in the order of the index."""
        groups = self._contents.groups
        number = self.number(article.id) if groups else None
        group = [each for each in groups.get(number or 0, ()) if each != number]
        # the copies share the text in memory
        return tuple(self._copy(each, article) for each in group) if number is not None else ()

    def rows(self, article_id: str) -> list[StoredPassage]:
        """The passages of one article, in order."""
        number = self.number(article_id)
        if number is None:
            return []
        segment, local = self._contents.located(number)
        return self._files[segment].passages_of(local)

    def spelled(self, word: str) -> Spelled | None:
        """The word of the articles with this key (``pincite.index.engines.spelling.key``); None if
        it occurs in none."""
        forms: Counter[str] = Counter()
        for file in self._files:
            for form, count in file.forms(word):
                forms[form] += count
        return usual_spelling(word, forms)

    def like(self, word: str, n: int) -> list[Spelled]:
        """Up to ``n`` words of the articles that this key may mean, likeliest first."""
        most = allowed_slips(word) + 1
        counts: Counter[str] = Counter()
        for file in self._files:
            for held, count in file.words(initials(word), len(word) - most, len(word) + most):
                counts[held] += count
        there = (Spelled(held, held, count) for held, count in counts.items() if count > 0)
        found = (self.spelled(each.word) for each in nearest(word, there, n))
        return [each for each in found if each is not None]

    def keys(self) -> list[bytes]:
        """The key of every passage, in the order of the rows."""
        every = [key for file in self._files for key in file.passage_keys()]
        return [every[place] for place in self._numbering.places.tolist()]

    def passage(self, row: int) -> tuple[Passage, Article]:
        """The passage of a row and its article. Raises IndexDamaged if there is no such row."""
        return next(self.passages([row]))

    def passages(self, rows: Sequence[int]) -> Iterator[tuple[Passage, Article]]:
        """The passages of these rows in the given order, each with its article. They are read some
        at a time. Raises IndexDamaged if there is no such row."""
        for start in range(0, len(rows), _ROWS):
            yield from self._passages(rows[start : start + _ROWS])

    def _passages(self, rows: Sequence[int]) -> Iterator[tuple[Passage, Article]]:
        located = [self._located(row) for row in rows]
        passages: dict[tuple[int, int], tuple[Passage, int]] = {}
        for segment in {segment for segment, _ in located}:
            read = self._files[segment].passages([n for s, n in located if s == segment])
            base = int(self._contents.bases[segment])
            passages |= {(segment, n): (p, base + number) for n, (number, p) in read.items()}
        articles = self.numbered(sorted({number for _, number in passages.values()}))
        for each in located:
            passage, number = passages[each]
            yield passage, articles[number]

    def _located(self, row: int) -> tuple[int, int]:
        if not 0 <= row < len(self._numbering):
            raise IndexDamaged(f"passage {row} is missing; {BUILD_AGAIN}")
        return self._numbering.located(row)

    def numbered(self, numbers: Sequence[int]) -> dict[int, Article]:
        """The articles with these numbers, by number. Raises IndexDamaged if one is missing."""
        return dict(zip(numbers, self._articles(numbers), strict=True))

    def _articles(self, numbers: Sequence[int]) -> list[Article]:
        """The articles with these numbers, in the order given."""
        found: dict[int, Article] = {}
        segments = np.searchsorted(self._contents.bases, numbers, side="right") - 1
        for segment in np.unique(segments).tolist():
            base = int(self._contents.bases[segment])
            here = [n - base for n, s in zip(numbers, segments, strict=True) if s == segment]
            read = self._files[segment].articles(here)
            found |= {base + local: article for local, article in read.items()}
        missing = next((number for number in numbers if number not in found), None)
        if missing is not None:
            raise IndexDamaged(f"article {missing} is missing; {BUILD_AGAIN}")
        return [found[number] for number in numbers]

    def _copy(self, number: int, of: Article) -> Article:
        segment, local = self._contents.located(number)
        id_, title, source, published, url, pages, author, language = self._files[segment].copy_of(
            local
        )
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


def _entry(values: tuple[Any, ...], first: int) -> Entry:
    id_, title, source, url, author, published, language, aside, passages = values
    return Entry(id_, title, source, url, author, published, language, aside, passages, first)
