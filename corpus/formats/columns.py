"""The columns of a page in the order in which they are read. Pure.

A page is cut where a gutter runs down between two columns of text, and around what spans it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby, pairwise
from statistics import median
from typing import Final

from corpus.formats.words import Row, Word, rows_of

_COLUMN_LINES: Final = 3
_COLUMN_LETTERS: Final = 12  # the middle line of a column; the cells of a table are shorter
_MAX_COLUMNS: Final = 8


def columns(pieces: list[Word], deep: int = 0) -> Iterator[list[Row]]:
    """The rows of each column, in reading order."""
    gutter = _gutter(pieces) if deep < _MAX_COLUMNS else None
    if gutter is None:
        if pieces:
            yield rows_of(pieces)
        return
    ordered = sorted(pieces, key=lambda each: -(each.y0 + each.y1))
    for spans, band in groupby(ordered, key=lambda each: each.x0 < gutter < each.x1):
        inside = list(band)
        if spans:
            yield rows_of(inside)
        else:
            yield from columns([each for each in inside if each.x1 <= gutter], deep + 1)
            yield from columns([each for each in inside if each.x1 > gutter], deep + 1)


def _gutter(pieces: Sequence[Word]) -> float | None:
    """Where a gutter runs, crossed by the fewest: of two such places the wider one."""
    if len(pieces) < 2 * _COLUMN_LINES:
        return None
    edges = sorted([(f.x0, 1) for f in pieces] + [(f.x1, -1) for f in pieces])
    crossing = accumulate(step for _, step in edges)
    least = 0.4 * median(f.height for f in pieces)
    gaps = [
        (over, there - here, (here + there) / 2)
        for over, ((here, _), (there, _)) in zip(crossing, pairwise(edges), strict=False)
        if there - here > least and 3 * over <= len(pieces)
    ]
    return next((at for _, _, at in sorted(gaps)[:8] if _is_gutter(pieces, at)), None)


def _is_gutter(pieces: Sequence[Word], at: float) -> bool:
    """Whether text stands on both sides, side by side, and not the cells of a table."""
    left = [f for f in pieces if f.x1 <= at]
    right = [f for f in pieces if f.x0 >= at]
    if min(len(left), len(right)) < _COLUMN_LINES:
        return False
    top = min(max(f.y1 for f in left), max(f.y1 for f in right))
    bottom = max(min(f.y0 for f in left), min(f.y0 for f in right))
    for side in (left, right):
        beside = [f for f in side if f.y0 >= bottom - 1 and f.y1 <= top + 1]
        if len(beside) < _COLUMN_LINES:
            return False
        if median(len(f.text) for f in beside) < _COLUMN_LETTERS:
            return False
    return True
