"""Word matches against brute force, and groups against a loop."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Span
from index.encoder import TokenVectors
from qa.match import best_of_groups, word_matches


def tokens(rows: int, seed: int) -> TokenVectors:
    draw = np.random.default_rng(seed).normal(size=(rows, 8)).astype(np.float32)
    draw /= np.linalg.norm(draw, axis=1, keepdims=True)
    return TokenVectors(np.ones(8), draw, tuple(Span(3 * i, 3 * i + 2) for i in range(rows)))


@given(st.integers(1, 6), st.lists(st.integers(0, 7), min_size=1, max_size=5))
def test_each_word_has_the_cosine_of_its_best_counterpart(rows: int, lengths: list[int]) -> None:
    question = tokens(rows, seed=1)
    sentences = [tokens(length, seed=length + 2) for length in lengths]
    words = [Span(3 * i, 3 * i + 1) for i in range(rows)]
    found = word_matches(question, words, sentences)
    for s, sentence in enumerate(sentences):
        for w in range(rows):
            cosines = [float(question.tokens[w] @ other) for other in sentence.tokens]
            assert found[s, w] == pytest.approx(max(cosines, default=0.0), abs=1e-6)


def test_a_word_of_two_tokens_has_their_mean_and_an_unread_one_nothing() -> None:
    question, sentence = tokens(3, seed=1), tokens(4, seed=2)
    found = word_matches(question, [Span(0, 5), Span(90, 99)], [sentence])
    best = (question.tokens @ sentence.tokens.T).max(axis=1)
    assert found[0, 0] == pytest.approx(best[:2].mean(), abs=1e-6)
    assert found[0, 1] == 0.0


def test_best_of_groups() -> None:
    matches = np.array([[0.1, 0.9], [0.5, 0.2], [0.3, 0.3]])
    expected = [[0.5, 0.9], [0.5, 0.9], [0.3, 0.3]]
    assert best_of_groups(matches, ["a", "a", "b"]).tolist() == expected
