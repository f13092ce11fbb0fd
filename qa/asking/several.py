"""Several questions in one line: read together, answered apart, told as one answer. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pincite.qa.asking.reading import Read
from pincite.qa.types import Answer

_FAVOUR: Final = 1.2  # log-odds, for an answer in the article that answers the others too
_FAR: Final = 4.0  # log-odds: an article that answers one of them no further away counts as this


def about_one(reads: Sequence[Read]) -> list[Read]:
    """The readings of questions that were asked together, what stands in the article that answers
    the most of them held likelier: who asks two things in a line asks them of one story."""
    if len(reads) < 2:
        return list(reads)
    best = [_best(each) for each in reads]
    shared = {one for each in best for one in each if sum(one in other for other in best) > 1}
    if not shared:
        return list(reads)
    chosen = max(sorted(shared), key=lambda one: sum(each.get(one, -_FAR) for each in best))
    return [_favouring(each, chosen) for each in reads]


def _best(read: Read) -> dict[str, float]:
    """The log-odds of the surest answer in each article."""
    found: dict[str, float] = {}
    for each in read.weighed:
        for place in each.places:
            article = place.hit.article.id
            found[article] = max(found.get(article, -_FAR), _log_odds(each.chance))
    return found


def _favouring(read: Read, article: str) -> Read:
    chances = [
        1 / (1 + math.exp(-_log_odds(each.chance) - _FAVOUR))
        if each.best.hit.article.id == article
        else each.chance
        for each in read.weighed
    ]
    return replace(read, chances=chances)


def _log_odds(chance: float) -> float:
    inside = min(max(chance, 1e-6), 1 - 1e-6)
    return min(max(math.log(inside / (1 - inside)), -_FAR), _FAR)


def joined(parts: Sequence[Answer]) -> Answer:
    """The answers to several questions as one answer: as sure as the least sure part found."""
    found = [part for part in parts if part.found]
    first = parts[0]
    return replace(
        first,
        text=" · ".join(part.text for part in found),
        confidence=min((part.confidence for part in found), default=0.0),
        citations=tuple(one for part in parts for one in part.citations),
        hits=tuple(dict.fromkeys(hit for part in parts for hit in part.hits)),
        missing=tuple(dict.fromkeys(word for part in parts for word in part.missing)),
        parts=tuple(parts),
        asked=(),
        changes=(),
        rivals=(),
        dates=None,
    )
