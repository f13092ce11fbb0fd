"""Finds tables whose cells are drawn with lines. Pure.

The lines say which words are one cell, however its lines are broken. Lines that frame parts of a
page, or long texts, make no table; neither do lines with other text beside them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple, TypeAlias

from pincite.corpus.formats.pdf.print.cells import PrintedTable, has_header
from pincite.corpus.formats.pdf.print.joining import Joiner
from pincite.corpus.formats.pdf.print.words import PrintedWord, Row, rows_of, text_of
from pincite.corpus.formats.shared.header_row import header_rows, joined_names, title_row

_NEAR: Final = 2.0  # points; lines closer than this touch or are one line
_MOST_PAIRS: Final = 40_000  # of a level and an upright line
_MOST_CELLS: Final = 4_000
_LONGEST: Final = 600  # characters of a cell
_FILLED: Final = 0.4  # share of the cells that hold words
_LINES: Final = 3  # lines side by side in all cells of a row: rows without lines between them


Cell: TypeAlias = tuple[int, int]
Line: TypeAlias = tuple[float, float, float]  # its place, its start, its end


class Rule(NamedTuple):
    """A straight line on a page, in points; y grows upwards."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class RuledGrid:
    """Lines that cross. ``xs`` are the edges of the columns from left to right, ``ys`` those of the
    rows from top to bottom. ``level`` and ``upright`` are the lines."""

    xs: list[float]
    ys: list[float]
    level: list[Line]
    upright: list[Line]

    def holds(self, word: PrintedWord) -> bool:
        """Whether the middle of a word lies between the first and the last row's edge."""
        return self.ys[-1] < (word.y0 + word.y1) / 2 < self.ys[0]

    def beside(self, word: PrintedWord) -> bool:
        """Whether a word stands outside the columns."""
        return not self.xs[0] - _NEAR < (word.x0 + word.x1) / 2 < self.xs[-1] + _NEAR


def grids_of(rules: Sequence[Rule]) -> list[RuledGrid]:
    """The grids that lines make, from top to bottom."""
    level = _lines(((r.y0 + r.y1) / 2, r.x0, r.x1) for r in rules if r.x1 - r.x0 >= r.y1 - r.y0)
    upright = _lines(((r.x0 + r.x1) / 2, r.y0, r.y1) for r in rules if r.x1 - r.x0 < r.y1 - r.y0)
    if len(level) * len(upright) > _MOST_PAIRS:
        return []
    found = []
    for across, down in _crossing(level, upright):
        xs = _places([at for at, _, _ in down] + [x for _, *ends in across for x in ends])
        ys = _places([at for at, _, _ in across] + [y for _, *ends in down for y in ends])
        if len(xs) > 2 and len(ys) > 2 and (len(xs) - 1) * (len(ys) - 1) <= _MOST_CELLS:
            found.append(RuledGrid(xs, ys[::-1], across, down))
    return sorted(found, key=lambda grid: -grid.ys[0])


def ruled_table(
    grid: RuledGrid, words: Sequence[PrintedWord], joiner: Joiner
) -> PrintedTable | None:
    """The table of a grid with the words in it, or None if it is no table."""
    if not words:
        return None
    regions = _regions(grid)
    held: dict[Cell, list[PrintedWord]] = {}
    for word in words:
        held.setdefault(regions[_cell_of(grid, word)], []).append(word)
    lines = {region: rows_of(each) for region, each in held.items()}
    texts = {region: _text(each, joiner) for region, each in lines.items()}
    if any(len(text) > _LONGEST for text in texts.values()) or _lacks_lines(grid, regions, lines):
        return None
    rows: list[tuple[str, ...]] = []
    spans: list[bool] = []
    bold: list[bool] = []
    for n in range(len(grid.ys) - 1):
        own = [regions[n, m] for m in range(len(grid.xs) - 1)]
        row = tuple(texts.get(region, "") for region in own)
        if any(row):
            whole = len(set(own)) == 1
            rows.append(row[:1] if whole else row)
            spans.append(not whole and len(set(own)) < len(own))
            bold.append(all(w.bold for region in own for w in held.get(region, ())))
    filled = sum(sum(map(bool, row)) for row in rows)
    full = sum(len(set(row) - {""}) > 1 for row in rows)
    if full < 2 or filled < _FILLED * sum(map(len, rows)):
        return None
    title = title_row(rows)
    if title:
        rows, spans, bold = rows[1:], spans[1:], bold[1:]
    first = bold[:2] == [True, False]
    whole_rows = [row for row in rows if len(row) > 1]
    plain = len(rows[0]) > 1 and has_header(whole_rows)
    named = header_rows(rows, spanning=spans[0], bold=first) or int(first or plain)
    header = list(joined_names(rows[:named]))
    return PrintedTable(header, list(map(list, rows[named:])), list(pairwise(grid.xs)), title)


def words_of(rows: Sequence[Row]) -> list[PrintedWord]:
    """The single words of rows of fragments."""
    return [word for row in rows for each in row for word in each.parts or (each,)]


def _lines(given: Iterable[Line]) -> list[Line]:
    """Lines at one place that touch as one line."""
    groups: list[list[Line]] = []
    for line in sorted(given):
        if groups and line[0] - groups[-1][-1][0] <= _NEAR / 2:
            groups[-1].append(line)
        else:
            groups.append([line])
    found: list[Line] = []
    for group in groups:
        place = group[0][0]
        ends: list[list[float]] = []
        for _, start, end in sorted(group, key=lambda line: line[1]):
            if ends and start <= ends[-1][1] + _NEAR:
                ends[-1][1] = max(ends[-1][1], end)
            else:
                ends.append([start, end])
        found += [(place, start, end) for start, end in ends]
    return found


def _places(given: Iterable[float]) -> list[float]:
    """Places in ascending order, those that are near each other as one."""
    found: list[float] = []
    for at in sorted(given):
        if not found or at - found[-1] > 2 * _NEAR:
            found.append(at)
    return found


def _crossing(
    level: Sequence[Line], upright: Sequence[Line]
) -> Iterator[tuple[list[Line], list[Line]]]:
    """The level and the upright lines of each group of lines that touch."""
    above = list(range(len(level) + len(upright)))

    def top(n: int) -> int:
        while above[n] != n:
            above[n] = above[above[n]]
            n = above[n]
        return n

    for n, (y, left, right) in enumerate(level):
        for m, (x, low, high) in enumerate(upright):
            if left - _NEAR <= x <= right + _NEAR and low - _NEAR <= y <= high + _NEAR:
                above[top(len(level) + m)] = top(n)
    groups: dict[int, tuple[list[Line], list[Line]]] = {}
    for n, line in enumerate([*level, *upright]):
        groups.setdefault(top(n), ([], []))[n >= len(level)].append(line)
    yield from groups.values()


def _regions(grid: RuledGrid) -> dict[Cell, Cell]:
    """For each cell of the grid the first of the cells that no line separates from it."""
    first: dict[Cell, Cell] = {}
    for n, (top, foot) in enumerate(pairwise(grid.ys)):
        for m, (left, right) in enumerate(pairwise(grid.xs)):
            own = (n, m)
            if m and not _cut(grid.upright, left, (top + foot) / 2):
                own = first[n, m - 1]
            elif n and not _cut(grid.level, top, (left + right) / 2):
                own = first[n - 1, m]
            first[n, m] = own
    return first


def _cut(lines: Sequence[Line], place: float, at: float) -> bool:
    """Whether a line runs along ``place`` past ``at``."""
    return any(abs(p - place) <= 2 * _NEAR and one < at < other for p, one, other in lines)


def _cell_of(grid: RuledGrid, word: PrintedWord) -> Cell:
    x, y = (word.x0 + word.x1) / 2, (word.y0 + word.y1) / 2
    column = sum(x >= edge for edge in grid.xs[1:-1])
    return sum(y <= edge for edge in grid.ys[1:-1]), column


def _text(lines: Sequence[Row], joiner: Joiner) -> str:
    return joiner.join([text_of(row) for row in lines])[0]


def _lacks_lines(grid: RuledGrid, regions: dict[Cell, Cell], lines: dict[Cell, list[Row]]) -> bool:
    """Whether a row of the grid holds several rows of words, side by side in all its cells."""
    for n in range(len(grid.ys) - 1):
        own = {regions[n, m] for m in range(len(grid.xs) - 1)}
        counts = [len(lines[region]) for region in own if region in lines]
        if len(counts) > 1 and min(counts) >= _LINES and max(counts) == min(counts):
            return True
    return False
