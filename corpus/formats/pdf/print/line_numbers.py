"""Finds line numbers in the margin, as in transcripts and bills, and tables of contents. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import Final

from pincite.corpus.formats.pdf.print.words import (
    PrintedWord,
    Row,
    is_complete,
    joined_words,
    text_of,
)

_NUMBER: Final = re.compile(r"[A-Z]?\d{1,3}")
_LED: Final = re.compile(r"(?:[.·…] ?){4,} ?(\d{1,4})$")
_LEAST_CONTENTS: Final = 4
_LEAST: Final = 8
_SHARE: Final = 0.6  # share of the rows that must be numbered
_COUNTED: Final = 0.9  # share of the numbers that must follow the one before
_FLOWS: Final = 0.08  # share of the lines that continue below; in a table none does


def without_contents(rows: Sequence[Row]) -> tuple[list[Row], list[str]]:
    """The rows without a table of contents (dots that lead to ascending page numbers), and its rows
    as text."""
    found = {i: match for i, row in enumerate(rows) if (match := _LED.search(text_of(row)))}
    pages = [int(match[1]) for match in found.values()]
    rising = sum(one <= other for one, other in pairwise(pages))
    if len(pages) < _LEAST_CONTENTS or rising < _COUNTED * (len(pages) - 1):
        return list(rows), []
    kept = [row for i, row in enumerate(rows) if i not in found]
    return kept, [text_of(rows[i]) for i in found]


def without_line_numbers(rows: Sequence[Row]) -> tuple[list[Row], str]:
    """The rows without the line numbers at their left or right end, and these numbers."""
    for side in (0, -1):
        ends = _aligned([_end(row, side) for row in rows])
        numbers = [end for end in ends if end]
        if not _are_counted(numbers, len(rows)) or not _in_margin(numbers, rows, side):
            continue
        rest = [
            _without(row, side) if end else list(row) for row, end in zip(rows, ends, strict=True)
        ]
        lines = [text_of(row) for row in rest if row]
        flowing = sum(b[0].islower() and not is_complete(a) for a, b in pairwise(lines))
        if flowing >= _FLOWS * len(lines):
            return [row for row in rest if row], text_of(numbers)
    return list(rows), ""


def _end(row: Row, side: int) -> PrintedWord | None:
    """The number at an end of a row, or None."""
    word = (row[side].parts or [row[side]])[side]
    return word if _NUMBER.fullmatch(word.text) else None


def _aligned(ends: Sequence[PrintedWord | None]) -> list[PrintedWord | None]:
    """The numbers that are aligned by their left or right edges; None for the others."""
    found = [end for end in ends if end]
    if not found:
        return list(ends)
    left, right = median(end.x0 for end in found), median(end.x1 for end in found)
    return [
        end if end and min(abs(end.x0 - left), abs(end.x1 - right)) < end.height / 2 else None
        for end in ends
    ]


def _without(row: Row, side: int) -> Row:
    parts = list(row[side].parts or [row[side]])
    del parts[side]
    rest = [joined_words(parts)] if parts else []
    return rest + row[1:] if side == 0 else row[:-1] + rest


def _are_counted(numbers: Sequence[PrintedWord], rows: int) -> bool:
    """Whether there are enough numbers and most are one more than the number before."""
    if len(numbers) < _LEAST or len(numbers) < _SHARE * rows:
        return False
    values = [int(re.sub(r"\D", "", word.text)) for word in numbers]
    steps = [below - above for above, below in pairwise(values)]
    return sum(step == 1 for step in steps) >= _COUNTED * len(steps)


def _in_margin(numbers: Sequence[PrintedWord], rows: Sequence[Row], side: int) -> bool:
    """Whether the numbers lie beside all other words."""
    lefts, rights = [word.x0 for word in numbers], [word.x1 for word in numbers]
    known = set(map(id, numbers))
    words = (w for row in rows for each in row for w in each.parts or [each])
    rest = [word for word in words if id(word) not in known]
    aside = sum(w.x0 > max(rights) if side == 0 else w.x1 < min(lefts) for w in rest)
    return aside >= 0.95 * len(rest)
