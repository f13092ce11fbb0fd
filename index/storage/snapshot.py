"""An open generation: an immutable view that any number of threads may share."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pincite.corpus.errors import BUILD_AGAIN, IndexDamaged, IndexIncompatible
from pincite.index.engines.bm25 import LexicalIndex
from pincite.index.engines.dense import DenseIndex
from pincite.index.engines.numbering import Numbering
from pincite.index.storage.contents import CONTENTS, Contents
from pincite.index.storage.generation import Generation, current, open_generation
from pincite.index.storage.manifest import FORMAT, Manifest
from pincite.index.storage.narrowed import FilteredArticles
from pincite.index.storage.segments.segment import Segment
from pincite.index.storage.store import Store


@dataclass(frozen=True)
class Snapshot:
    """The articles, vectors and terms of one generation, checked against each other."""

    path: Path
    manifest: Manifest
    segments: tuple[Segment, ...]
    contents: Contents
    exact: bool = False

    @cached_property
    def numbering(self) -> Numbering:
        """The numbering of its rows."""
        return self.contents.numbering([segment.firsts for segment in self.segments])

    @cached_property
    def store(self) -> Store:
        """Its articles and passages."""
        files = [segment.articles for segment in self.segments]
        return Store(files, self.contents, self.numbering)

    @cached_property
    def narrowing(self) -> FilteredArticles:
        """Its selection of articles for a filter."""
        return FilteredArticles([each.narrowing for each in self.segments], self.contents)

    def places(self, accepted: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """A mask of the places of the passages of the accepted articles (a mask by number)."""
        return self.contents.places([each.firsts for each in self.segments], accepted)

    @cached_property
    def dense(self) -> DenseIndex:
        """Its vectors. If ``exact``, each is compared."""
        parts = [each.flat if self.exact else each.dense for each in self.segments]
        return DenseIndex(parts, self.numbering, self.manifest.dimension)

    @cached_property
    def lexical(self) -> LexicalIndex:
        """Its terms."""
        return LexicalIndex([segment.postings for segment in self.segments], self.numbering)

    @classmethod
    def open(
        cls,
        index_dir: Path,
        *,
        again: bool = False,
        exact: bool = False,
        like: Snapshot | None = None,
    ) -> Snapshot:
        """Opens the current generation, checked as in ``Generation.check``. Segments that ``like``
        has open are reused. Raises IndexFault: missing, damaged or incompatible."""
        while True:
            pointer = current(index_dir)
            try:
                return cls._open(open_generation(index_dir, again=again), like, exact)
            except (IndexDamaged, FileNotFoundError) as error:
                # a builder may have replaced and deleted the generation meanwhile
                if current(index_dir) != pointer:
                    continue
                if isinstance(error, IndexDamaged):
                    raise
                raise IndexDamaged(f"{error.filename} is missing; {BUILD_AGAIN}") from error

    @classmethod
    def _open(cls, generation: Generation, like: Snapshot | None, exact: bool) -> Snapshot:
        path, manifest = generation.path, generation.manifest
        if manifest.format != FORMAT:
            raise IndexIncompatible(
                f"{path}: format version {manifest.format}, this Pincite reads version {FORMAT}; "
                f"bring the index up to date, without embedding anything anew: pincite rebuild"
            )
        known = {} if like is None else like._opened()
        segments = tuple(
            known.get((generation.segment(each.name), each.dumped()))
            or Segment.open(generation.segment(each.name))
            for each in manifest.segments
        )
        _agree(manifest, segments)
        sizes = [each.articles for each in manifest.segments]
        contents = Contents.read(path / CONTENTS, sizes)
        passages = contents.passages([segment.firsts for segment in segments])
        _count(path, "articles", len(contents), manifest.articles)
        _count(path, "passages", passages, manifest.passages)
        return cls(path, manifest, segments, contents, exact)

    def _opened(self) -> dict[tuple[Path, str], Segment]:
        """Its segments, by their paths and contents."""
        named = zip(self.segments, self.manifest.segments, strict=True)
        return {(segment.path, sums.dumped()): segment for segment, sums in named}


def _agree(manifest: Manifest, segments: tuple[Segment, ...]) -> None:
    """Raises IndexDamaged unless every file of a segment holds as many articles and passages as the
    manifest says."""
    for segment, sums in zip(segments, manifest.segments, strict=True):
        _count(segment.path, "articles", segment.articles.count(), sums.articles)
        counts = {"manifest": sums.passages, **segment.counts}
        if len(set(counts.values())) > 1:
            seen = ", ".join(f"{name} {count}" for name, count in counts.items())
            raise IndexDamaged(
                f"{segment.path}: its parts hold different numbers of passages ({seen}); "
                f"{BUILD_AGAIN}"
            )
        if len(segment.firsts) != sums.articles + 1 or segment.firsts[-1] != sums.passages:
            raise IndexDamaged(f"{segment.path}: its articles and passages differ; {BUILD_AGAIN}")


def _count(path: Path, what: str, found: int, said: int) -> None:
    if found != said:
        raise IndexDamaged(f"{path}: holds {found} {what}, its manifest says {said}; {BUILD_AGAIN}")
