"""Decides whether cells in rows and columns are a table, and which row is its header. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final, TypeAlias

from pincite.corpus.formats.pdf.print.joining import Joiner
from pincite.corpus.formats.pdf.print.words import PrintedWord, is_complete, rows_of, text_of

_FLOWS: Final = 0.35  # share of cells continuing the cell above; a larger share means prose
_LONG: Final = 20  # letters of a cell that may be a line of prose
_SENTENCE: Final = 40  # letters of a cell that may be a sentence
_IN_THE_MIDDLE: Final = 0.15  # share of such cells that may begin in the middle of a sentence
_SHORT: Final = 30  # maximum letters of a cell in a table of two rows
_LONG_WIDE: Final = 8  # the same in scripts without capitals
MAX_NAME: Final = 60  # letters of a column's name
_FEWEST_FILLED: Final = 0.4
_NEAR: Final = 1.6  # heights; lines further apart are not in one cell
_TIGHT: Final = 0.85  # share of the step between rows; closer lines are in one cell
MARKER: Final = re.compile(r"[•‣▪●○◦■□►*·∙–—-]|\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,5})[.)]?|\[\d{1,3}\]")
_NUMBER: Final = re.compile(r"[^\w\s]*\d[\d\s.,:/%–-]*[^\W\d]{0,3}[^\w\s]*|[-–—]+|n/?a", re.I)
_YEAR: Final = re.compile(r"(?:1[89]|20)\d\d(?:[-/–]\d\d(?:\d\d)?)?[*a-z]?")

Cell: TypeAlias = list[PrintedWord]
Cells: TypeAlias = list[Cell]


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """The rows and the header of a table; ``header`` is empty if there is none. ``places`` are the
    left and right edges of the columns."""

    header: list[str]
    rows: list[list[str]]
    places: list[tuple[float, float]]
    caption: str = ""


def table_of(rows: Sequence[Cells], joiner: Joiner, *, wide: bool) -> PrintedTable | None:
    """The table that the cells make, or None if they are something else: prose in columns, a
    numbered list, a line with wide gaps. ``wide`` says that the gaps between the columns are wider
    than gaps between words."""
    whole = _whole(rows)
    texts = [[_joined(cell, joiner) for cell in row] for row in whole]
    numbers = [_has_numbers([row[i] for row in texts]) for i in range(len(rows[0]))]
    bold = _is_bold(whole[0]) and not all(map(_is_bold, whole))
    if not _is_table(texts, numbers, sure=wide and (bold or any(numbers)), wide=wide):
        return None
    header = bold or has_header(texts)
    places = [
        (min(word.x0 for word in column), max(word.x1 for word in column))
        for i in range(len(rows[0]))
        if (column := [word for row in rows for word in row[i]])
    ]
    if len(places) < len(rows[0]):
        return None
    return PrintedTable(texts[0] if header else [], texts[1:] if header else texts, places)


def is_number(text: str) -> bool:
    """Whether a cell is a number, an amount, a percentage or a sign for "none"."""
    return _NUMBER.fullmatch(text) is not None


def is_year(text: str) -> bool:
    """Whether a cell is a year, which may name a column."""
    return _YEAR.fullmatch(text) is not None


def continues_cell(above: Sequence[PrintedWord], cell: PrintedWord) -> bool:
    """Whether a cell continues a cell of the row above."""
    over = [word for word in above if word.x0 <= cell.x1 and word.x1 >= cell.x0]
    close = any(word.y0 - cell.y0 <= _NEAR * cell.height for word in over)
    return close and cell.text[:1].islower() and any(not is_complete(w.text) for w in over)


def _whole(rows: Sequence[Cells]) -> list[Cells]:
    """The rows, with the lines of each cell together."""
    steps = [_height(one) - _height(other) for one, other in pairwise(rows) if one[0] and other[0]]
    tight = _TIGHT * median(steps) if steps else 0.0
    found: list[Cells] = []
    above: Cells = []
    for row in rows:
        if found and _continues(above, row, found[-1], tight):
            for cell, more in zip(found[-1], row, strict=True):
                cell += more
        else:
            found.append([list(cell) for cell in row])
        above = row
    return found


def _continues(above: Cells, row: Cells, whole: Cells, tight: float) -> bool:
    """Whether a row only holds further lines of the cells above."""
    filled = [i for i, cell in enumerate(row) if cell]
    if any(is_number(_text(row[i])) for i in filled):
        return False
    if not all(whole[i] for i in filled) or len(filled) == len(row):
        return False
    step = _height(above) - _height(row)
    if step > _NEAR * max(word.height for i in filled for word in row[i]):
        return False
    if step < tight:
        return True
    if row[0]:
        return filled == [0] and row[0][0].text[0].islower() and not _ended(whole[0])
    return any(not _ended(whole[i]) and _is_long(whole[i][-1].text) for i in filled)


def _height(row: Cells) -> float:
    return max(word.y0 for cell in row for word in cell)


def _joined(cell: Cell, joiner: Joiner) -> str:
    lines = [text_of(row) for row in rows_of(cell)]
    return joiner.join(lines)[0] if lines else ""


def _text(cell: Cell) -> str:
    return text_of(cell)


def _ended(cell: Cell) -> bool:
    return not cell or is_complete(cell[-1].text)


def _is_table(
    texts: Sequence[Sequence[str]], numbers: Sequence[bool], *, sure: bool, wide: bool
) -> bool:
    count = len(numbers)
    filled = [sum(map(bool, row)) for row in texts]
    full = sum(number > 1 for number in filled)
    if full < 2 or sum(filled) < _FEWEST_FILLED * count * len(texts):
        return False
    marks = [row[0] for row in texts if row[0]]
    if count == 2 and all(MARKER.fullmatch(mark) for mark in marks):
        return False
    columns = [[row[i] for row in texts] for i in range(count)]
    if any(_flows(column) or _is_prose(column) for column in columns) or _is_margin(columns):
        return False
    if full == 2 and not sure:
        short = all(0 < len(cell) <= _SHORT for row in texts for cell in row)
        return wide and count > 2 and short
    return True


def _is_prose(column: Sequence[str]) -> bool:
    """Whether long cells of a column begin in the middle of a sentence, like lines of prose beside
    a note in the margin."""
    long = [cell for cell in column if len(cell) >= _SENTENCE]
    return sum(cell[0].islower() for cell in long) > _IN_THE_MIDDLE * len(long)


def _is_margin(columns: Sequence[Sequence[str]]) -> bool:
    """Whether one column is prose and there is little beside it."""
    middles = [median(len(cell) for cell in column) for column in columns]
    filled = [sum(map(bool, column)) for column in columns]
    return max(middles) >= _SENTENCE and 2 * min(filled) < len(columns[0])


def _flows(column: Sequence[str]) -> bool:
    """Whether the cells of a column continue each other, like lines of prose."""
    pairs = [(one, other) for one, other in pairwise(column) if one and other]
    return sum(_goes_on(*pair) for pair in pairs) > _FLOWS * len(pairs)


def _goes_on(above: str, below: str) -> bool:
    if is_complete(above) or not _is_long(above) or is_number(below):
        return False
    first = below[0]
    return first.islower() or (first.isalpha() and first.upper() == first.lower())


def _is_long(text: str) -> bool:
    cased = text.lower() != text.upper()
    return len(text) >= (_LONG if cased else _LONG_WIDE)


def _has_numbers(cells: Sequence[str]) -> bool:
    """Whether most cells of a column after the first are numbers."""
    filled = [cell for cell in cells[1:] if cell]
    return bool(filled) and 2 * sum(map(bool, map(is_number, filled))) > len(filled)


def _is_bold(row: Cells) -> bool:
    words = [word for cell in row for word in cell]
    return all(word.bold for word in words)


def has_header(texts: Sequence[Sequence[str]]) -> bool:
    """Whether the first row names the columns: it has words above numbers, or years above other
    values, or short names without digits."""
    first, below = texts[0], texts[1:]
    if any(len(name) > MAX_NAME or is_complete(name) for name in first if name):
        return False
    named = [name for name in first[1:] if name]
    if not named or (first[0] and is_number(first[0])):
        return False
    if all(map(is_year, named)):
        return True
    if any(map(is_number, named)):
        return False
    plain = not any(c.isdigit() for name in first for c in name)
    for i, name in enumerate(first):
        digits = [any(map(str.isdigit, row[i])) for row in below if row[i]]
        if name and not any(map(str.isdigit, name)) and 2 * sum(digits) > len(digits):
            return True
    return plain and all(first) and len(first) > 2 and len(below) > 1
