"""The best span for token scores, checked against all pairs; runs of sentences."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from pincite.corpus.article import Span
from pincite.qa.reading.spans import Scored, best_span, runs

logits = st.floats(-20, 20, width=32)


@st.composite
def windows(draw: st.DrawFn) -> tuple[list[float], list[float], list[tuple[int, int]]]:
    """Scores and offsets of a window: [CLS], a question, [SEP], words of a text, [SEP]."""
    question = draw(st.integers(0, 3))
    lengths = draw(st.lists(st.integers(1, 4), min_size=1, max_size=12))
    at, words = 0, []
    for length in lengths:
        words.append((at, at + length))
        at += length + draw(st.integers(0, 1))
    offsets = [(-1, -1)] * (question + 2) + words + [(-1, -1)]
    rows = st.lists(logits, min_size=len(offsets), max_size=len(offsets))
    return draw(rows), draw(rows), offsets


@settings(deadline=None)
@given(windows(), st.integers(0, 40), st.integers(0, 40), st.integers(1, 6))
def test_best_span_matches_brute_force(
    window: tuple[list[float], list[float], list[tuple[int, int]]], a: int, b: int, longest: int
) -> None:
    starts, ends, offsets = window
    run = Span(min(a, b), max(a, b))
    legal = [
        (starts[i] + ends[j], i, j)
        for i, (start, _) in enumerate(offsets)
        for j, (_, end) in enumerate(offsets)
        if i <= j < i + longest and start >= run.start and 0 <= end <= run.end and start >= 0
    ]
    found = best_span(np.array(starts), np.array(ends), np.array(offsets), run, longest)
    if not legal:
        assert found is None
        return
    assert found is not None
    top = max(score for score, _, _ in legal)
    assert np.isclose(found.score, top - starts[0] - ends[0])
    best = [(offsets[i][0], offsets[j][1]) for score, i, j in legal if np.isclose(score, top)]
    assert (found.span.start, found.span.end) in best
    assert run.contains(found.span)


def test_ties_go_to_the_earliest_and_shortest_span() -> None:
    offsets = np.array([(-1, -1), (0, 2), (3, 5), (6, 8)])
    found = best_span(np.zeros(4), np.zeros(4), offsets, Span(0, 8))
    assert found == Scored(Span(0, 2), 0.0)


def test_the_span_score_subtracts_the_no_answer_score() -> None:
    offsets = np.array([(-1, -1), (0, 2)])
    found = best_span(np.array([2.0, 5.0]), np.array([1.0, 4.0]), offsets, Span(0, 2))
    assert found is not None
    assert found.score == 9.0 - 3.0


@given(st.lists(st.integers(1, 9), max_size=7), st.integers(1, 3))
def test_runs_are_all_stretches_of_consecutive_sentences(lengths: list[int], most: int) -> None:
    ends = np.cumsum(lengths).tolist()
    sentences = [Span(end - length, end) for end, length in zip(ends, lengths, strict=True)]
    expected = {
        (i, j) for i in range(len(sentences)) for j in range(i, min(i + most, len(sentences)))
    }
    assert {(s.start, s.end) for s in runs(sentences, most)} == {
        (sentences[i].start, sentences[j].end) for i, j in expected
    }
    assert len(runs(sentences, most)) == len(expected)
