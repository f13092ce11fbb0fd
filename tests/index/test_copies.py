"""Articles with the very same text are indexed once, with all their sources."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from pincite.corpus.article import Article, Span
from pincite.index.building.build import add, rebuild, remove
from pincite.index.building.home import FolderHome
from pincite.index.building.verify import verify
from pincite.index.retrieval.filter import Filter
from pincite.index.retrieval.query import Query
from pincite.index.retrieval.search import Searcher
from pincite.index.storage.snapshot import Snapshot
from pincite.qa.answering.cite import citation
from pincite.qa.cli.text import receipt_text, status_text
from pincite.qa.json_values import hit_dict
from pincite.qa.types import Candidate
from tests.support.shown import shown_text
from tests.support.stored import stored
from tests.support.toys import ToyEncoder, report, write_reports

FIRST, SECOND, THIRD = "0001.txt", "a-copy.txt", "another.txt"


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """Three articles, and a copy of 0001.txt under another name."""
    folder = write_reports(tmp_path / "articles", 3)
    (folder / SECOND).write_text(report(1))
    return folder


@pytest.fixture
def index(tmp_path: Path, articles: Path) -> Path:
    rebuild(tmp_path / "index", [articles], ToyEncoder())
    return tmp_path / "index"


def held(index: Path) -> dict[str, list[str]]:
    """Each article that has passages, with its copies; checked against a fresh build's rankings."""
    store = Snapshot.open(index).store
    every = list(store.articles())
    found = {a.id: [copy.id for copy in store.copies(a)] for a in every if store.rows(a.id)}
    assert sorted([*found, *(id_ for copies in found.values() for id_ in copies)]) == sorted(
        a.id for a in every
    ), "every article is one with passages, or a copy of one"
    return found


def same_as_fresh(index: Path, articles: Path) -> bool:
    """Whether the index is, row for row, the one that a first build over the folder makes."""
    fresh = index.parent / "fresh"
    rebuild(fresh, [articles], ToyEncoder())
    one, other = Snapshot.open(index), Snapshot.open(fresh)
    return (
        one.store.keys() == other.store.keys()
        and (one.dense.vectors() == other.dense.vectors()).all()
        and [one.store.passage(n) for n in range(len(one.dense))]
        == [other.store.passage(n) for n in range(len(other.dense))]
        and one.manifest.copies == other.manifest.copies
    )


def test_a_copy_has_no_passages_and_is_counted(tmp_path: Path, articles: Path) -> None:
    alone, encoder = ToyEncoder(), ToyEncoder()
    rebuild(tmp_path / "alone", [write_reports(tmp_path / "three", 3)], alone)
    receipt = rebuild(tmp_path / "index", [articles], encoder)
    assert encoder.embedded == alone.embedded
    assert (receipt.articles, receipt.copies, receipt.passages) == (4, 1, receipt.embedded)
    assert len(receipt.changes.added) == 4
    assert held(tmp_path / "index") == {"0000.txt": [], FIRST: [SECOND], "0002.txt": []}
    again = rebuild(tmp_path / "index", [articles], encoder)
    assert (again.published, again.copies) == (False, 1)
    assert verify(tmp_path / "index").current


def test_hits_and_citations_list_every_source(index: Path, articles: Path) -> None:
    (articles / THIRD).write_text(report(1))
    rebuild(index, [articles], ToyEncoder())
    searcher = Searcher(Snapshot.open(index), ToyEncoder())
    hits = searcher.search([Query("reactor number 1 opened")], 10)[0].hits
    assert {hit.article.id for hit in hits} == {"0000.txt", FIRST, "0002.txt"}
    hit = next(hit for hit in hits if hit.article.id == FIRST)
    assert [copy.id for copy in hit.copies] == [SECOND, THIRD]
    assert [copy.source for copy in hit.copies] == [
        str(articles / name) for name in (SECOND, THIRD)
    ]
    assert {copy.text for copy in hit.copies} == {hit.article.text}
    assert all(not other.copies for other in hits if other.article.id != FIRST)
    sentence = hit.passage.sentences[0]
    cited = citation([Candidate(hit, sentence, sentence, 1.0)], 0.9)
    assert cited.copies == hit.copies
    assert cited.articles == 1, "one text, however often it lies about"
    for told in (cited.to_dict(), hit_dict(hit)):
        told = json.loads(json.dumps(told))
        assert [copy["id"] for copy in told["copies"]] == [SECOND, THIRD]
        assert all(copy["source"].startswith(str(articles)) for copy in told["copies"])


def test_a_copy_replaces_its_deleted_original(index: Path, articles: Path) -> None:
    (articles / FIRST).unlink()
    receipt = rebuild(index, [], ToyEncoder())
    assert receipt.changes.removed == (FIRST,)
    assert SECOND in receipt.changes.unchanged
    assert held(index) == {"0000.txt": [], "0002.txt": [], SECOND: []}
    assert same_as_fresh(index, articles)
    assert verify(index).current


def test_a_copy_replaces_its_changed_original(index: Path, articles: Path) -> None:
    (articles / FIRST).write_text(report(1, figure=50))
    receipt = rebuild(index, [], ToyEncoder())
    assert (receipt.changes.changed, receipt.copies) == ((FIRST,), 0)
    assert held(index) == {"0000.txt": [], FIRST: [], "0002.txt": [], SECOND: []}
    assert same_as_fresh(index, articles)
    (articles / FIRST).write_text(report(1))
    receipt = rebuild(index, [], ToyEncoder())
    assert (receipt.changes.changed, receipt.copies) == ((FIRST,), 1)
    assert held(index) == {"0000.txt": [], FIRST: [SECOND], "0002.txt": []}
    assert same_as_fresh(index, articles)


def test_the_first_name_in_order_is_the_original(index: Path, articles: Path) -> None:
    (articles / "0000-early.txt").write_text(report(1))
    receipt = rebuild(index, [], ToyEncoder())
    assert (receipt.changes.added, receipt.copies) == (("0000-early.txt",), 2)
    assert held(index)["0000-early.txt"] == [FIRST, SECOND]
    assert same_as_fresh(index, articles)


def test_a_changed_copy_becomes_a_separate_article(index: Path, articles: Path) -> None:
    (articles / SECOND).write_text(report(1, figure=50))
    assert rebuild(index, [], ToyEncoder()).copies == 0
    assert held(index)[SECOND] == []
    assert same_as_fresh(index, articles)


@pytest.mark.parametrize("gone", [FIRST, SECOND])
def test_original_or_copy_can_be_removed(index: Path, articles: Path, gone: str) -> None:
    left = SECOND if gone == FIRST else FIRST
    receipt = remove(index, [str(articles / gone)], ToyEncoder())
    assert (receipt.changes.removed, receipt.copies) == ((gone,), 0)
    assert held(index)[left] == []
    assert verify(index).current
    assert rebuild(index, [], ToyEncoder()).articles == 3, "what was removed stays out"


def test_a_third_copy_can_be_added(index: Path, tmp_path: Path) -> None:
    (tmp_path / THIRD).write_text(report(1))
    encoder = ToyEncoder()
    receipt = add(index, [tmp_path / THIRD], encoder)
    assert (receipt.changes.added, receipt.copies, encoder.embedded) == ((THIRD,), 2, [])
    assert held(index)[FIRST] == [SECOND, THIRD]
    assert verify(index).current


def test_verify_reports_a_deleted_copy(index: Path, articles: Path) -> None:
    (articles / SECOND).unlink()
    assert verify(index).changes.removed == (SECOND,)


def test_receipt_and_status_count_copies(index: Path, articles: Path) -> None:
    receipt = rebuild(index, [], ToyEncoder())
    assert "4 articles, 1 of them a copy of another, in " in shown_text(receipt_text(receipt))
    (articles / THIRD).write_text(report(1))
    receipt = rebuild(index, [], ToyEncoder())
    assert "5 articles, 2 of them copies of others, in " in shown_text(receipt_text(receipt))
    status = shown_text(status_text(FolderHome(index).in_force(), "i"))
    assert "articles  5, 2 of them copies of others, in " in status


def test_a_filter_accepting_only_a_copy_finds_the_copy(index: Path, articles: Path) -> None:
    retriever = Searcher(Snapshot.open(index), ToyEncoder())
    question = "How many guests came?"
    whole, second, first = retriever.search(
        [
            Query(question),
            Query(question, Filter(source=f"/{SECOND}")),
            Query(question, Filter(source=f"/{FIRST}")),
        ],
        10,
    )
    own = [h for h in whole.hits if h.article.id == FIRST]
    found = second.hits
    assert {h.text for h in found} == {h.text for h in own}
    for hit in found:
        assert (hit.article.id, hit.passage.article_id, hit.copies) == (SECOND, SECOND, ())
        assert hit.article.source == str(articles / SECOND)
    assert second.scope.articles == 1
    assert {(hit.article.id, hit.copies) for hit in first.hits} == {(FIRST, ())}


def test_the_same_text_with_another_body_is_not_a_copy(tmp_path: Path) -> None:
    text = "It rained. It stopped."
    one = Article("a", "a", text, "/a", (Span(0, 10),))
    articles = [one, replace(one, id="b"), replace(one, id="c", body=(Span(0, 22),))]
    store = stored(tmp_path / "store", [(each, []) for each in articles])
    assert [[copy.id for copy in store.copies(each)] for each in articles] == [["b"], ["a"], []]
    assert [entry.first for entry in store.entries()] == [0, 0, 2]
