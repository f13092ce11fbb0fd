"""The vectors of one segment and the nearest of them to a question, with FAISS (Johnson et al.
2017). The only file that imports it.

Up to EXACT vectors, each is compared. Above it an inverted file leads to those that are worth
comparing (Sivic and Zisserman 2003; Jégou et al. 2011): vectors are kept in lists around the
centres of k-means, as the components that tell them apart (Pearson's principal axes), one byte
each; the lists nearest to the question are gone through, and the best of them compared again as
they are.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Final, Protocol

import faiss
import numpy as np
from numpy.typing import NDArray

from pincite.corpus.errors import BUILD_AGAIN, IndexDamaged

_FAISS: Final[Any] = faiss  # whose types are known in part only

EXACT: Final = 30_000
"""Vectors of a segment up to which each is compared: docs/decisions/scale.md has the crossover."""

_LISTS: Final = 4.0  # times the root of the number of vectors; FAISS advises 4 to 16
_PROBED: Final = 640  # lists that are gone through, of whatever number there are
# of the squared length of vectors, kept by the components that are kept: of all together, of all
# but one in a thousand, and of each; without these two, articles among much that is alike were lost
_TOLD: Final = 0.9
_TOLD_OF_MOST: Final = 0.7
_TOLD_OF_EACH: Final = 0.5
_WIDE: Final = 16  # components are kept in such groups, as processors take them
_SAMPLE: Final = 40  # vectors a list that its centre is learned from
_ROUNDS: Final = 8  # of k-means
_AT_ONCE: Final = 65_536
_ID: Final = 8  # bytes of a row's number in a list

Ranking = tuple[NDArray[np.float32], NDArray[np.int64]]
Need = Callable[[NDArray[np.int64], NDArray[np.int64]], None]
"""Told which bytes of a file, from each start to each end, are about to be used."""


class Vectors(Protocol):
    """Unit rows, in memory or in a file."""

    @property
    def shape(self) -> tuple[int, int]:
        """How many there are, and their components."""
        ...

    def whole(self) -> NDArray[np.float32]:
        """All of them, shape (n, d)."""
        ...

    def take(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Some of them, shape (len(rows), d), without having all in memory."""
        ...


class VectorIndex(Protocol):
    """A way to the nearest of the vectors of one segment."""

    @property
    def vectors(self) -> Vectors:
        """All of them."""
        ...

    def search(
        self, query: NDArray[np.float32], k: int, among: NDArray[np.bool_] | None
    ) -> Ranking:
        """About the ``k`` nearest to ``query``, shape (1, d), of the rows that are true in
        ``among``, shape (n,): their cosines and rows, in no order, each shape (k,); fewer where
        there are fewer."""
        ...


class VectorsInMemory:
    """Vectors in memory."""

    def __init__(self, vectors: NDArray[np.float32]) -> None:
        self._vectors = np.ascontiguousarray(vectors, dtype=np.float32)

    @property
    def shape(self) -> tuple[int, int]:
        """How many there are, and their components."""
        n, d = self._vectors.shape
        return n, d

    def whole(self) -> NDArray[np.float32]:
        """All of them."""
        return self._vectors

    def take(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Some of them."""
        return np.asarray(self._vectors[rows])


class FlatIndex:
    """Every vector is compared."""

    def __init__(self, vectors: Vectors) -> None:
        self.vectors = vectors

    def search(
        self, query: NDArray[np.float32], k: int, among: NDArray[np.bool_] | None
    ) -> Ranking:
        """As ``VectorIndex`` says; the nearest without fail."""
        n, d = self.vectors.shape
        k = min(k, n if among is None else int(np.count_nonzero(among)))
        scores, rows = np.empty((1, k), np.float32), np.empty((1, k), np.int64)
        if not k:
            return scores[0], rows[0]
        bits, chosen = _selector(n, among)
        whole = self.vectors.whole()
        asked, held, *out = (_FAISS.swig_ptr(each) for each in (query, whole, scores, rows))
        _FAISS.knn_inner_product(asked, held, d, 1, n, k, *out, *chosen)
        del bits  # FAISS keeps it not alive
        return scores[0], rows[0]


class InvertedIndex:
    """The vectors of the lists nearest to the question are compared. Thread-safe."""

    def __init__(
        self,
        vectors: Vectors,
        data: NDArray[np.uint8],
        kept: int,
        need: Need = lambda *_: None,
    ) -> None:
        """Over what ``inverted_file`` gave for these vectors; ``data``, shape (bytes,), may be
        mapped from a file. Raises IndexDamaged."""
        self.vectors = vectors
        n, d = vectors.shape
        self._data, self._need = data, need
        wide = kept + _ID
        head = max(len(data) - n * wide, 0)
        need(np.array([0]), np.array([head]))
        try:
            self._reader = _FAISS.ZeroCopyIOReader(_FAISS.swig_ptr(data), data.size)
            self._whole = _FAISS.read_index(self._reader)
            self._turn = self._whole.chain.at(0)
            self._index = _FAISS.downcast_index(self._whole.index)
            lists = _FAISS.downcast_InvertedLists(self._index.invlists)
            sizes = [lists.list_size(each) for each in range(lists.nlist)]
        except (RuntimeError, AttributeError) as error:
            raise IndexDamaged(f"an inverted file cannot be parsed; {BUILD_AGAIN}") from error
        held = self._whole.ntotal, self._whole.d, sum(sizes), self._index.code_size
        if held != (n, d, n, kept):
            raise IndexDamaged(f"an inverted file is not that of its vectors; {BUILD_AGAIN}")
        self._ends = head + np.cumsum(sizes, dtype=np.int64) * wide
        self._starts = self._ends - np.array(sizes, np.int64) * wide

    def search(
        self, query: NDArray[np.float32], k: int, among: NDArray[np.bool_] | None
    ) -> Ranking:
        """As ``VectorIndex`` says. Where few rows may be found, more lists are gone through, so
        that about as many vectors are compared; where hardly any, all lists."""
        n, count = len(self), len(self)
        if among is not None:
            count = int(np.count_nonzero(among))
        k = min(k, count)
        if not k:
            return np.empty(0, np.float32), np.empty(0, np.int64)
        bits, chosen = _selector(n, among)
        every = int(self._index.nlist)
        probed = min(every, math.ceil(_PROBED * n / count))
        while True:
            rows = self._near(query, _candidates(k), probed, chosen)
            if len(rows) >= k or probed == every:
                break
            probed = min(4 * probed, every)
        del bits
        scores = self.vectors.take(rows) @ query[0]
        best = np.argpartition(-scores, k - 1)[:k] if len(rows) > k else slice(None)
        return scores[best], rows[best]

    def __len__(self) -> int:
        return self.vectors.shape[0]

    def _near(
        self, query: NDArray[np.float32], k: int, probed: int, chosen: list[Any]
    ) -> NDArray[np.int64]:
        """The rows that seem nearest in so many lists."""
        query = self._turn.apply(query)
        near, lists = self._index.quantizer.search(query, probed)
        self._need(self._starts[lists[0]], self._ends[lists[0]])
        scores, rows = np.empty((1, k), np.float32), np.empty((1, k), np.int64)
        limits = _FAISS.SearchParametersIVF(nprobe=probed, **({"sel": chosen[0]} if chosen else {}))
        pointers = (_FAISS.swig_ptr(each) for each in (query, lists, near, scores, rows))
        asked, *found = pointers
        self._index.search_preassigned_c(1, asked, k, *found, False, limits)
        return np.asarray(rows[0][rows[0] >= 0])


def inverted_file(vectors: Vectors) -> tuple[NDArray[np.uint8], int]:
    """The inverted file of vectors, shape (bytes,), and how many components of them it keeps. The
    same vectors give the same."""
    n = vectors.shape[0]
    lists = max(1, round(_LISTS * math.sqrt(n)))
    drawn = np.random.default_rng(n).choice(n, min(n, _SAMPLE * lists), replace=False)
    sample = vectors.take(np.sort(drawn))
    turn = _turn(sample)
    learned = turn.apply(sample)
    centres = _FAISS.Kmeans(
        turn.d_out,
        lists,
        niter=_ROUNDS,
        seed=1,
        spherical=True,
        min_points_per_centroid=1,
        max_points_per_centroid=_SAMPLE,
    )
    centres.train(learned)
    nearest = _FAISS.IndexFlatIP(turn.d_out)
    nearest.add(centres.centroids)
    kind, metric = _FAISS.ScalarQuantizer.QT_8bit, _FAISS.METRIC_INNER_PRODUCT
    index = _FAISS.IndexIVFScalarQuantizer(nearest, turn.d_out, lists, kind, metric, False)
    index.train(learned)
    for start in range(0, n, _AT_ONCE):
        index.add(turn.apply(vectors.take(np.arange(start, min(start + _AT_ONCE, n)))))
    whole = _FAISS.IndexPreTransform(turn, index)
    return np.asarray(_FAISS.serialize_index(whole)), int(turn.d_out)


def _turn(sample: NDArray[np.float32]) -> Any:
    """The turn to the principal axes of vectors, as many as keep what is to be told of them."""
    d = sample.shape[1]
    _, axes = np.linalg.eigh(sample.T @ sample)
    axes = axes[:, ::-1]
    ends = np.minimum(np.arange(_WIDE, d + _WIDE, _WIDE), d)
    told = np.concatenate(
        [
            np.cumsum(np.square(sample[start : start + _AT_ONCE] @ axes), axis=1)[:, ends - 1]
            for start in range(0, len(sample), _AT_ONCE)
        ]
    )
    enough = (
        (told.mean(axis=0) >= _TOLD * told[:, -1].mean())
        & (np.quantile(told, 0.001, axis=0) >= _TOLD_OF_MOST)
        & (told.min(axis=0) >= _TOLD_OF_EACH)
    )
    kept = int(ends[np.argmax(enough)]) if enough.any() else d
    turn = _FAISS.LinearTransform(d, kept, False)
    _FAISS.copy_array_to_vector(np.ascontiguousarray(axes.T[:kept]).ravel(), turn.A)
    turn.is_trained = True
    return turn


def vectors_of_file(data: bytes) -> NDArray[np.float32]:
    """The vectors that an index of FAISS's own format holds, as versions up to 7 wrote it. Raises
    IndexDamaged where FAISS cannot parse it."""
    try:
        index = _FAISS.deserialize_index(np.frombuffer(data, dtype=np.uint8))
        return np.asarray(index.reconstruct_n(0, index.ntotal), dtype=np.float32)
    except RuntimeError as error:
        raise IndexDamaged(f"vectors.faiss cannot be parsed; {BUILD_AGAIN}") from error


def _candidates(k: int) -> int:
    """How many are compared again: codes put the nearest a little out of order."""
    return 2 * k + 16


def _selector(
    n: int, among: NDArray[np.bool_] | None
) -> tuple[NDArray[np.uint8] | None, list[Any]]:
    """What tells FAISS which of ``n`` rows may be found, and the bits that it reads meanwhile: it
    keeps neither alive."""
    if among is None:
        return None, []
    bits = np.packbits(among, bitorder="little")
    return bits, [_FAISS.IDSelectorBitmap(n, _FAISS.swig_ptr(bits))]
