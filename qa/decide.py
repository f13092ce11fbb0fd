"""Candidates to an Answer: what is said, how sure, and whether it is said at all. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from index.hit import Hit
from qa.cite import citation, grouped
from qa.confidence import Calibration
from qa.types import Answer, Candidate

NEAR = 0.5
"""A further answer is at least this much as probable as the surest one."""


def decide(
    question: str,
    hits: Sequence[Hit],
    candidates: Sequence[Candidate],
    missing: Sequence[str],
    calibration: Calibration,
    threshold: float,
    limit: int,
) -> Answer:
    """Up to ``limit`` different answers whose confidence reaches ``threshold``, surest first:
    the surest, and those that are at least half as probable.

    ``candidates`` are best first; ``missing`` are the question's words that occur nowhere.
    """
    groups = grouped(candidates)
    chances = calibration.confidences(question, groups, len(missing))
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
        tuple(hits),
        tuple(missing),
    )
