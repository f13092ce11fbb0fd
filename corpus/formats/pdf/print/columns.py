"""Finds the columns of a page, in reading order. Pure.

A page is cut where a gutter runs between two columns of text, and around lines that span it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby, pairwise
from statistics import median
from typing import Final

from pincite.corpus.formats.pdf.print.cells import MARKER, is_number
from pincite.corpus.formats.pdf.print.words import PrintedWord, Row, is_complete, rows_of

_NARROWEST: Final = 0.25  # minimum width of a gutter, in heights
_COLUMN_LINES: Final = 3
_COLUMN_LETTERS: Final = 12  # median line of a column; the cells of a table are shorter
_NOTES: Final = 0.15  # share of the letters of prose below which text beside it is in the margin
_PROSE_LETTERS: Final = 25  # median line of prose
_NARROW_LETTERS: Final = 18  # a line of a narrow column
_WORDY: Final = 0.6  # share of a column's letters that are in long lines
_FLOWS: Final = 0.3  # share of the lines of prose that continue a sentence
_ALIGNED: Final = 0.6  # share of lines level with lines of prose above which they are cells
_MAX_COLUMNS: Final = 8


def columns(pieces: list[PrintedWord], deep: int = 0) -> Iterator[list[Row]]:
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


def _gutter(pieces: Sequence[PrintedWord]) -> float | None:
    """The place of the gutter that the fewest words cross; of two such places the wider one. None
    if there is no gutter."""
    if len(pieces) < 2 * _COLUMN_LINES:
        return None
    edges = sorted([(f.x0, 1) for f in pieces] + [(f.x1, -1) for f in pieces])
    crossing = accumulate(step for _, step in edges)
    least = _NARROWEST * median(f.height for f in pieces)
    gaps = [
        (over, here - there, (here + there) / 2)
        for over, ((here, _), (there, _)) in zip(crossing, pairwise(edges), strict=False)
        if there - here > least and 3 * over <= len(pieces)
    ]
    for over, narrow, at in sorted(gaps)[:8]:
        lone = not over and -narrow > 3 * least
        if _is_gutter(pieces, at) or (lone and _is_margin(pieces, at)):
            return at
    return None


def _is_gutter(pieces: Sequence[PrintedWord], at: float) -> bool:
    """Whether there is text on both sides, side by side, that is not cells of a table."""
    left = [f for f in pieces if f.x1 <= at]
    right = [f for f in pieces if f.x0 >= at]
    if min(len(left), len(right)) < _COLUMN_LINES or all(_marks(f.text) for f in left):
        return False
    top = min(max(f.y1 for f in left), max(f.y1 for f in right))
    bottom = max(min(f.y0 for f in left), min(f.y0 for f in right))
    sides = [[f for f in side if f.y0 >= bottom - 1 and f.y1 <= top + 1] for side in (left, right)]
    if min(map(len, sides)) < _COLUMN_LINES:
        return False
    if min(median(len(f.text) for f in side) for side in sides) >= _COLUMN_LETTERS:
        return True
    if all(_is_wordy(side) for side in sides):
        return True
    return any(_is_prose(one) and not _aligned(one, other) for one, other in (sides, sides[::-1]))


def _marks(words: str) -> bool:
    """Whether words are only the marks of list items, not a column."""
    return all(MARKER.fullmatch(word) for word in words.split())


def _is_margin(pieces: Sequence[PrintedWord], at: float) -> bool:
    """Whether there is prose on one side and a short note in the margin on the other."""
    left = [f for f in pieces if f.x1 <= at]
    right = [f for f in pieces if f.x0 >= at]
    note, prose = sorted((left, right), key=lambda side: sum(len(each.text) for each in side))
    few = sum(len(each.text) for each in note) < _NOTES * sum(len(each.text) for each in prose)
    worded = not any(is_number(each.text) for each in note)
    return few and worded and len(prose) > _COLUMN_LINES and _is_prose(prose)


def _is_wordy(side: Sequence[PrintedWord]) -> bool:
    """Whether most letters of a column are in lines as long as those of prose, despite formulas,
    labels or widely spaced words between them."""
    long = sum(len(each.text) for each in side if len(each.text) >= _NARROW_LETTERS)
    return long > _WORDY * sum(len(each.text) for each in side)


def _is_prose(side: Sequence[PrintedWord]) -> bool:
    """Whether the lines of a column continue each other."""
    ordered = sorted(side, key=lambda each: -each.y0)
    if median(len(each.text) for each in ordered) < _PROSE_LETTERS:
        return False
    flowing = sum(
        below.text[:1].islower() and not is_complete(above.text)
        for above, below in pairwise(ordered)
    )
    return flowing >= _FLOWS * len(ordered)


def _aligned(one: Sequence[PrintedWord], other: Sequence[PrintedWord]) -> bool:
    """Whether the lines of one column are level with the lines of the other, like the cells of a
    row."""
    feet = sorted(each.y0 for each in one)
    found = 0
    for each in other:
        i = bisect_left(feet, each.y0)
        near = min((abs(foot - each.y0) for foot in feet[max(i - 1, 0) : i + 1]), default=1e9)
        found += near < 0.12 * each.height
    return found > _ALIGNED * len(other)
