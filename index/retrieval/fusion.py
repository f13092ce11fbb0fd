"""Reciprocal rank fusion (Cormack, Clarke and Büttcher 2009). Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

_K: Final = 60.0  # as in the paper


def reciprocal_rank_fusion(rankings: Sequence[Sequence[int]]) -> list[tuple[int, float]]:
    """Merges rankings of row numbers, each best first, into one list of (row, score), best first.

    The score of a row is the sum of ``1 / (60 + rank)`` over the rankings that contain it, with
    ranks from 1. Equal scores are ordered by the best single rank, then by row, so the result is
    deterministic.
    """
    scores: dict[int, float] = {}
    best: dict[int, int] = {}
    for ranking in rankings:
        for rank, row in enumerate(ranking, start=1):
            scores[row] = scores.get(row, 0.0) + 1.0 / (_K + rank)
            best[row] = min(best.get(row, rank), rank)
    return sorted(scores.items(), key=lambda item: (-item[1], best[item[0]], item[0]))
