"""Filters: which articles they accept, and that filtered search finds every accepted article."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pincite.corpus.errors import InputError
from pincite.index.building.build import rebuild
from pincite.index.engines.bm25 import LexicalIndex
from pincite.index.engines.dense import DenseIndex
from pincite.index.engines.encoder import SentenceEncoder
from pincite.index.retrieval.filter import Filter, Scope
from pincite.index.retrieval.fusion import reciprocal_rank_fusion
from pincite.index.retrieval.local import LocalRetriever
from pincite.index.retrieval.query import Query
from pincite.index.retrieval.search import DEPTH, Searcher
from pincite.index.storage.snapshot import Snapshot
from pincite.qa.answerer import Answerer
from pincite.qa.wording import asked_of
from tests.support.toys import SUBJECTS, ToyEncoder, report, unit_rows


@dataclass(frozen=True)
class Told:
    published: str | None = None
    source: str = "/home/ann/articles/a.txt"
    url: str | None = None
    author: str | None = None


@pytest.mark.parametrize(
    ("since", "until", "first", "last"),
    [
        ("2026", "2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-02", "2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        ("2024-2", "2024-2", date(2024, 2, 1), date(2024, 2, 29)),
        (" 2026-02-03 ", "2026-02-03", date(2026, 2, 3), date(2026, 2, 3)),
        (None, None, None, None),
    ],
)
def test_typed_dates_become_first_and_last_day(
    since: str | None, until: str | None, first: date | None, last: date | None
) -> None:
    assert Filter.of(since, until) == Filter(first, last)


@pytest.mark.parametrize(
    "written", ["2026-13", "2026-02-30", "26", "2026/02", "Feb. 3", "", "2026-", "0000", "x" * 999]
)
def test_a_bad_date_is_refused_with_an_example(written: str) -> None:
    for wrong in ({"since": written}, {"until": written}):
        with pytest.raises(InputError, match=r"no such date.*2026-02-03") as caught:
            Filter.of(**wrong)
        assert "\n" not in str(caught.value)
        assert len(str(caught.value)) < 200


def test_since_after_until_and_an_empty_source_are_refused() -> None:
    with pytest.raises(InputError, match=r"2026-02-01 is after until 2025-12-31"):
        Filter.of("2026-02", "2025")
    with pytest.raises(InputError, match="source is empty"):
        Filter.of(source="  ")


@pytest.mark.parametrize(
    ("published", "since", "until", "accepted"),
    [
        ("2026-02-03", "2026-02-03", "2026-02-03", True),
        ("2026-02-03", "2026-02-04", None, False),
        ("2026-02-03", None, "2026-02-02", False),
        ("2026-02-28T23:59:00-11:00", None, "2026-02", True),  # already March in another time zone
        ("2026-02-01T00:01:00+14:00", "2026-02", None, True),  # still January in another time zone
        (None, "2026", None, False),
        (None, None, "2026", False),
        ("someday", "2026", None, False),
        (None, None, None, True),
    ],
)
def test_the_day_of_an_article(
    published: str | None, since: str | None, until: str | None, accepted: bool
) -> None:
    assert Filter.of(since, until).accepts(Told(published)) == accepted


@pytest.mark.parametrize(
    ("wanted", "accepted"),
    [("ARTICLES/a", True), ("quay.example", True), ("ann", True), ("Roe", True), (" cna ", False),
     ("b.txt", False)],
)  # fmt: skip
def test_the_source_filter_matches_path_host_or_author(wanted: str, accepted: bool) -> None:
    told = Told(url="https://News.Quay.example/1", author="Jane Roe")
    assert Filter(source=wanted).accepts(told) == accepted
    assert not Filter(source=wanted).accepts(Told(source="/x")), "what is not there holds nothing"


def test_a_scope_counts_undated_articles() -> None:
    told = [Told("2026-02-03"), Told("2020-01-01"), Told(None), Told("soon"), Told(None, "/else")]
    wanted = Filter.of("2026", source="articles")
    assert Scope.of(wanted, told) == Scope(wanted, articles=1, total=5, undated=2)
    assert Scope.of(Filter(source="articles"), told).undated == 0
    assert Scope.of(Filter(), told) == Scope(Filter(), 5, 5, 0)


# ---------------------------------------------------------------- among


@given(st.lists(st.booleans(), min_size=40, max_size=40), st.integers(1, 50))
def test_filtered_dense_search_matches_brute_force(chosen: list[bool], k: int) -> None:
    rows, queries, among = unit_rows(40), unit_rows(3, seed=1), np.array(chosen)
    scores, found = DenseIndex.from_vectors(rows).search(queries, k, among)
    cosines = np.where(among, queries @ rows.T, -np.inf)
    expected = np.argsort(-cosines, axis=1)[:, : min(k, int(among.sum()))]
    assert (found == expected).all()
    assert np.allclose(scores, np.take_along_axis(cosines, expected, axis=1), atol=1e-6)


@pytest.fixture(scope="module")
def lexical() -> LexicalIndex:
    return LexicalIndex.over([report(n, n) for n in range(300)])


@given(st.sets(st.integers(0, 299), max_size=30), st.integers(1, 40))
def test_filtered_lexical_search_matches_the_filtered_ranking(
    lexical: LexicalIndex, rows: set[int], k: int
) -> None:
    among = np.isin(np.arange(300), list(rows))
    question = "guests of the harbour district 7"
    whole = lexical.search(question, 300)
    expected = [pair for pair in whole if pair[0] in rows]
    found = lexical.search(question, k, among)
    assert [score for _, score in found] == pytest.approx([s for _, s in expected[:k]], rel=1e-6)
    assert set(found) <= set(expected)
    if k >= len(expected):
        assert [row for row, _ in found] == [row for row, _ in expected]


def test_a_word_found_only_outside_the_filter_is_missing(lexical: LexicalIndex) -> None:
    among = np.arange(300) % len(SUBJECTS) == SUBJECTS.index("bakery")
    assert lexical.missing("the harbour bakery in Lisbon") == ("Lisbon",)
    assert lexical.missing("the harbour bakery in Lisbon", among) == ("harbour", "Lisbon")


# ---------------------------------------------------------------- the whole way


def lines(count: int) -> str:
    """Articles of every month of four years, each seventh without a date."""
    return "\n".join(
        json.dumps(
            {
                "id": str(n),
                "text": report(n, n),
                "published": None if n % 7 == 0 else f"{2020 + n % 4}-{1 + n % 12:02}-15",
                "author": SUBJECTS[n % 3].title(),
            }
        )
        for n in range(count)
    )


@pytest.fixture(scope="module")
def retriever(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    folder = tmp_path_factory.mktemp("filtered")
    (folder / "many.jsonl").write_text(lines(240), encoding="utf-8")
    rebuild(folder / "index", [folder / "many.jsonl"], ToyEncoder())
    return Searcher(Snapshot.open(folder / "index"), ToyEncoder())


FILTERS = [
    Filter.of("2021", "2021"),
    Filter.of("2022-03-15", "2022-03-15"),
    Filter.of(until="2020-06", source="reactor"),
    Filter.of(source="ORCHARD"),
    Filter.of("2030"),
    Filter(),
]


@pytest.mark.parametrize("wanted", FILTERS, ids=str)
def test_filtered_hits_match_brute_force(retriever: Searcher, wanted: Filter) -> None:
    snapshot, question, k = retriever._snapshot, "guests of the harbour number 8", 20
    places = [snapshot.store.passage(row) for row in range(len(snapshot.dense))]
    rows = [row for row, (_, article) in enumerate(places) if wanted.accepts(article)]
    vector = ToyEncoder().questions([question])[0]
    cosines = snapshot.dense.vectors() @ vector
    whole = [pair for pair in snapshot.lexical.search(question, len(places)) if pair[0] in rows]
    hits = retriever.search([Query(question, wanted)], k)[0].hits
    assert len(hits) == min(k, len(rows)), "as many as there are, up to k"
    for hit in hits:
        row = next(row for row in rows if places[row][0].id == hit.passage.id)
        assert (hit.passage, hit.article) == places[row]
        better = sum(cosines[other] > cosines[row] + 1e-6 for other in rows)
        assert hit.dense_rank is None or better < hit.dense_rank <= DEPTH
        more = sum(score > dict(whole).get(row, 0.0) for _, score in whole)
        assert hit.lexical_rank is None or more < hit.lexical_rank
        assert hit.bm25 in (0.0, pytest.approx(dict(whole).get(row, 0.0), rel=1e-6))
    scores = [hit.score for hit in hits]
    ranks = [[hit.dense_rank, hit.lexical_rank] for hit in hits]
    assert scores == sorted(scores, reverse=True)
    for score, pair in zip(scores, ranks, strict=True):
        rankings = [[*range(-1, -rank, -1), 0] for rank in pair if rank]
        assert score == pytest.approx(dict(reciprocal_rank_fusion(rankings))[0])


def test_the_scope_counts_match_the_articles(retriever: Searcher) -> None:
    articles = list(retriever._snapshot.store.articles())
    found = retriever.search([Query("guests", wanted) for wanted in FILTERS], 1)
    for wanted, row in zip(FILTERS, found, strict=True):
        assert row.scope == Scope.of(wanted, articles)
    assert found[0].scope.undated == len(range(0, 240, 7))


@pytest.mark.slow
def test_the_samples_are_asked_within_a_filter(
    answerer: Answerer, samples_index: Path, encoder: SentenceEncoder
) -> None:
    question = "How many ships were waiting when the Ever Given was pulled free?"
    whole = answerer.answer(question)
    assert (whole.scope.articles, asked_of(whole.scope)) == (whole.scope.total, [])
    within = answerer.answer(question, since="2021-04", until="2021-04-05")
    assert within.found
    assert {hit.article.id for hit in within.hits} == {"ever-given-suez.md"}
    assert asked_of(within.scope) == [
        "Asked of 1 of 15 articles: since 2021-04-01, until 2021-04-05",
        "Left out since they have no date: 1 article",
    ]
    query = Query.of(question, since="2021-04", until="2021-04-05")
    [same] = answerer.ask([query])
    assert same.to_dict() == within.to_dict()
    retriever = LocalRetriever(samples_index, encoder)
    hits = retriever.search([query], 50)[0].hits
    assert [hit.passage for hit in hits[:10]] == [hit.passage for hit in within.hits]
    assert len(hits) == len(Snapshot.open(samples_index).store.rows("ever-given-suez.md"))


@pytest.mark.slow
def test_a_filter_that_leaves_no_article_gives_not_found(answerer: Answerer) -> None:
    empty = answerer.answer("Who died?", since="2030")
    assert (empty.found, empty.hits, empty.scope.articles) == (False, (), 0)
    assert asked_of(empty.scope)[0] == "No article to ask, of 15: since 2030-01-01"
    assert empty.to_dict()["scope"] == {
        "since": "2030-01-01",
        "until": None,
        "source": None,
        "articles": 0,
        "total": 15,
        "undated": 1,
    }
    assert answerer.search("Who died?", source="nowhere") == []
    with pytest.raises(InputError, match="no such date"):
        answerer.answer("Who died?", since="soon")
