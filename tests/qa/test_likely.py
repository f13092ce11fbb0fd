"""Likely passages are read first; the others only if the answer is unsure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pincite.index.retrieval.hit import Hit
from pincite.index.retrieval.query import Query
from pincite.index.retrieval.retriever import Retrieved
from pincite.qa.answering.confidence import SIGNALS, Calibration
from pincite.qa.answering.likely import ALWAYS, LEAST, likelihoods, split_by_likelihood
from pincite.qa.answering.pipeline import proposed, proposed_by_all
from pincite.qa.types import Candidate
from tests.support.candidates import hit

# the confidence is the reader's score alone
BY_SCORE = Calibration((1.0, *[0.0] * (len(SIGNALS) - 1)), 0.0, 0.5)
WORDS = "Avon Bure Cam Dee Exe Fal Gyr Hull Isle Jed".split()


def found(*told: tuple[float, float]) -> Retrieved:
    """A passage for each similarity and BM25 score, each of an article of its own."""
    hits = []
    for n, (similarity, bm25) in enumerate(told):
        one = hit(f"It flows into the {WORDS[n]}.")
        article = replace(one.article, id=WORDS[n])
        passage = replace(one.passage, id=f"{n}@0", article_id=article.id)
        hits.append(
            replace(one, article=article, passage=passage, similarity=similarity, bm25=bm25)
        )
    return Retrieved(tuple(hits))


class Scoring:
    """A reader that marks each passage's last word, with one score, and notes what it is given."""

    def __init__(self, score: float) -> None:
        self.score = score
        self.given: list[list[str]] = []

    def read(
        self, questions: Sequence[str], hits: Sequence[Sequence[Hit]]
    ) -> list[list[Candidate]]:
        self.given += [[each.article.id for each in row] for row in hits]
        return [
            [
                Candidate(each, s, replace(s, start=s.end - 4), self.score - n / 100)
                for n, each in enumerate(row)
                for s in each.passage.sentences
            ]
            for row in hits
        ]


CLOSE_AND_FAR = ((0.7, 20.0), (0.6, 18.0), (0.2, 1.0), (0.65, 19.0), (0.1, 0.0))


def test_likely_passages_come_first_and_none_is_lost() -> None:
    first, others = split_by_likelihood(found(*CLOSE_AND_FAR))
    assert [each.article.id for each in first.hits] == ["Avon", "Dee", "Bure"]
    assert {each.article.id for each in others.hits} == {"Cam", "Exe"}


@given(st.lists(st.tuples(st.floats(-1, 1), st.floats(0, 40)), max_size=10))
def test_every_passage_is_either_likely_or_not(told: list[tuple[float, float]]) -> None:
    retrieved = found(*told)
    first, others = split_by_likelihood(retrieved)
    assert sorted(each.passage.id for each in (*first.hits, *others.hits)) == sorted(
        each.passage.id for each in retrieved.hits
    )
    assert len(first.hits) >= min(len(told), ALWAYS)
    chances = dict(
        zip((e.passage.id for e in retrieved.hits), likelihoods(retrieved.hits), strict=True)
    )
    assert all(chances[each.passage.id] < LEAST for each in others.hits)


@given(
    st.lists(st.tuples(st.floats(-1, 1), st.floats(0, 40)), min_size=2, max_size=10),
    st.integers(0, 9),
)
def test_nearer_passages_with_more_words_are_likelier(
    told: list[tuple[float, float]], place: int
) -> None:
    place %= len(told)
    before = likelihoods(found(*told).hits)
    most = max(bm25 for _, bm25 in told)
    told[place] = (max(similarity for similarity, _ in told), most)
    assert likelihoods(found(*told).hits)[place] >= before[place] - 1e-9


def test_updates_are_split_by_likelihood_too() -> None:
    retrieved = found(*CLOSE_AND_FAR)
    *hits, near, far = retrieved.hits
    first, others = split_by_likelihood(replace(retrieved, hits=tuple(hits), updates=(near, far)))
    assert near in first.hits
    assert far in others.hits


@pytest.mark.parametrize(("score", "times"), [(5.0, 1), (0.0, 2), (-5.0, 1)])
def test_unlikely_passages_are_read_only_if_unsure(score: float, times: int) -> None:
    reader, retrieved = Scoring(score), found(*CLOSE_AND_FAR)
    [row] = proposed([Query("Where?")], [retrieved], reader, BY_SCORE)
    assert reader.given == [["Avon", "Dee", "Bure"], ["Cam", "Exe"]][:times]
    said = {one.hit.article.id for group in row.groups for one in group}
    assert said == {id_ for part in reader.given for id_ in part}


def test_each_question_decides_by_its_own_answers_to_read_on() -> None:
    class OneSure(Scoring):
        def read(
            self, questions: Sequence[str], hits: Sequence[Sequence[Hit]]
        ) -> list[list[Candidate]]:
            told = super().read(questions, hits)
            return [
                [replace(each, score=6.0) for each in row] if question == "Sure?" else row
                for question, row in zip(questions, told, strict=True)
            ]

    reader, queries = OneSure(0.0), [Query("Sure?"), Query("Unsure?"), Query("Sure?")]
    retrieved = [found(*CLOSE_AND_FAR)] * 3
    rows = proposed(queries, retrieved, reader, BY_SCORE)
    assert len(reader.given) == 4
    assert [len(row.signals) for row in rows] == [3, 5, 3]
    [whole] = proposed_by_all(queries[1:2], retrieved[:1], OneSure(0.0))
    assert {one.hit.article.id for group in rows[1].groups for one in group} == {
        one.hit.article.id for group in whole.groups for one in group
    }


def test_no_hits_give_no_proposals() -> None:
    [row] = proposed([Query("Where?")], [Retrieved(())], Scoring(0.0), BY_SCORE)
    assert row.groups == ()
    assert proposed([], [], Scoring(0.0), BY_SCORE) == []
