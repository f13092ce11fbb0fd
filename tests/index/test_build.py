"""Builds: what is embedded, reused, reported and refused; encoder calls are counted."""

import json
from pathlib import Path

import pytest

from pincite.corpus.errors import (
    InputError,
    SourceMissing,
)
from pincite.index.building.build import rebuild
from pincite.index.retrieval.hit import Hit
from pincite.index.retrieval.query import Query
from pincite.index.retrieval.search import Searcher
from pincite.index.storage.generation import current
from pincite.index.storage.snapshot import Snapshot
from tests.support.indexed import ids
from tests.support.toys import ToyEncoder, report, write_reports


def test_the_first_build_embeds_every_passage_once(tmp_path: Path, articles: Path) -> None:
    encoder = ToyEncoder()
    receipt = rebuild(tmp_path / "index", [articles], encoder)
    assert len(encoder.embedded) == len(set(encoder.embedded)) == receipt.embedded
    assert receipt.embedded == receipt.passages >= 100
    assert (len(receipt.changes.added), receipt.articles, receipt.skipped) == (100, 100, ())


def test_a_second_rebuild_embeds_and_publishes_nothing(index: Path, articles: Path) -> None:
    before, encoder = current(index), ToyEncoder()
    receipt = rebuild(index, [articles], encoder)
    assert encoder.embedded == []
    assert (receipt.embedded, receipt.published, current(index)) == (0, False, before)
    assert len(receipt.changes.unchanged) == 100


def test_changing_one_article_embeds_only_its_changed_passages(index: Path, articles: Path) -> None:
    (articles / "0042.txt").write_text(report(42, figure=77), encoding="utf-8")
    encoder = ToyEncoder()
    receipt = rebuild(index, [articles], encoder)
    assert receipt.changes.changed == ("0042.txt",)
    assert 1 <= len(encoder.embedded) == receipt.embedded
    assert all("number 42" in text or "77 thousand" in text for text in encoder.embedded)
    assert receipt.embedded < receipt.passages / 50


def test_a_removed_article_is_no_longer_found(index: Path, articles: Path) -> None:
    question = "harbour number 0 guests"

    def find() -> tuple[Hit, ...]:
        searcher = Searcher(Snapshot.open(index), ToyEncoder())
        return searcher.search([Query(question)], 50)[0].hits

    assert "0000.txt" in {hit.article.id for hit in find()}
    (articles / "0000.txt").unlink()
    encoder = ToyEncoder()
    receipt = rebuild(index, [articles], encoder)
    assert (receipt.changes.removed, encoder.embedded) == (("0000.txt",), [])
    assert "0000.txt" not in {hit.article.id for hit in find()}


def test_passages_keep_their_vectors_after_changes(index: Path, articles: Path) -> None:
    (articles / "0000.txt").unlink()
    (articles / "0100.txt").write_text(report(100), encoding="utf-8")
    rebuild(index, [articles], ToyEncoder())
    fresh = ToyEncoder()
    rebuild(index.parent / "fresh", [articles], fresh)
    one, other = Snapshot.open(index), Snapshot.open(index.parent / "fresh")
    assert (one.dense.vectors() == other.dense.vectors()).all()
    assert one.store.keys() == other.store.keys()
    for row in range(len(one.dense)):
        assert one.store.passage(row) == other.store.passage(row)


def test_the_order_of_files_does_not_matter(tmp_path: Path) -> None:
    one, two = write_reports(tmp_path / "one", 8), tmp_path / "two"
    two.mkdir()
    for path in sorted(one.iterdir(), reverse=True):
        (two / path.name).write_bytes(path.read_bytes())
    rebuild(tmp_path / "i", [one], ToyEncoder())
    rebuild(tmp_path / "j", [two], ToyEncoder())
    assert ids(tmp_path / "i") == ids(tmp_path / "j")


def test_another_embedder_embeds_everything_again(index: Path, articles: Path) -> None:
    encoder = ToyEncoder("another", dimension=32)
    receipt = rebuild(index, [articles], encoder)
    assert receipt.embedded == receipt.passages == len(encoder.embedded)
    assert Snapshot.open(index).dense.dimension == 32


def test_repeated_passages_are_embedded_once(tmp_path: Path) -> None:
    folder, words = tmp_path / "articles", "the very same words, " * 11
    folder.mkdir()
    for name in ("a.jsonl", "b.jsonl"):
        line = {"title": "Same", "text": f"These are {words}once.\n\nThose of {name} differ."}
        (folder / name).write_text(json.dumps(line))
    encoder = ToyEncoder()
    receipt = rebuild(tmp_path / "index", [folder], encoder)
    assert (receipt.passages, receipt.embedded, len(encoder.embedded)) == (4, 3, 3)


@pytest.mark.parametrize("what", ["missing", "empty", "binary"])
def test_bad_sources_leave_the_old_index_unchanged(index: Path, tmp_path: Path, what: str) -> None:
    before = current(index)
    bad = tmp_path / what
    if what == "empty":
        bad.mkdir()
    if what == "binary":
        bad.write_bytes(bytes(range(256)) * 4)
    with pytest.raises(SourceMissing if what == "missing" else InputError, match=str(bad)) as error:
        rebuild(index, [bad], ToyEncoder())
    assert "\n" not in str(error.value)
    assert current(index) == before
