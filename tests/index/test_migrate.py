"""Indexes of earlier formats: refused with the next step, and migrated by any build."""

from pathlib import Path

import pytest

from pincite.corpus.errors import IndexDamaged, IndexIncompatible
from pincite.index.building.build import add, rebuild, remove
from pincite.index.building.publishing import assemble
from pincite.index.building.verify import verify
from pincite.index.retrieval.local import LocalRetriever
from pincite.index.storage.generation import current
from pincite.index.storage.snapshot import Snapshot
from tests.support.earlier import written_as
from tests.support.toys import ToyEncoder, report, write_reports


@pytest.fixture(params=[6, 7])
def index(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """An index of an earlier format, with a copy and a removed article."""
    folder = write_reports(tmp_path / "articles", 6)
    (folder / "copy.txt").write_text(report(2))
    rebuild(tmp_path / "index", [folder], ToyEncoder())
    remove(tmp_path / "index", ["0003.txt"], ToyEncoder())
    written_as(tmp_path / "index", request.param)
    return tmp_path / "index"


def test_opening_an_old_index_names_the_rebuild_command(index: Path) -> None:
    with pytest.raises(IndexIncompatible, match=r"format version [67].*reads version 8.*rebuild$"):
        LocalRetriever(index, ToyEncoder())  # type: ignore[arg-type]


def test_rebuild_migrates_an_old_index_without_embedding(index: Path) -> None:
    encoder = ToyEncoder()
    receipt = rebuild(index, [], encoder)
    assert encoder.embedded == []
    assert receipt.published
    assert (len(receipt.changes.unchanged), receipt.articles, receipt.copies) == (6, 6, 1)
    fresh = index.parent / "fresh"
    rebuild(fresh, [index.parent / "articles"], ToyEncoder())
    remove(fresh, ["0003.txt"], ToyEncoder())
    one, other = Snapshot.open(index), Snapshot.open(fresh)
    assert list(one.store.articles()) == list(other.store.articles())
    assert (one.dense.vectors() == other.dense.vectors()).all()
    assert one.lexical.search("guests of the harbour", 9) == other.lexical.search(
        "guests of the harbour", 9
    )
    assert one.store.spelled("harbour") == other.store.spelled("harbour")
    assert verify(index).current


def test_add_remove_and_rebuild_with_sources_migrate_too(index: Path) -> None:
    (index.parent / "new.txt").write_text(report(9))
    encoder = ToyEncoder()
    receipt = add(index, [index.parent / "new.txt"], encoder)
    assert (receipt.changes.added, receipt.articles) == (("new.txt",), 7)
    assert len(encoder.embedded) == 2
    written_as(index, 7)
    assert remove(index, ["new.txt"], ToyEncoder()).articles == 6
    written_as(index, 7)
    encoder = ToyEncoder()
    rebuild(index, [index.parent / "articles"], encoder)
    assert all("number 3" in text or "district 3" in text for text in encoder.embedded)


def test_a_damaged_old_index_is_reported_and_left_unchanged(index: Path) -> None:
    path = index / "generations" / "000001" / "vectors.faiss"
    path.write_bytes(path.read_bytes()[:-1])
    before = current(index)
    with pytest.raises(IndexDamaged, match=r"vectors\.faiss"):
        rebuild(index, [], ToyEncoder())
    assert current(index) == before


def test_an_index_cut_by_other_rules_is_refused_and_rebuilt_without_embedding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, index = write_reports(tmp_path / "articles", 3), tmp_path / "index"
    with monkeypatch.context() as earlier:
        earlier.setattr(assemble, "CHUNKING", "sentences 1")
        rebuild(index, [folder], ToyEncoder())
    with pytest.raises(IndexIncompatible, match=r"'sentences 1'.*pincite rebuild$"):
        LocalRetriever(index, ToyEncoder())  # type: ignore[arg-type]
    encoder = ToyEncoder()
    receipt = rebuild(index, [], encoder)
    assert (receipt.published, receipt.articles, encoder.embedded) == (True, 3, [])
    assert LocalRetriever(index, ToyEncoder()).summary().articles == 3  # type: ignore[arg-type]
