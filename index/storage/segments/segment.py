"""A segment: some of an index's articles with their vectors and terms. It is written once, shared
by all generations that name it, and deleted when none does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pincite.corpus.article import Article
from pincite.index.engines import vector_index
from pincite.index.engines.postings import Postings, merged
from pincite.index.engines.vector_index import (
    FlatIndex,
    InvertedIndex,
    VectorIndex,
    Vectors,
    inverted_file,
)
from pincite.index.storage.segments import arrays
from pincite.index.storage.segments.arrays import ArrayFile, write_arrays
from pincite.index.storage.segments.articles import ArticleFile, StoredPassage
from pincite.index.storage.segments.blocks import BLOCKS, sums_of
from pincite.index.storage.segments.narrowing import Narrowing
from pincite.index.storage.segments.writing import TakenOver, write_articles

ARTICLES: Final = "articles.sqlite"
VECTORS: Final = "vectors.bin"
TERMS: Final = "terms.bin"
INVERTED: Final = "inverted.bin"


@dataclass(frozen=True)
class Segment:
    """The open files of a segment. ``_inverted`` exists if it has many vectors."""

    path: Path
    articles: ArticleFile
    _vectors: ArrayFile
    _terms: ArrayFile
    _inverted: ArrayFile | None

    @classmethod
    def open(cls, path: Path) -> Segment:
        """Opens its files. They were checked before, or their blocks are checked at first use.
        Raises IndexDamaged."""
        sums: Mapping[str, NDArray[np.uint8]] = {}
        if (path / BLOCKS).exists():
            held = ArrayFile.open(path / BLOCKS)
            sums = {name: held[name] for name in held.names}
        lists = path / INVERTED
        return cls(
            path,
            ArticleFile.open(path / ARTICLES),
            ArrayFile.open(path / VECTORS, sums.get(VECTORS)),
            ArrayFile.open(path / TERMS, sums.get(TERMS)),
            ArrayFile.open(lists, sums.get(INVERTED)) if lists.exists() else None,
        )

    @cached_property
    def vectors(self) -> Vectors:
        """Its vectors, read as they are used."""
        return _Stored(self._vectors)

    @cached_property
    def dense(self) -> VectorIndex:
        """The search for its nearest vectors."""
        if self._inverted is None:
            return self.flat
        data, need = self._inverted.unchecked("index")
        return InvertedIndex(self.vectors, data, int(self._inverted["kept"][0]), need)

    @cached_property
    def flat(self) -> FlatIndex:
        """The exact search, which compares every vector."""
        return FlatIndex(self.vectors)

    @cached_property
    def postings(self) -> Postings:
        """Its terms."""
        return Postings(self._terms)

    @cached_property
    def narrowing(self) -> Narrowing:
        """The selection of its articles for a filter."""
        return Narrowing(self.articles)

    @property
    def firsts(self) -> NDArray[np.int64]:
        """The first row of each article, followed by the number of rows."""
        return self._vectors["firsts"]

    @property
    def counts(self) -> dict[str, int]:
        """The number of passages in each of its files."""
        return {
            ARTICLES: self.articles.rows(),
            VECTORS: self._vectors.shape("vectors")[0],
            TERMS: self._terms.shape("lengths")[0],
        }


class _Stored:
    """The vectors in a segment's file."""

    def __init__(self, arrays: ArrayFile) -> None:
        self._arrays = arrays

    @property
    def shape(self) -> tuple[int, int]:
        n, d = self._arrays.shape("vectors")
        return n, d

    def whole(self) -> NDArray[np.float32]:
        return self._arrays["vectors"]

    def take(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        return self._arrays.rows("vectors", rows)


@dataclass(frozen=True, slots=True)
class Part:
    """The articles that a new segment takes over from an older one, by number, ascending."""

    segment: Segment
    numbers: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Cut:
    """An article with its passages, and the text of each that is embedded and matched."""

    article: Article
    rows: tuple[StoredPassage, ...]
    texts: tuple[str, ...]


def write_segment(
    folder: Path,
    parts: Sequence[Part],
    cuts: Sequence[Cut],
    vectors: NDArray[np.float32],
    words: Mapping[tuple[str, str], int],
) -> tuple[int, int]:
    """Writes a segment into a new folder: the articles of ``parts``, then ``cuts``, whose passages
    have the ``vectors`` (n, d), one per row. ``words`` are changes to the counts of words since the
    older segments. Returns the numbers of articles and passages. Raises OSError."""
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
    kept = [p.segment.vectors.whole()[mask] for p, mask in zip(parts, masks, strict=True)]
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
    _write_derived(folder)
    return len(sizes), int(firsts[-1])


def _write_derived(folder: Path) -> None:
    """Writes the inverted file if there are many vectors, and the block checksums of large
    files."""
    vectors = _Stored(ArrayFile.open(folder / VECTORS))
    if vectors.shape[0] > vector_index.EXACT:
        data, kept = inverted_file(vectors)
        write_arrays(folder / INVERTED, {"kept": np.array([kept], np.int64), "index": data})
    large = [
        path
        for path in (folder / VECTORS, folder / TERMS, folder / INVERTED)
        if path.exists() and path.stat().st_size >= arrays.MAPPED
    ]
    if large:
        write_arrays(folder / BLOCKS, {path.name: sums_of(path) for path in large})


def _rows(part: Part) -> NDArray[np.bool_]:
    """A mask of the rows of a segment that are taken over."""
    firsts = part.segment.firsts
    chosen = np.zeros(len(firsts) - 1, np.bool_)
    chosen[part.numbers] = True
    return np.repeat(chosen, np.diff(firsts))


def texts_of(articles: Iterable[Article]) -> Iterable[str]:
    """The searchable text of each article: its title, body and headings."""
    for article in articles:
        shown = (*article.body, *article.headings)
        yield "\n".join((article.title, *(span.of(article.text) for span in shown)))
