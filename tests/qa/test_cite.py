"""Grouping candidates: equal answers become one citation with all its places."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pincite.corpus.article import Article, Passage, Span
from pincite.index.retrieval.hit import Hit
from pincite.qa.answering.cite import citation, grouped
from pincite.qa.types import Candidate
from tests.support.candidates import candidate, said


def texts(groups: Sequence[Sequence[Candidate]]) -> list[list[str]]:
    return [[one.answer.of(one.hit.article.text) for one in group] for group in groups]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("50 percent", "about 50 percent"),
        ("about 50 percent", "50 percent"),
        ("around 50 percent", "roughly 50 percent"),
        ("The Hague", "the Hague"),
        ("Kung", "Minister Kung Ming-hsin"),
        ("12 June", "on 12 June"),
        ("50%", "50 percent"),
        ("Laurent Ulrich", "Archbishop Laurent Ulrich"),
        ("within three years", "three years"),
        ("1,000", "some 1,000"),
        ("three years", "three  years."),
        ("“Never!”", "never"),
        ("龔明鑫", "龔明鑫"),
        ("…", "…"),
    ],
)
def test_the_same_answer_in_other_words_is_grouped(one: str, other: str) -> None:
    assert texts(grouped(said(one, other))) == [[one, other]]


@pytest.mark.parametrize("filler", "about around some approximately roughly nearly the a".split())
def test_filler_words_do_not_make_a_different_answer(filler: str) -> None:
    plain = "50 percent of all ships that waited there"
    assert len(grouped(said(plain, f"{filler} {plain}"))) == 1
    assert len(grouped(said(plain, f"under {plain}"))) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("3 million", "1.3 million"),
        ("3 million", "3,000 million"),
        ("3", "3 million"),
        ("guilty", "not guilty"),
        ("50 percent", "more than 50 percent"),
        ("-3.5 °C", "3.5 °C"),
        ("$5", "€5"),
        ("June", "12 June"),
        ("Korea", "South Korea"),
        ("12 June", "12 June 2026"),
        ("2019", "12019"),
        ("50 percent", "15 percent"),
        ("5", "5.5"),
        ("June 12", "12 June"),
        ("men", "women"),
        ("Kung", "Kungfu"),
        ("…", "!"),
        ("storks", "the chimney had to stay because storks nest on it"),
    ],
)
def test_different_answers_are_not_grouped(one: str, other: str) -> None:
    assert texts(grouped(said(one, other))) == [[one], [other]]


def test_overlapping_spans_of_one_article_are_one_place() -> None:
    text = "It is ready by the first week of October 2026."
    found = [candidate("a", text, 2.0, "the first week"), candidate("a", text, 1.0, "week of Octo")]
    assert texts(grouped(found)) == [["the first week"]]


def test_equal_spans_of_different_articles_are_compared_by_text() -> None:
    found = [candidate("a", "It is red.", 2.0, "red"), candidate("b", "It is new.", 1.0, "new")]
    assert found[0].answer == found[1].answer
    assert texts(grouped(found)) == [["red"], ["new"]]


def test_groups_and_their_candidates_are_sorted_by_score() -> None:
    groups = grouped(said("red", "blue", "red", "green", "blue"))
    assert texts(groups) == [["red", "red"], ["blue", "blue"], ["green"]]
    assert [[one.score for one in group] for group in groups] == [[9.0, 7.0], [8.0, 5.0], [6.0]]


def test_no_candidates_give_no_groups() -> None:
    assert grouped([]) == []


# -- whatever the candidates -----------------------------------------------------------------------

PIECES = ("about", "50", "percent", "1.5", "5", "the", "Kung", "kung", "…", "in", "June")


@st.composite
def proposals(draw: st.DrawFn) -> list[Candidate]:
    """Candidates over two articles, with answers that overlap, repeat and contain one another."""
    written = [
        " ".join(draw(st.lists(st.sampled_from(PIECES), min_size=3, max_size=9))) for _ in "ab"
    ]
    found = []
    for rank in range(draw(st.integers(0, 8))):
        id_ = draw(st.sampled_from([0, 1]))
        text = written[id_]
        places = sorted(draw(st.lists(st.integers(0, len(text)), min_size=4, max_size=4)))
        whole = Span(0, len(text))
        hit = Hit(
            Passage(f"{id_}@0", str(id_), whole, (whole,)),
            Article(str(id_), "", text, "/", (whole,)),
            *(0.1, 1, 1, 0.5, 1.0),
        )
        sentence, answer = Span(places[0], places[3]), Span(places[1], places[2])
        found.append(Candidate(hit, sentence, answer, -float(rank)))
    return found


@given(proposals())
def test_each_candidate_is_in_one_group_or_overlaps_one(found: list[Candidate]) -> None:
    groups = grouped(found)
    placed = [id(one) for group in groups for one in group]
    assert len(placed) == len(set(placed))
    for one in found:
        if id(one) not in placed:
            assert sum(any(_overlap(one, other) for other in group) for group in groups) >= 1


@given(proposals())
def test_any_groups_and_candidates_are_sorted_by_score(found: list[Candidate]) -> None:
    groups = grouped(found)
    assert [group[0].score for group in groups] == sorted(
        (group[0].score for group in groups), reverse=True
    )
    for group in groups:
        assert [one.score for one in group] == sorted((o.score for o in group), reverse=True)


@given(proposals())
def test_members_of_a_group_agree_and_groups_differ(
    found: list[Candidate],
) -> None:
    groups = grouped(found)
    for group in groups:
        for one, other in combinations(group, 2):
            assert len(grouped([one, other])) == len(grouped([other, one])) == 1
            assert not _overlap(one, other)
    for n, group in enumerate(groups):
        for earlier in groups[:n]:
            assert any(len(grouped([one, group[0]])) == 2 for one in earlier)


def test_an_answer_within_two_rivals_joins_only_one() -> None:
    assert texts(grouped(said("Kung", "Wang Kung", "Li Kung"))) == [
        ["Kung", "Wang Kung"],
        ["Li Kung"],
    ]


@given(proposals(), st.floats(0, 1))
def test_a_citation_has_its_best_candidate_and_each_place_once(
    found: list[Candidate], confidence: float
) -> None:
    for group in grouped(found):
        cited = citation(group, confidence)
        best = group[0]
        assert (cited.article, cited.sentence, cited.answer) == (
            best.hit.article,
            best.sentence,
            best.answer,
        )
        places = [(place.article.id, place.sentence) for place in (cited, *cited.also)]
        assert len(places) == len(set(places))
        assert set(places) == {(one.hit.article.id, one.sentence) for one in group}
        assert cited.articles == len({one.hit.article.id for one in group})
        assert {place.confidence for place in (cited, *cited.also)} == {confidence}
        assert not any(place.also for place in cited.also)
        scores = [place.score for place in cited.also]
        assert scores == sorted(scores, reverse=True)


def _overlap(one: Candidate, other: Candidate) -> bool:
    return one.hit.article.id == other.hit.article.id and one.answer.overlaps(other.answer)
