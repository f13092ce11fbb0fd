"""Decides which answers are given: makes an Answer of groups and their probabilities. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from pincite.index.retrieval.retriever import Retrieved
from pincite.qa.answering.cite import citation
from pincite.qa.types import Answer, Candidate

NEAR = 0.5
"""A further answer is given if its probability is at least this share of the surest one's."""


def decide(
    question: str,
    found: Retrieved,
    groups: Sequence[Sequence[Candidate]],
    chances: Sequence[float],
    *,
    threshold: float,
    limit: int,
) -> Answer:
    """An Answer of up to ``limit`` different answers, surest first. Each reaches the ``threshold``
    and is at least half as probable as the surest.

    ``groups`` are the places that give each answer, best first; ``chances`` are the answers'
    probabilities.
    """
    order = sorted(range(len(groups)), key=lambda n: (-chances[n], n))
    surest = chances[order[0]] if order else 0.0
    least = max(threshold, NEAR * surest)
    given = [n for n in order[:limit] if chances[n] >= least]
    cited = tuple(citation(groups[n], chances[n]) for n in given)
    return Answer(
        question,
        cited[0].text if cited else "",
        surest,
        cited,
        found.hits,
        found.missing,
        found.scope,
    )
