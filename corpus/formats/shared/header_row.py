"""What tables of all formats have in common: which row names the columns, how often a cell that
spans others is given."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from pincite.corpus.boilerplate.body import ends_sentence
from pincite.corpus.formats.shared.sheet import CELL_GAP

MAX_SPAN: Final = 63  # the columns that Word's tables may have
LONGEST_REPEATED: Final = 200  # characters of a cell
MAX_REPEATED: Final = 2_000_000  # characters of a file
LONGEST_NAME: Final = 80  # characters of a column's name
_YEAR: Final = re.compile(r"(?:1[6-9]|20)\d\d")
_LOOKED_AT: Final = 50  # rows

Row = tuple[str, ...]


@dataclass(slots=True)
class Repeats:
    """Cells that are given again in the columns and rows that they span, within reason."""

    _characters: int = 0

    def again(self, words: str) -> str:
        """A cell's words once more, or nothing where that would be too much."""
        self._characters += len(words) + len(CELL_GAP)
        return words if len(words) <= LONGEST_REPEATED and not self.over else ""

    @property
    def over(self) -> bool:
        """Whether so much was repeated that no more is."""
        return self._characters > MAX_REPEATED


def looks_like_header(rows: Sequence[Row], *, bold: bool = False, marked: bool = False) -> bool:
    """Whether the first row names the columns: short words, each once, over cells of another kind.

    ``bold`` says that the first row alone is bold, ``marked`` that the table's style has a first
    row, which is so of most. Where there is no such sign, a row with figures in it, or over rows of
    words like itself, is a row like the others.
    """
    if len(rows) < 2 or len(rows[0]) < 2:
        return False
    names = [name for name in rows[0] if name]
    single = len(set(names)) == len(names) >= max(2, len(rows[0]) - 1)
    if not single or any(len(name) > LONGEST_NAME or ends_sentence(name) for name in names):
        return False
    if bold or _counts_years(rows[0]):
        return True
    if any(map(_has_figures, names)):
        return False
    below = rows[1 : 1 + _LOOKED_AT]
    figures = [
        sum(_has_figures(row[column]) for row in below if column < len(row))
        for column in range(len(rows[0]))
    ]
    return max(figures) * 2 > len(below) or (marked and _are_shorter(names, below))


def _has_figures(words: str) -> bool:
    return any(c.isdigit() for c in words)


def _counts_years(row: Row) -> bool:
    """Whether the figures in a row are years that follow each other, behind words."""
    years = [int(cell) for cell in row if _YEAR.fullmatch(cell)]
    steps = {after - before for before, after in pairwise(years)}
    others = [cell for cell in row if not _YEAR.fullmatch(cell)]
    return len(steps) == 1 and not any(map(_has_figures, others)) and not _YEAR.fullmatch(row[0])


def _are_shorter(names: Sequence[str], below: Sequence[Row]) -> bool:
    """Whether three columns or more have names of a word or two, shorter than what stands below,
    and none of it again."""
    cells = [cell for row in below for cell in row if cell]
    if len(names) < 3 or len(below) < 2 or any(len(name.split()) > 2 for name in names):
        return False
    shorter = sum(map(len, names)) * len(cells) < sum(map(len, cells)) * len(names)
    return shorter and not set(names) & set(cells)
