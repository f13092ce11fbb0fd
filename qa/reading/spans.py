"""Scores of tokens to spans of characters. Pure.

The best span of each run of sentences is the largest of the outer sum of start and end scores over
legal pairs: both in the run, the end not before the start, not too far apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pincite.corpus.article import Span

LONGEST = 48  # tokens; of the answers trained on, one in a hundred is longer


@dataclass(frozen=True, slots=True)
class Scored:
    """A span of characters with its score: start plus end score, less those of no answer."""

    span: Span
    score: float


def best_span(
    starts: NDArray[np.floating],
    ends: NDArray[np.floating],
    offsets: NDArray[np.int64],
    run: Span,
    longest: int = LONGEST,
) -> Scored | None:
    """The best span of one window that lies within ``run``, or None where no token does.

    ``starts`` and ``ends`` are the scores of the window's tokens, (n,), the first of which stands
    for no answer; ``offsets`` (n, 2) are their characters, -1 for tokens that are no text. Of
    equals, the earliest start and then the nearest end win.
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
    """The stretches an answer may lie in: each sentence, and up to ``together`` consecutive ones
    as one."""
    return [
        Span(sentences[n].start, sentences[n + size - 1].end)
        for size in range(1, together + 1)
        for n in range(len(sentences) - size + 1)
    ]
