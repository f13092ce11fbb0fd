"""FAISS against brute force, over one segment and several."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pincite.index.engines.dense import DenseIndex, FlatIndex
from pincite.index.engines.numbering import Numbering
from tests.support.toys import unit_rows


@pytest.mark.parametrize("k", [1, 5, 40, 100])
def test_search_is_brute_force(k: int) -> None:
    rows, queries = unit_rows(40), unit_rows(7, seed=1)
    scores, found = DenseIndex.from_vectors(rows).search(queries, k)
    cosines = queries @ rows.T
    expected = np.argsort(-cosines, axis=1)[:, :k]
    assert (found == expected).all()
    assert np.allclose(scores, np.take_along_axis(cosines, expected, axis=1), atol=1e-6)


@given(st.lists(st.integers(0, 9), min_size=1, max_size=4), st.integers(0, 2**32), st.booleans())
def test_segments_are_searched_as_one(sizes: list[int], seed: int, chosen: bool) -> None:
    """Whatever lies where, is gone, or is there several times over."""
    draw = np.random.default_rng(seed)
    parts = [unit_rows(5)[draw.integers(0, 5, size)] for size in sizes]
    places = draw.permutation(sum(sizes))[: sum(sizes) * 2 // 3]
    numbering = Numbering(places, sizes)
    index = DenseIndex([FlatIndex(part) for part in parts], numbering, 16)
    rows, queries = np.concatenate(parts)[places], unit_rows(2, seed=1)
    assert (index.vectors() == rows).all()
    assert all((index.vector(n) == row).all() for n, row in enumerate(rows))
    among = draw.random(len(rows)) < 0.5 if chosen else None
    whole = DenseIndex.from_vectors(rows)
    for k in (1, 3, 40):
        for one, other in zip(
            index.search(queries, k, among), whole.search(queries, k, among), strict=True
        ):
            assert one.tolist() == other.tolist()


def test_equal_scores_are_ordered_by_row() -> None:
    same = np.repeat(unit_rows(1), 90, axis=0)
    assert DenseIndex.from_vectors(same).search(unit_rows(1), 30)[1].tolist() == [[*range(30)]]


def test_an_empty_index_finds_nothing() -> None:
    empty = DenseIndex.from_vectors(np.zeros((0, 16), dtype=np.float32))
    scores, rows = empty.search(unit_rows(2), 5)
    assert scores.shape == rows.shape == (2, 0)
