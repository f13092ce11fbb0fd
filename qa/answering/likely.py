"""Which of the passages found are worth reading first. Pure.

Reading is nearly all of what a question costs, and two of three passages found add nothing to what
is shown. A logistic regression over what retrieval says of a passage, fitted on 876 development
questions, tells them apart. ``python -m tests.bench.stopping`` says how often what is shown differs
(docs/decisions/reader.md).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pincite.index.retrieval.hit import Hit
from pincite.index.retrieval.retriever import Retrieved

LEAST: Final = 0.01
"""A passage is read first if it is at least this likely to add to what is shown."""

ALWAYS: Final = 2
"""So many are read first whatever is said of them."""

UNSURE: Final = (0.1, 0.8)
"""The others are read too where the confidence of the surest answer lies between these: below,
nothing is found in them either; above, nothing that is shown changes."""

_RANK: Final = 2.2
_NEARNESS: Final = 6.0
_WORDS: Final = 5.2
_BIAS: Final = -6.5


def split_by_likelihood(found: Retrieved) -> tuple[Retrieved, Retrieved]:
    """What was found, with the passages that are worth reading first, the likeliest before; and
    with the others."""
    read = [*found.hits, *found.updates]
    chances = likelihoods(read)
    order = sorted(range(len(read)), key=lambda n: -chances[n])
    first = [n for place, n in enumerate(order) if place < ALWAYS or chances[n] >= LEAST]
    others = order[len(first) :]
    return _only(found, [read[n] for n in first]), _only(found, [read[n] for n in others])


def likelihoods(hits: Sequence[Hit]) -> list[float]:
    """How likely each passage adds to what is shown, in [0, 1], by its place among them and its
    similarity and BM25 score beside the best ones of these."""
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


def _only(found: Retrieved, hits: Sequence[Hit]) -> Retrieved:
    return replace(found, hits=tuple(hits), updates=())


def _sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x))
