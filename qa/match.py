"""How well the words of a question are met by the words of a sentence, by meaning. Pure.

Late interaction after ColBERT (Khattab and Zaharia 2020): each word of the question is worth the
cosine of its best counterpart. The least of them tells what an answer lacks: a sentence on the
right subject that meets every word of the question but one does not answer it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from corpus.article import Span
from index.encoder import TokenVectors


def word_matches(
    question: TokenVectors, words: Sequence[Span], sentences: Sequence[TokenVectors]
) -> NDArray[np.float64]:
    """The cosine of each word's best counterpart in each sentence, (sentences, words).

    ``words`` are spans of the question's text; a word of several tokens has their mean. One
    that the model did not read counts 0.
    """
    tokens = [[i for i, at in enumerate(question.spans) if word.overlaps(at)] for word in words]
    matches = np.zeros((len(sentences), len(words)))
    for row, sentence in zip(matches, sentences, strict=True):
        if not len(sentence.tokens):
            continue
        best = (question.tokens @ sentence.tokens.T).max(axis=1)
        row[:] = [best[places].mean() if places else 0.0 for places in tokens]
    return matches


def best_of_groups(matches: NDArray[np.float64], groups: Sequence[str]) -> NDArray[np.float64]:
    """For each row, the best match of each word among all rows of its group: same shape."""
    best = {group: np.full(matches.shape[1], -1.0) for group in groups}
    for group, row in zip(groups, matches, strict=True):
        best[group] = np.maximum(best[group], row)
    return np.array([best[group] for group in groups]).reshape(matches.shape)
