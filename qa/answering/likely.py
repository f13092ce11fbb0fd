"""Chooses the passages that are worth reading first. Pure.

Reading takes nearly all of a question's time, and two of three passages add nothing to the answer
that is shown. A logistic regression over the retrieval scores of a passage, fitted on 876
development questions, predicts which ones do. ``python -m tests.bench.stopping`` measures how often
the shown answer differs (docs/decisions/reader.md).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pincite.index.retrieval.hit import Hit
from pincite.index.retrieval.retriever import Retrieved

LEAST: Final = 0.01
"""A passage is read first if it adds to the shown answer with at least this probability."""

ALWAYS: Final = 2
"""So many passages are always read first."""

UNSURE: Final = (0.1, 0.8)
"""The other passages are read too if the confidence of the surest answer is between these. Below,
the others hold no answer either; above, they do not change what is shown."""

_RANK: Final = 2.2
_NEARNESS: Final = 6.0
_WORDS: Final = 5.2
_BIAS: Final = -6.5


def split_by_likelihood(found: Retrieved) -> tuple[Retrieved, Retrieved]:
    """The search result twice: once with the passages to read first, the likeliest first, and once
    with the others."""
    read = [*found.hits, *found.updates]
    chances = likelihoods(read)
    order = sorted(range(len(read)), key=lambda n: -chances[n])
    first = [n for place, n in enumerate(order) if place < ALWAYS or chances[n] >= LEAST]
    others = order[len(first) :]
    return _with_hits(found, [read[n] for n in first]), _with_hits(found, [read[n] for n in others])


def likelihoods(hits: Sequence[Hit]) -> list[float]:
    """The probability that each passage adds to the shown answer, in [0, 1]. It depends on the
    passage's rank, and on its similarity and BM25 score relative to the best."""
    nearest = max((hit.similarity for hit in hits), default=0.0)
    most = max((hit.bm25 for hit in hits), default=0.0) or 1.0
    return [
        _sigmoid(
            _BIAS
            + _RANK / place
            + _NEARNESS * (hit.similarity - nearest)
            + _WORDS * hit.bm25 / most
        )
        for place, hit in enumerate(hits, start=1)
    ]


def _with_hits(found: Retrieved, hits: Sequence[Hit]) -> Retrieved:
    return replace(found, hits=tuple(hits), updates=())


def _sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x))
