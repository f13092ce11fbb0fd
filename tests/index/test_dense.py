"""Dense search against brute force: one or several segments, flat or with inverted files."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from pincite.corpus.errors import IndexDamaged
from pincite.index.engines import vector_index
from pincite.index.engines.dense import DenseIndex
from pincite.index.engines.numbering import Numbering
from pincite.index.engines.vector_index import (
    FlatIndex,
    InvertedIndex,
    VectorIndex,
    VectorsInMemory,
    inverted_file,
)
from tests.support.toys import unit_rows


@pytest.mark.parametrize("k", [1, 5, 40, 100])
def test_search_matches_brute_force(k: int) -> None:
    rows, queries = unit_rows(40), unit_rows(7, seed=1)
    scores, found = DenseIndex.from_vectors(rows).search(queries, k)
    cosines = queries @ rows.T
    expected = np.argsort(-cosines, axis=1)[:, :k]
    assert (found == expected).all()
    assert np.allclose(scores, np.take_along_axis(cosines, expected, axis=1), atol=1e-6)


@given(st.lists(st.integers(0, 9), min_size=1, max_size=4), st.integers(0, 2**32), st.booleans())
def test_searching_segments_matches_one_index(sizes: list[int], seed: int, chosen: bool) -> None:
    """Rows may be in any order, removed, or repeated."""
    draw = np.random.default_rng(seed)
    parts = [unit_rows(5)[draw.integers(0, 5, size)] for size in sizes]
    places = draw.permutation(sum(sizes))[: sum(sizes) * 2 // 3]
    numbering = Numbering(places, sizes)
    index = DenseIndex([FlatIndex(VectorsInMemory(part)) for part in parts], numbering, 16)
    rows, queries = np.concatenate(parts)[places], unit_rows(2, seed=1)
    assert (index.vectors() == rows).all()
    some = draw.permutation(len(rows))[:3]
    assert np.allclose(index.similarities(queries[0], some), rows[some] @ queries[0], atol=1e-6)
    among = draw.random(len(rows)) < 0.5 if chosen else None
    whole = DenseIndex.from_vectors(rows)
    for k in (1, 3, 40):
        there = None if among is None else np.isin(np.arange(numbering.total), places[among])
        for one, other in zip(
            index.search(queries, k, there), whole.search(queries, k, among), strict=True
        ):
            assert one.tolist() == other.tolist()


def test_equal_scores_are_ordered_by_row() -> None:
    same = np.repeat(unit_rows(1), 90, axis=0)
    assert DenseIndex.from_vectors(same).search(unit_rows(1), 30)[1].tolist() == [[*range(30)]]


def test_an_empty_index_finds_nothing() -> None:
    empty = DenseIndex.from_vectors(np.zeros((0, 16), dtype=np.float32))
    scores, rows = empty.search(unit_rows(2), 5)
    assert scores.shape == rows.shape == (2, 0)


# ---------------------------------------------------------------- the contract of both kinds

MANY = 6_000


@pytest.fixture(scope="module")
def vectors() -> NDArray[np.float32]:
    """Vectors in clusters, as those of texts are, with some duplicates."""
    draw = np.random.default_rng(4)
    centres = draw.standard_normal((200, 32))
    rows = centres[draw.integers(0, 200, MANY)] + 0.7 * draw.standard_normal((MANY, 32))
    rows[-50:] = rows[:50]
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture(scope="module", params=["flat", "inverted"])
def index(request: pytest.FixtureRequest, vectors: NDArray[np.float32]) -> Iterator[VectorIndex]:
    """The inverted file searches a quarter of its lists."""
    if request.param == "flat":
        yield FlatIndex(VectorsInMemory(vectors))
        return
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(vector_index, "_PROBED", 80)
        yield InvertedIndex(VectorsInMemory(vectors), *inverted_file(VectorsInMemory(vectors)))


def brute(rows: NDArray[np.float32], query: NDArray[np.float32], k: int) -> list[int]:
    return np.argsort(-(rows @ query), kind="stable")[:k].tolist()


@pytest.mark.parametrize("share", [1.0, 0.5, 0.1, 0.01, 0.002, 0.0])
def test_filtered_search_nearly_matches_brute_force(
    index: VectorIndex, vectors: NDArray[np.float32], share: float
) -> None:
    """At least 99 % of the ten nearest are found; all of them if the filter leaves few rows."""
    draw = np.random.default_rng(7)
    wanted = draw.random(MANY) < share
    among, allowed = (None if share == 1 else wanted), np.flatnonzero(wanted)
    queries = vectors[draw.integers(0, MANY, 60)] + 0.1 * draw.standard_normal((60, 32))
    found = 0
    for query in queries.astype(np.float32):
        scores, rows = index.search(query[None], 10, among)
        assert len(rows) == len(set(rows.tolist())) == min(10, len(allowed))
        assert wanted[rows].all()
        assert np.allclose(scores, vectors[rows] @ query, atol=1e-5)
        best = allowed[brute(vectors[allowed], query, 10)]
        found += len({*rows.tolist()} & {*best.tolist()})
    assert found >= 0.99 * 60 * min(10, len(allowed))


def test_a_filter_on_distant_vectors_finds_all_of_them(
    index: VectorIndex, vectors: NDArray[np.float32]
) -> None:
    """The filtered rows are in lists that are far from the question."""
    query = vectors[0]
    farthest = np.argsort(vectors @ query)[:30]
    among = np.isin(np.arange(MANY), farthest)
    rows = index.search(query[None], 30, among)[1]
    assert sorted(rows.tolist()) == sorted(farthest.tolist())


def test_asking_for_more_vectors_than_exist_gives_all(
    index: VectorIndex, vectors: NDArray[np.float32]
) -> None:
    rows = index.search(vectors[:1], 2 * MANY, None)[1]
    assert sorted(rows.tolist()) == [*range(MANY)]


def test_rare_vectors_are_found_among_many_duplicates() -> None:
    """Many copies of a few vectors and some rare ones: differences between the rare ones are
    a small part of the total variation."""
    draw = np.random.default_rng(5)
    much = np.repeat(unit_rows(32, 128, seed=1), 250, axis=0)
    rare = unit_rows(40, 128, seed=2)
    vectors = np.concatenate([much, rare])[draw.permutation(len(much) + len(rare))]
    index = InvertedIndex(VectorsInMemory(vectors), *inverted_file(VectorsInMemory(vectors)))
    for query in rare + 0.05 * draw.standard_normal(rare.shape).astype(np.float32):
        assert index.search(query[None], 1, None)[1].tolist() == brute(vectors, query, 1)


def test_an_inverted_file_of_other_vectors_is_refused(vectors: NDArray[np.float32]) -> None:
    data, kept = inverted_file(VectorsInMemory(vectors[:500]))
    again, _ = inverted_file(VectorsInMemory(vectors[:500]))
    assert data.tobytes() == again.tobytes()
    for wrong in (vectors[:499], vectors[:500, :16]):
        with pytest.raises(IndexDamaged, match="not that of its vectors"):
            InvertedIndex(VectorsInMemory(wrong), data, kept)
    with pytest.raises(IndexDamaged, match="cannot be parsed"):
        InvertedIndex(VectorsInMemory(vectors[:500]), data[: len(data) // 2].copy(), kept)
