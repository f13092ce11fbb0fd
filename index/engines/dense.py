"""Finds the nearest passages by cosine over several segments."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pincite.index.engines.numbering import Numbering
from pincite.index.engines.vector_index import FlatIndex, Ranking, VectorIndex, VectorsInMemory

_MORE = 16  # extra rows that are compared exactly, because FAISS's scores are rounded
_CLOSE = 1e-5  # FAISS's scores differ from the exact ones by less


class DenseIndex:
    """Finds the nearest rows by inner product over the unit vectors of several segments.
    Thread-safe."""

    def __init__(self, parts: Sequence[VectorIndex], numbering: Numbering, dimension: int) -> None:
        self._parts = parts
        self._numbering = numbering
        self._dimension = dimension

    @classmethod
    def from_vectors(cls, vectors: NDArray[np.float32]) -> DenseIndex:
        """An index over (n, d) float32 unit vectors; row ``i`` is passage ``i``."""
        return cls(
            [FlatIndex(VectorsInMemory(vectors))], Numbering.plain(len(vectors)), vectors.shape[1]
        )

    def __len__(self) -> int:
        return len(self._numbering)

    @property
    def dimension(self) -> int:
        """The number of components of a vector."""
        return self._dimension

    def vectors(self) -> NDArray[np.float32]:
        """All rows, shape (n, d), float32."""
        return self._of(np.arange(len(self)))

    def similarities(
        self, query: NDArray[np.float32], rows: NDArray[np.int64]
    ) -> NDArray[np.float32]:
        """The cosine of a query, shape (d,), with each of these rows, shape (len(rows),), float32.
        The cosine of two vectors does not depend on the other rows."""
        exact = (self._of(rows).astype(np.float64) * query).sum(axis=1)
        return np.asarray(exact, np.float32)

    def search(
        self, queries: NDArray[np.float32], k: int, among: NDArray[np.bool_] | None = None
    ) -> Ranking:
        """The ``min(k, n)`` best rows for each query, best first, equal scores by row. If
        ``among``, shape (places,), is given, only rows whose places are true in it.

        Returns cosines (q, k) float32 and rows (q, k) int64. The scores of the best rows are
        computed again, so that they depend only on the two vectors.
        """
        k = min(k, len(self) if among is None else int(np.count_nonzero(among)))
        places = self._numbering.live if among is None else among
        found = [self._best(query, k, places) for query in queries if k]
        scores = np.array([each[0] for each in found], np.float32).reshape(len(queries), k)
        return scores, np.array([each[1] for each in found], np.int64).reshape(len(queries), k)

    def _best(self, query: NDArray[Any], k: int, places: NDArray[np.bool_] | None) -> Ranking:
        query = np.ascontiguousarray(query, dtype=np.float32)[None]
        masks = [None] * len(self._parts) if places is None else self._numbering.by_segment(places)
        depth, further = k + _MORE, True
        while further:
            found = [
                part.search(query, depth, mask)
                for part, mask in zip(self._parts, masks, strict=True)
            ]
            scores = np.concatenate([each for each, _ in found])
            last = np.partition(scores, -k)[-k] - _CLOSE
            # the next row of a segment that gave ``depth`` rows may be as near as the last one
            further = any(len(each) == depth and each.min() >= last for each, _ in found)
            depth *= 4
        rows = [every[local] for every, (_, local) in zip(self._rows, found, strict=True)]
        near = np.concatenate(rows)[scores >= last]
        exact = self.similarities(query[0], near)
        order = np.lexsort((near, -exact))[:k]
        return exact[order], near[order]

    @cached_property
    def _rows(self) -> list[NDArray[np.int64]]:
        return self._numbering.by_segment(self._numbering.rows)

    def _of(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The vectors of rows, shape (len(rows), d)."""
        found = np.empty((len(rows), self._dimension), dtype=np.float32)
        places = self._numbering.places[rows]
        bases = self._numbering.bases
        for base, end, part in zip(bases, bases[1:], self._parts, strict=False):
            here = (places >= base) & (places < end)
            if here.any():
                found[here] = part.vectors.take(places[here] - base)
        return found
