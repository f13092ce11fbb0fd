"""Nearest passages by cosine, with FAISS (Johnson et al. 2017). The only file that imports it."""

from __future__ import annotations

import faiss
import numpy as np
from numpy.typing import NDArray

from pincite.corpus.errors import IndexDamaged


class DenseIndex:
    """An exact inner-product index over unit vectors; row ``i`` is passage ``i``."""

    def __init__(self, index: faiss.Index) -> None:
        self._index = index

    @classmethod
    def from_vectors(cls, vectors: NDArray[np.float32]) -> DenseIndex:
        """Builds it over (n, d) float32 unit rows."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(index)

    @classmethod
    def from_bytes(cls, data: bytes) -> DenseIndex:
        """Restores what ``to_bytes`` gave. Raises IndexDamaged where FAISS cannot parse it."""
        try:
            return cls(faiss.deserialize_index(np.frombuffer(data, dtype=np.uint8)))
        except RuntimeError as error:
            raise IndexDamaged(
                "vectors.faiss cannot be parsed; build the index anew with: pincite rebuild FOLDER"
            ) from error

    def to_bytes(self) -> bytes:
        """The index in FAISS's own format."""
        return bytes(faiss.serialize_index(self._index).tobytes())

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """The number of components of a vector."""
        return int(self._index.d)

    def vectors(self) -> NDArray[np.float32]:
        """All rows, shape (n, d), float32."""
        return np.asarray(self._index.reconstruct_n(0, len(self)), dtype=np.float32)

    def vector(self, row: int) -> NDArray[np.float32]:
        """One row, shape (d,), float32."""
        return np.asarray(self._index.reconstruct(row), dtype=np.float32)

    def search(
        self, queries: NDArray[np.float32], k: int, among: NDArray[np.bool_] | None = None
    ) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """The ``min(k, n)`` best rows for each query, best first; of those that are true in
        ``among``, shape (n,), where it is given.

        Returns scores (q, k) float32, cosines, and rows (q, k) int64.
        """
        k = min(k, len(self) if among is None else int(among.sum()))
        if k == 0 or not len(queries):
            shape = (len(queries), 0)
            return np.zeros(shape, dtype=np.float32), np.zeros(shape, dtype=np.int64)
        params = faiss.SearchParameters()
        if among is not None:
            chosen = faiss.IDSelectorBatch(np.flatnonzero(among))  # FAISS does not keep it alive
            params.sel = chosen
        queries = np.ascontiguousarray(queries, dtype=np.float32)
        scores, rows = self._index.search(queries, k, params=params)
        return scores, rows
