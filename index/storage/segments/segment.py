"""A segment: some of an index's articles with their vectors and terms. Written once, shared by all
generations that name it, and removed when none does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pincite.corpus.article import Article
from pincite.index.engines.dense import FlatIndex
from pincite.index.engines.postings import Postings, merged
from pincite.index.storage.segments.arrays import Arrays, write_arrays
from pincite.index.storage.segments.articles import ArticleFile, Row
from pincite.index.storage.segments.writing import TakenOver, write_articles

ARTICLES: Final = "articles.sqlite"
VECTORS: Final = "vectors.bin"
TERMS: Final = "terms.bin"


@dataclass(frozen=True)
class Segment:
    """The opened files of a segment."""

    path: Path
    articles: ArticleFile
    _vectors: Arrays
    _terms: Arrays

    @classmethod
    def open(cls, path: Path) -> Segment:
        """Opens its files, which were checked before. Raises IndexDamaged."""
        return cls(
            path,
            ArticleFile.open(path / ARTICLES),
            Arrays.open(path / VECTORS),
            Arrays.open(path / TERMS),
        )

    @cached_property
    def dense(self) -> FlatIndex:
        """Its vectors."""
        return FlatIndex(self._vectors["vectors"])

    @cached_property
    def postings(self) -> Postings:
        """Its terms."""
        return Postings(self._terms)

    @property
    def firsts(self) -> NDArray[np.int64]:
        """The first row of each article; behind them, how many rows there are."""
        return self._vectors["firsts"]

    @property
    def counts(self) -> dict[str, int]:
        """How many passages each of its files holds."""
        return {
            ARTICLES: self.articles.rows(),
            VECTORS: self._vectors.shape("vectors")[0],
            TERMS: self._terms.shape("lengths")[0],
        }


@dataclass(frozen=True, slots=True)
class Part:
    """What a new segment takes over from an older one: the articles of these numbers, ascending."""

    segment: Segment
    numbers: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Cut:
    """An article's passages, with the text that is embedded and matched for each."""

    article: Article
    rows: tuple[Row, ...]
    texts: tuple[str, ...]


def write_segment(
    folder: Path,
    parts: Sequence[Part],
    cuts: Sequence[Cut],
    vectors: NDArray[np.float32],
    words: Mapping[tuple[str, str], int],
) -> tuple[int, int]:
    """Writes a segment into a new folder: what is taken over, then ``cuts``, whose passages have
    ``vectors`` (n, d), one row each. ``words`` has what that adds to the counts of words, less what
    went since. Returns how many articles and passages it holds. Raises OSError."""
    folder.mkdir()
    write_articles(
        folder / ARTICLES,
        [TakenOver(each.segment.path / ARTICLES, each.numbers.tolist()) for each in parts],
        ((cut.article, cut.rows) for cut in cuts),
        words,
    )
    masks = [_rows(part) for part in parts]
    counts = [
        *(np.diff(part.segment.firsts)[part.numbers] for part in parts),
        np.array([len(cut.rows) for cut in cuts], np.int64),
    ]
    sizes = np.concatenate(counts)
    firsts = np.concatenate(([0], np.cumsum(sizes))).astype(np.int64)
    kept = [p.segment.dense.vectors[mask] for p, mask in zip(parts, masks, strict=True)]
    write_arrays(
        folder / VECTORS,
        {"firsts": firsts, "vectors": np.concatenate([*kept, vectors.astype(np.float32)])},
    )
    spoken = [cut.article.language for cut in cuts for _ in cut.texts]
    new = Postings.of([text for cut in cuts for text in cut.texts], spoken)
    terms = merged(
        [
            *((part.segment.postings, mask) for part, mask in zip(parts, masks, strict=True)),
            (new, None),
        ]
    )
    write_arrays(folder / TERMS, (terms if parts else new).arrays)
    return len(sizes), int(firsts[-1])


def _rows(part: Part) -> NDArray[np.bool_]:
    """Which rows of a segment are taken over."""
    firsts = part.segment.firsts
    chosen = np.zeros(len(firsts) - 1, np.bool_)
    chosen[part.numbers] = True
    return np.repeat(chosen, np.diff(firsts))


def texts_of(articles: Iterable[Article]) -> Iterable[str]:
    """What of articles a question can find: their titles and bodies."""
    for article in articles:
        yield "\n".join((article.title, *(span.of(article.text) for span in article.body)))
