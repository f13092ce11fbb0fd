"""Decides which segments are merged into a new one. Pure.

Small segments are merged into larger ones, so that there are few segments and each article is
rewritten only rarely. A segment is merged if it is at most RATIO times as large as all smaller ones
and the new articles together. So each remaining segment is more than RATIO times as large as all
smaller ones together, and there are no more than about log(n) / log(1 + RATIO) of them. This is the
logarithmic method of Bentley and Saxe 1980, on which Lucene's merging is based.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

RATIO: Final = 3
LEAST: Final = 100
"""Segments of up to RATIO times this many articles and passages are always merged."""


def segments_to_merge(live: Sequence[int], gone: Sequence[int], new: int) -> list[int]:
    """The segments to merge, in order. ``live`` and ``gone`` are the sizes of each segment's
    current and removed parts, ``new`` is the size of the new articles. A segment that is mostly
    gone is always merged."""
    chosen = {n for n, left in enumerate(live) if gone[n] > left or not left}
    size = new + sum(live[n] for n in chosen)
    for n in sorted(range(len(live)), key=lambda n: live[n]):
        if n in chosen:
            continue
        if live[n] > RATIO * max(size, LEAST):
            break
        chosen.add(n)
        size += live[n]
    return sorted(chosen)
