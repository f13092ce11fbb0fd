"""Large files are not read when an index is opened: their blocks are checked as they are used."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pincite.corpus.errors import IndexDamaged
from pincite.index.building.build import add, rebuild
from pincite.index.building.verify import verify
from pincite.index.engines import vector_index
from pincite.index.retrieval.local import LocalRetriever
from pincite.index.retrieval.query import Query
from pincite.index.storage import checking
from pincite.index.storage.segments import arrays, blocks
from pincite.index.storage.segments.blocks import Checked, sums_of
from pincite.index.storage.snapshot import Snapshot
from tests.support.toys import ToyEncoder, write_reports

QUESTIONS = [Query(f"harbour district {n} bakery roof") for n in range(6)]


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An index whose files all count as large, with inverted files."""
    monkeypatch.setattr(arrays, "MAPPED", 1)
    monkeypatch.setattr(vector_index, "EXACT", 20)
    monkeypatch.setattr(blocks, "SIZE", 512)
    monkeypatch.setattr(checking, "_checked", {})
    rebuild(tmp_path / "index", [write_reports(tmp_path / "articles", 40)], ToyEncoder())
    return tmp_path / "index"


def test_mapped_index_files_give_the_same_hits(
    index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    [segment] = (index / "segments").iterdir()
    assert {path.name for path in segment.iterdir()} == {
        "articles.sqlite", "blocks.bin", "inverted.bin", "terms.bin", "vectors.bin",
    }  # fmt: skip
    ways = [LocalRetriever(index, ToyEncoder(), exact=exact) for exact in (False, True)]
    monkeypatch.setattr(arrays, "MAPPED", 2**30)
    monkeypatch.setattr(vector_index, "EXACT", 10_000)
    rebuild(tmp_path / "plain", [tmp_path / "articles"], ToyEncoder())
    plain = LocalRetriever(tmp_path / "plain", ToyEncoder()).search(QUESTIONS, 5)
    assert [way.search(QUESTIONS, 5) for way in ways] == [plain, plain]


def test_exact_search_does_not_use_the_inverted_file(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    search = vector_index.InvertedIndex.search

    def counted(self: vector_index.InvertedIndex, *rest: Any) -> vector_index.Ranking:
        asked.append(1)
        return search(self, *rest)

    monkeypatch.setattr(vector_index.InvertedIndex, "search", counted)
    LocalRetriever(index, ToyEncoder(), exact=True).search(QUESTIONS, 5)
    assert not asked
    LocalRetriever(index, ToyEncoder()).search(QUESTIONS, 5)
    assert asked


def test_a_flipped_bit_is_never_used_unnoticed(index: Path) -> None:
    """Search gives the same hits or names the damaged file; ``verify`` always names it."""
    before = LocalRetriever(index, ToyEncoder()).search(QUESTIONS, 5)
    [segment] = (index / "segments").iterdir()
    draw, named = random.Random(2), 0
    for name in ("vectors.bin", "terms.bin", "inverted.bin", "blocks.bin"):
        path = segment / name
        whole = path.read_bytes()
        for _ in range(25):
            data = bytearray(whole)
            data[draw.randrange(len(data))] ^= 1 << draw.randrange(8)
            path.write_bytes(data)
            try:
                assert LocalRetriever(index, ToyEncoder()).search(QUESTIONS, 5) == before
            except IndexDamaged as error:
                assert name in str(error)
                named += 1
            with pytest.raises(IndexDamaged, match=name):
                verify(index)
        path.write_bytes(whole)
    assert named > 25  # many of the damaged blocks are used by the search


def test_segments_are_checked_before_merging(index: Path, tmp_path: Path) -> None:
    [segment] = (index / "segments").iterdir()
    data = bytearray((segment / "vectors.bin").read_bytes())
    data[-1] ^= 1
    (segment / "vectors.bin").write_bytes(data)
    (tmp_path / "new.txt").write_text("The glacier number 90 opened to visitors in the spring.")
    with pytest.raises(IndexDamaged, match=r"vectors\.bin was altered"):
        add(index, [tmp_path / "new.txt"], ToyEncoder())


def test_a_truncated_file_is_found_at_open(index: Path) -> None:
    [segment] = (index / "segments").iterdir()
    for name in ("vectors.bin", "terms.bin", "inverted.bin"):
        whole = (segment / name).read_bytes()
        (segment / name).write_bytes(whole[:-1])
        with pytest.raises(IndexDamaged, match=name):
            Snapshot.open(index)
        (segment / name).write_bytes(whole)


@given(st.integers(1, 9), st.lists(st.tuples(st.integers(0, 299_999), st.integers(0, 70_000))))
def test_only_the_blocks_used_are_checked(blocks_held: int, used: list[tuple[int, int]]) -> None:
    size = blocks_held * blocks.SIZE - 7
    damaged = size // 2
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "file")
        path.write_bytes(bytes(size))
        sums = sums_of(path)
        path.write_bytes(bytes(damaged) + b"\1" + bytes(size - damaged - 1))
        starts = np.array([min(start, size - 1) for start, _ in used], np.int64)
        ends = np.array([min(start + n, size) for start, n in used], np.int64)
        ends, block = np.maximum(ends, starts + 1), damaged // blocks.SIZE
        touched = (starts // blocks.SIZE <= block) & ((ends - 1) // blocks.SIZE >= block)
        with path.open("rb") as file:
            checked = Checked(path, file, sums)
            for _ in range(2):
                if touched.any():
                    with pytest.raises(IndexDamaged, match="was altered"):
                        checked.need(starts, ends)
                else:
                    checked.need(starts, ends)
