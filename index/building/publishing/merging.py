"""Which segments are merged into a new one. Pure.

Small segments are taken up by larger ones as they come, so that there are few of them and each
article is written again only now and then: a segment is merged if it is at most RATIO times as
large as all smaller ones with what is new. So each that stays is more than RATIO times as large as
all smaller ones together, and there are no more than about log(n) / log(1 + RATIO) of them. This is
the logarithmic method of Bentley and Saxe 1980, which Lucene's merging goes back to.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

RATIO: Final = 3
LEAST: Final = 100
"""Articles and passages up to which a segment is merged in any case, at RATIO times that."""


def segments_to_merge(live: Sequence[int], gone: Sequence[int], new: int) -> list[int]:
    """The segments that are merged, in order, of which each holds so much that is ``live`` and
    that is ``gone``, where so much is ``new``. One that is mostly gone is merged in any case."""
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
