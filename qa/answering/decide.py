"""Candidates to an Answer: what is said, how sure, and whether it is said at all. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from pincite.index.retrieval.retriever import Retrieved
from pincite.qa.answering.cite import citation
from pincite.qa.types import Answer, Candidate

NEAR = 0.5
"""A further answer is at least this much as probable as the surest one."""


def decide(
    question: str,
    found: Retrieved,
    groups: Sequence[Sequence[Candidate]],
    chances: Sequence[float],
    *,
    threshold: float,
    limit: int,
) -> Answer:
    """Up to ``limit`` different answers whose confidence reaches ``threshold``, surest first:
    the surest, and those that are at least half as probable.

    ``groups`` are the places that give each answer, best first; ``chances`` how probable each is.
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
