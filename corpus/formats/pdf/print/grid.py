"""Finds tables on a printed page: rows of words with white lanes running down between them. Pure.

The columns of a newspaper have such lanes too. ``pincite.corpus.formats.pdf.print.cells``
distinguishes the two.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import Final, TypeAlias

from pincite.corpus.formats.pdf.print.cells import (
    MAX_NAME,
    Cells,
    PrintedTable,
    continues_cell,
    is_number,
    is_year,
    table_of,
)
from pincite.corpus.formats.pdf.print.joining import Joiner
from pincite.corpus.formats.pdf.print.ruled import RuledGrid, ruled_table, words_of
from pincite.corpus.formats.pdf.print.words import (
    PrintedWord,
    Row,
    is_next_to,
    joined_words,
    text_of,
)

_MAX_CELLS: Final = 40
_LANE: Final = 0.25  # minimum width of a lane, in heights
_WIDE: Final = 0.8  # heights; a lane wider than any gap between words
_BESIDE_NUMBER: Final = 0.4  # heights; a wider gap beside a number may be a lane
_FAR: Final = 2.2  # steps; a row further down is not part of the table
_CAPTION: Final = re.compile(
    r"(?:table|tab\.|tabelle|tableau|tabla|tabella|tabela|tabel|таблица|表)\s*[\dIVXA-Z]+\b",
    re.IGNORECASE,
)
_MAX_CAPTION: Final = 3  # lines
_MAX_HEADERS: Final = 2  # rows of column names above a table

Part: TypeAlias = PrintedTable | list[Row]
Lane: TypeAlias = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Run:
    """Rows of cells with lanes through all of them. ``stop`` is the index after the last row."""

    rows: list[Row]
    lanes: list[Lane]
    stop: int

    def cells(self, row: Row) -> Cells:
        """The words of a row in each column."""
        middles = [(left + right) / 2 for left, right in self.lanes]
        found: Cells = [[] for _ in range(len(middles) + 1)]
        for word in row:
            found[sum(word.x0 + word.x1 > 2 * at for at in middles)].append(word)
        return found


def tables_and_rows(rows: Sequence[Row], joiner: Joiner) -> list[Part]:
    """The tables among rows of words, and the rows between them, from top to bottom."""
    cells = [_cells(row) for row in rows]
    found: list[Part] = []
    start = at = 0
    while at < len(rows):
        run = _run(cells, at)
        table = _table(run, joiner) if run else None
        if run is None or table is None:
            at = max(at + 1, run.stop - 1) if run else at + 1
            continue
        over = _headers(cells, start, at, table)
        head = at - len(over)
        first = _caption(rows, start, head)
        if first > start:
            found.append(list(rows[start:first]))
        caption = " ".join(text_of(row) for row in rows[first:head])
        found.append(replace(table, header=_named(table, over), caption=caption))
        start = at = run.stop
    if start < len(rows):
        found.append(list(rows[start:]))
    return found


def tables_between_rules(
    rows: Sequence[Row], grids: Sequence[RuledGrid], joiner: Joiner
) -> list[Part]:
    """The tables drawn with lines among rows of words, and the rows between them, from top to
    bottom."""
    found: list[Part] = []
    left = list(rows)
    for grid in grids:
        at = [n for n, row in enumerate(left) if any(map(grid.holds, row))]
        inside = words_of(left[at[0] : at[-1] + 1]) if at else []
        table = None if any(map(grid.beside, inside)) else ruled_table(grid, inside, joiner)
        if table is None:
            continue
        first = _caption(left, 0, at[0])
        named = [*map(text_of, left[first : at[0]]), table.caption]
        if first:
            found.append(left[:first])
        found.append(replace(table, caption=" ".join(filter(None, named))))
        left = left[at[-1] + 1 :]
    return [*found, left] if left else found


def _table(run: _Run, joiner: Joiner) -> PrintedTable | None:
    height = median(word.height for word in run.rows[0])
    wide = min(right - left for left, right in run.lanes) > _WIDE * height
    return table_of([run.cells(row) for row in run.rows], joiner, wide=wide)


def _cells(row: Row) -> Row:
    """The cells of a row from left to right. Words one blank apart are one cell; beside a number a
    smaller gap separates two cells."""
    if len(row) == 1 and not any(map(str.isdigit, row[0].text)):
        return row
    words = sorted((w for each in row for w in each.parts or [each]), key=lambda word: word.x0)
    found: list[Row] = []
    for word in words:
        last = found[-1][-1] if found else None
        if last is not None and is_next_to(last, word) and not _apart(last, word):
            found[-1].append(word)
        else:
            found.append([word])
    return [joined_words(each) for each in found]


def _apart(one: PrintedWord, other: PrintedWord) -> bool:
    near = other.x0 - one.x1 <= _BESIDE_NUMBER * one.height
    return not near and any(
        is_number(w.text) and any(map(str.isdigit, w.text)) for w in (one, other)
    )


def _run(cells: Sequence[Row], at: int) -> _Run | None:
    """The rows from ``at`` on through which lanes run, or None if there are fewer than two."""
    first = cells[at]
    if not 2 <= len(first) <= _MAX_CELLS:
        return None
    lanes = [(one.x1, other.x0) for one, other in pairwise(first)]
    below = cells[at + 1] if at + 1 < len(cells) else []
    named = not any(is_number(word.text) and not is_year(word.text) for word in first)
    if named and len(first) < len(below) <= _MAX_CELLS:
        return None  # names that span several columns; the table begins below
    step, stop = 0.0, at + 1
    for i in range(at + 1, len(cells)):
        row, above = cells[i], cells[i - 1]
        down = above[0].y0 - row[0].y0
        if len(row) > _MAX_CELLS or down > _FAR * (step or 1.6 * above[0].height):
            break
        narrowed = _narrowed(lanes, row)
        lost = len(lanes) - len(narrowed)
        if not narrowed or lost > (len(lanes) // 3 if len(row) > 1 else 0):
            break
        if len(row) == 1 and not _fits(row[0], above, lanes):
            break
        lanes, step = narrowed, max(step, min(down, 3 * row[0].height))
        stop = i + 1
    while len(cells[stop - 1]) == 1 and not continues_cell(cells[stop - 2], cells[stop - 1][0]):
        stop -= 1
    return _Run(list(cells[at:stop]), lanes, stop) if stop > at + 1 else None


def _fits(cell: PrintedWord, above: Row, lanes: Sequence[Lane]) -> bool:
    """Whether the only cell of a row may belong to a table: it lies in one column and close to the
    row above."""
    return all(cell.x1 <= right or cell.x0 >= left for left, right in lanes) and (
        above[0].y0 - cell.y0 <= _FAR * max(cell.height, above[0].height)
    )


def _narrowed(lanes: Sequence[Lane], row: Row) -> list[Lane]:
    """The parts of the lanes that remain white beside the cells of a row."""
    found = []
    least = _LANE * median(word.height for word in row)
    for left, right in lanes:
        edges = [left]
        for word in row:
            if word.x0 < right and word.x1 > left:
                edges += [word.x0, word.x1]
        edges.append(right)
        white = zip(edges[::2], edges[1::2], strict=True)
        widest = max(white, key=lambda lane: lane[1] - lane[0])
        if widest[1] - widest[0] >= least:
            found.append(widest)
    return found


def _headers(cells: Sequence[Row], start: int, at: int, table: PrintedTable) -> list[list[str]]:
    """The column names in the rows directly above a table, the lowest row first. A name above
    several columns is repeated for each."""
    found: list[list[str]] = []
    below = cells[at]
    while at - len(found) > start and len(found) < _MAX_HEADERS:
        row = cells[at - len(found) - 1]
        far = row[0].y0 - below[0].y0 > _FAR * row[0].height
        numbered = any(is_number(word.text) and not is_year(word.text) for word in row)
        if far or numbered or len(row) < 2 or _CAPTION.match(row[0].text):
            break
        names = _above(row, table.places)
        if not any(names):
            break
        found.append(names)
        below = row
    return found


def _named(table: PrintedTable, over: Sequence[Sequence[str]]) -> list[str]:
    """The names of a table's columns, together with the names above them."""
    names = list(table.header) or [""] * len(table.places)
    for row in over:
        names = [f"{above} {name}".strip() for above, name in zip(row, names, strict=True)]
    return names if any(names) else []


def _above(row: Row, places: Sequence[Lane]) -> list[str]:
    """The name above each column in a row of names: separate words, or a name centred above several
    columns. Empty strings if a name would be lost or is too long."""
    nothing = [""] * len(places)
    if any(len(cell.text) > MAX_NAME for cell in row):
        return nothing
    words = [word for cell in row for word in cell.parts or [cell]]
    own = [[w for w in words if w.x0 < right and w.x1 > left] for left, right in places]
    if sum(map(len, own)) == len(words) and sum(map(bool, own)) >= len(places) - 1:
        return [text_of(each) for each in own]
    middles = [(cell.x0 + cell.x1) / 2 for cell in row]
    found = list(nothing)
    for i, cell in enumerate(row):
        half = [abs(middles[j] - middles[i]) / 2 for j in (i - 1, i + 1) if 0 <= j < len(row)]
        reach = max(min(half, default=0.0), (cell.x1 - cell.x0) / 2)
        for column, (left, right) in enumerate(places):
            if not found[column] and abs((left + right) / 2 - middles[i]) < reach:
                found[column] = cell.text
    return found if all(cell.text in found for cell in row) else nothing


def _caption(rows: Sequence[Row], start: int, stop: int) -> int:
    """The index where a caption directly above a table begins; ``stop`` if there is none."""
    for at in range(stop - 1, max(start, stop - _MAX_CAPTION) - 1, -1):
        if _CAPTION.match(text_of(rows[at])):
            return at
    return stop
