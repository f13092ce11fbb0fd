"""The vectors of one segment, and a search for the nearest ones to a question with FAISS (Johnson
et al. 2017). The only file that imports it.

Up to EXACT vectors, each is compared. Above that an inverted file selects the vectors worth
comparing (Sivic and Zisserman 2003; Jégou et al. 2011). The vectors are stored in lists around the
centres of k-means, reduced to their most important components (principal axes), one byte each. The
lists nearest to the question are searched, and the best of their vectors are compared again at full
precision.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Final, Protocol

import faiss
import numpy as np
from numpy.typing import NDArray

from pincite.corpus.errors import BUILD_AGAIN, IndexDamaged

_FAISS: Final[Any] = faiss  # its types are only partly known

EXACT: Final = 30_000
"""Up to this many vectors in a segment, each is compared (measured in docs/decisions/scale.md)."""

_LISTS: Final = 4.0  # lists per square root of the number of vectors; FAISS advises 4 to 16
_PROBED: Final = 640  # lists that are searched, whatever their total
# the share of the squared length that the kept components must hold: of all vectors together, of
# all but one in a thousand, and of each. Without the last two, articles among many similar ones
# were lost.
_SHARE_OF_ALL: Final = 0.9
_SHARE_OF_MOST: Final = 0.7
_SHARE_OF_EACH: Final = 0.5
_WIDE: Final = 16  # the number of components is a multiple of this, for the processor
_SAMPLE: Final = 40  # vectors per list from which its centre is learned
_ROUNDS: Final = 8  # of k-means
_AT_ONCE: Final = 65_536
_ID: Final = 8  # bytes of a row number in a list

Ranking = tuple[NDArray[np.float32], NDArray[np.int64]]
Need = Callable[[NDArray[np.int64], NDArray[np.int64]], None]
"""Called with the byte ranges of a file (starts, ends) that are about to be used."""


class Vectors(Protocol):
    """Unit vectors, in memory or in a file."""

    @property
    def shape(self) -> tuple[int, int]:
        """The number of vectors and of their components."""
        ...

    def whole(self) -> NDArray[np.float32]:
        """All vectors, shape (n, d)."""
        ...

    def take(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The vectors of ``rows``, shape (len(rows), d), without loading all."""
        ...


class VectorIndex(Protocol):
    """A search among the vectors of one segment."""

    @property
    def vectors(self) -> Vectors:
        """All vectors."""
        ...

    def search(
        self, query: NDArray[np.float32], k: int, among: NDArray[np.bool_] | None
    ) -> Ranking:
        """About the ``k`` nearest to ``query``, shape (1, d), among the rows that are true in
        ``among``, shape (n,). Returns their cosines and rows, unordered, each of shape (k,), or
        fewer if there are fewer."""
        ...


class VectorsInMemory:
    """Vectors in memory."""

    def __init__(self, vectors: NDArray[np.float32]) -> None:
        self._vectors = np.ascontiguousarray(vectors, dtype=np.float32)

    @property
    def shape(self) -> tuple[int, int]:
        """The number of vectors and of their components."""
        n, d = self._vectors.shape
        return n, d

    def whole(self) -> NDArray[np.float32]:
        """All vectors, shape (n, d)."""
        return self._vectors

    def take(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The vectors of ``rows``, shape (len(rows), d)."""
        return np.asarray(self._vectors[rows])


class FlatIndex:
    """Compares every vector."""

    def __init__(self, vectors: Vectors) -> None:
        self.vectors = vectors

    def search(
        self, query: NDArray[np.float32], k: int, among: NDArray[np.bool_] | None
    ) -> Ranking:
        """As in ``VectorIndex``; exact."""
        n, d = self.vectors.shape
        k = min(k, n if among is None else int(np.count_nonzero(among)))
        scores, rows = np.empty((1, k), np.float32), np.empty((1, k), np.int64)
        if not k:
            return scores[0], rows[0]
        bits, chosen = _selector(n, among)
        whole = self.vectors.whole()
        asked, held, *out = (_FAISS.swig_ptr(each) for each in (query, whole, scores, rows))
        _FAISS.knn_inner_product(asked, held, d, 1, n, k, *out, *chosen)
        del bits  # must live until here; FAISS only holds a pointer
        return scores[0], rows[0]


class InvertedIndex:
    """Compares the vectors of the lists nearest to the question. Thread-safe."""

    def __init__(
        self,
        vectors: Vectors,
        data: NDArray[np.uint8],
        kept: int,
        need: Need = lambda *_: None,
    ) -> None:
        """Opens the file that ``inverted_file`` made from these vectors. ``data``, shape (bytes,),
        may be memory-mapped. Raises IndexDamaged."""
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
        """As in ``VectorIndex``. If only few rows are allowed, more lists are searched, so that
        about as many vectors are compared; if hardly any, all lists."""
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
        """The rows that look nearest in the ``probed`` nearest lists."""
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
    """The inverted file of vectors, shape (bytes,), and the number of components it keeps. The same
    vectors give the same file."""
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
    """The rotation to the principal axes of the vectors, with as many axes as needed to keep enough
    of their lengths."""
    d = sample.shape[1]
    _, axes = np.linalg.eigh(sample.T @ sample)
    axes = axes[:, ::-1]
    ends = np.minimum(np.arange(_WIDE, d + _WIDE, _WIDE), d)
    kept_lengths = np.concatenate(
        [
            np.cumsum(np.square(sample[start : start + _AT_ONCE] @ axes), axis=1)[:, ends - 1]
            for start in range(0, len(sample), _AT_ONCE)
        ]
    )
    enough = (
        (kept_lengths.mean(axis=0) >= _SHARE_OF_ALL * kept_lengths[:, -1].mean())
        & (np.quantile(kept_lengths, 0.001, axis=0) >= _SHARE_OF_MOST)
        & (kept_lengths.min(axis=0) >= _SHARE_OF_EACH)
    )
    kept = int(ends[np.argmax(enough)]) if enough.any() else d
    turn = _FAISS.LinearTransform(d, kept, False)
    _FAISS.copy_array_to_vector(np.ascontiguousarray(axes.T[:kept]).ravel(), turn.A)
    turn.is_trained = True
    return turn


def vectors_of_file(data: bytes) -> NDArray[np.float32]:
    """The vectors in a file of FAISS's own format, which versions up to 7 wrote. Raises
    IndexDamaged if FAISS cannot parse it."""
    try:
        index = _FAISS.deserialize_index(np.frombuffer(data, dtype=np.uint8))
        return np.asarray(index.reconstruct_n(0, index.ntotal), dtype=np.float32)
    except RuntimeError as error:
        raise IndexDamaged(f"vectors.faiss cannot be parsed; {BUILD_AGAIN}") from error


def _candidates(k: int) -> int:
    """How many rows are compared again, because the reduced vectors give a slightly different
    order."""
    return 2 * k + 16


def _selector(
    n: int, among: NDArray[np.bool_] | None
) -> tuple[NDArray[np.uint8] | None, list[Any]]:
    """A FAISS selector for the allowed rows of ``n``, and the bits that it reads. FAISS keeps
    neither alive, so the caller must."""
    if among is None:
        return None, []
    bits = np.packbits(among, bitorder="little")
    return bits, [_FAISS.IDSelectorBitmap(n, _FAISS.swig_ptr(bits))]
