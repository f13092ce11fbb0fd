"""Finds the best span of characters from the scores of tokens. Pure.

The best span of a run of sentences has the largest sum of a start and an end score, over all pairs
that are allowed: both are in the run, the end is not before the start, and not too far behind it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pincite.corpus.article import Span

LONGEST = 48  # tokens of an answer; one in a hundred of the training answers is longer


@dataclass(frozen=True, slots=True)
class Scored:
    """A span of characters and its score: start plus end score, minus those of no answer."""

    span: Span
    score: float


def best_span(
    starts: NDArray[np.floating],
    ends: NDArray[np.floating],
    offsets: NDArray[np.int64],
    run: Span,
    longest: int = LONGEST,
) -> Scored | None:
    """The best span of one window inside ``run``, or None if no token is inside it.

    ``starts`` and ``ends``, (n,), are the scores of the window's tokens; the first token stands for
    no answer. ``offsets``, (n, 2), are the tokens' characters, -1 for tokens that are no text. At
    equal scores, the earliest start and then the nearest end are preferred.
    """
    inside = np.flatnonzero(
        (offsets[:, 0] >= run.start) & (offsets[:, 1] <= run.end) & (offsets[:, 0] < offsets[:, 1])
    )
    if not len(inside):
        return None
    first, stop = int(inside[0]), int(inside[-1]) + 1
    sums = starts[first:stop, None].astype(np.float64) + ends[None, first:stop]
    legal = np.triu(np.ones_like(sums, dtype=bool)) & ~np.triu(
        np.ones_like(sums, dtype=bool), longest
    )
    sums[~legal] = -np.inf
    start, end = np.unravel_index(int(np.argmax(sums)), sums.shape)
    span = Span(int(offsets[first + start, 0]), int(offsets[first + end, 1]))
    return Scored(span, float(sums[start, end] - starts[0] - ends[0]))


def runs(sentences: Sequence[Span], together: int = 1) -> list[Span]:
    """The spans that an answer may lie in: each sentence, and each run of up to ``together``
    consecutive sentences."""
    return [
        Span(sentences[n].start, sentences[n + size - 1].end)
        for size in range(1, together + 1)
        for n in range(len(sentences) - size + 1)
    ]
