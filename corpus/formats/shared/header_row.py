"""Rules for tables of all formats: which rows are the header, and how often a spanning cell is
repeated."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from pincite.corpus.boilerplate.body import ends_sentence
from pincite.corpus.formats.shared.sheet import CELL_GAP

MAX_SPAN: Final = 63  # the maximum of columns in a Word table
LONGEST_REPEATED: Final = 200  # characters of a cell
MAX_REPEATED: Final = 2_000_000  # characters of a file
LONGEST_NAME: Final = 80  # characters of a column's name
_YEAR: Final = re.compile(r"(?:1[6-9]|20)\d\d")
_LOOKED_AT: Final = 50  # rows

Row = tuple[str, ...]


@dataclass(slots=True)
class Repeats:
    """Limits how often spanning cells are repeated in their columns and rows."""

    _characters: int = 0

    def again(self, words: str) -> str:
        """The words of a cell to repeat, or "" if the cell is too long or the limit is reached."""
        self._characters += len(words) + len(CELL_GAP)
        return words if len(words) <= LONGEST_REPEATED and not self.over else ""

    @property
    def over(self) -> bool:
        """Whether the limit is reached."""
        return self._characters > MAX_REPEATED


def header_rows(
    rows: Sequence[Row], *, spanning: bool = False, bold: bool = False, marked: bool = False
) -> int:
    """How many of the first rows name the columns: 0, 1, or 2 if the cells of the first span those
    of the second. ``spanning`` says that a cell of the first row spans several columns."""
    if spanning and len(rows) > 2 and _names_groups(rows[0], rows[1]):
        return 2
    return int(looks_like_header(rows, bold=bold, marked=marked))


def title_row(rows: Sequence[Row]) -> str:
    """The words of the first row if it is a single cell above several columns: the table's title.
    "" if it is not."""
    if len(rows) < 3 or len(rows[0]) != 1 or len(rows[1]) < 2:
        return ""
    # if others follow, each may be the title of its rows only
    only = all(len(row) > 1 for row in rows[1:]) or looks_like_header(rows[1:])
    return rows[0][0] if only and len(rows[0][0]) <= LONGEST_REPEATED else ""


def joined_names(rows: Sequence[Sequence[str]]) -> Row:
    """Several header rows as one: "Cost" above "2025" becomes "Cost 2025"."""
    width = max(map(len, rows), default=0)
    columns = ([row[n] for row in rows if n < len(row) and row[n]] for n in range(width))
    return tuple(" ".join(dict.fromkeys(column)) for column in columns)


def looks_like_header(rows: Sequence[Row], *, bold: bool = False, marked: bool = False) -> bool:
    """Whether the first row names the columns: short words, each once, above cells of another kind.

    ``bold`` says that only the first row is bold. ``marked`` says that the table's style has a
    header row, as most styles have. Without such a sign, a first row with digits, or above rows of
    words like its own, is a normal row.
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
    below = [row for row in rows[1 : 1 + _LOOKED_AT] if len(row) > 1]
    figures = [
        sum(_has_figures(row[column]) for row in below if column < len(row))
        for column in range(len(rows[0]))
    ]
    return max(figures) * 2 > len(below) or (marked and _are_shorter(names, below))


def _names_groups(top: Row, below: Row) -> bool:
    """Whether the second row names the columns within the groups that the first row names."""
    if len(top) != len(below) or len(set(joined_names([top, below]))) < len(top):
        return False
    if any(len(name) > LONGEST_NAME or ends_sentence(name) for name in (*top, *below)):
        return False
    return not any(_has_figures(name) and not _YEAR.fullmatch(name) for name in below)


def _has_figures(words: str) -> bool:
    return any(c.isdigit() for c in words)


def _counts_years(row: Row) -> bool:
    """Whether the digits in a row are consecutive years after a cell of words."""
    years = [int(cell) for cell in row if _YEAR.fullmatch(cell)]
    steps = {after - before for before, after in pairwise(years)}
    others = [cell for cell in row if not _YEAR.fullmatch(cell)]
    return len(steps) == 1 and not any(map(_has_figures, others)) and not _YEAR.fullmatch(row[0])


def _are_shorter(names: Sequence[str], below: Sequence[Row]) -> bool:
    """Whether three or more columns have names of one or two words that are shorter than the cells
    below and do not occur among them."""
    cells = [cell for row in below for cell in row if cell]
    if len(names) < 3 or len(below) < 2 or any(len(name.split()) > 2 for name in names):
        return False
    shorter = sum(map(len, names)) * len(cells) < sum(map(len, cells)) * len(names)
    return shorter and not set(names) & set(cells)
