"""FAISS against brute force, and what it does with broken bytes."""

import numpy as np
import pytest

from pincite.corpus.errors import IndexDamaged
from pincite.index.engines.dense import DenseIndex
from tests.support.toys import unit_rows


@pytest.mark.parametrize("k", [1, 5, 40, 100])
def test_search_is_brute_force(k: int) -> None:
    rows, queries = unit_rows(40), unit_rows(7, seed=1)
    scores, found = DenseIndex.from_vectors(rows).search(queries, k)
    cosines = queries @ rows.T
    expected = np.argsort(-cosines, axis=1)[:, :k]
    assert (found == expected).all()
    assert np.allclose(scores, np.take_along_axis(cosines, expected, axis=1), atol=1e-6)


def test_bytes_round_trip() -> None:
    rows = unit_rows(12)
    again = DenseIndex.from_bytes(DenseIndex.from_vectors(rows).to_bytes())
    assert (len(again), again.dimension) == (12, 16)
    assert (again.vectors() == rows).all()
    assert (again.vector(3) == rows[3]).all()


def test_an_empty_index_finds_nothing() -> None:
    empty = DenseIndex.from_vectors(np.zeros((0, 16), dtype=np.float32))
    scores, rows = empty.search(unit_rows(2), 5)
    assert scores.shape == rows.shape == (2, 0)


def test_a_cut_file_is_reported() -> None:
    data = DenseIndex.from_vectors(unit_rows(12)).to_bytes()
    with pytest.raises(IndexDamaged, match="pincite rebuild"):
        DenseIndex.from_bytes(data[: len(data) // 2])
