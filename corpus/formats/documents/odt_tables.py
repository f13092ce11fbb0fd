"""Reads tables of OpenDocument texts: rows with a cell for each column, and which rows are the
header."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from pincite.corpus.formats.shared.header_row import (
    MAX_SPAN,
    Row,
    header_rows,
    joined_names,
    title_row,
)
from pincite.corpus.formats.shared.xml_tree import Element, attribute, name_of, words_of

_MOST_ALIKE: Final = 20  # limit for the repetitions of one cell


def odt_table(table: Element, words: Callable[[Element], str]) -> tuple[Row, list[Row], str]:
    """The header of a table, empty if it has none, its other rows, and the title above all its
    columns. ``words`` returns the text of a cell."""
    rows: list[Row] = []
    named, spans, single = 0, [], []
    for row, heads in _rows(table):
        named += heads and named == len(rows)
        spans.append(_spans(row))
        single.append(spans[-1] and _own_cells(row) == 1)
        rows.append(_cells(row, rows[-1] if rows else (), words))
    width = max(map(len, rows), default=0)
    if width > MAX_SPAN:
        return (), rows, ""
    rows = [_filled(row, width, single[n]) for n, row in enumerate(rows)]
    title = title_row(rows)
    rows, spans, named = rows[bool(title) :], spans[bool(title) :], max(named - bool(title), 0)
    if not 0 < named < len(rows):
        named = header_rows(rows, spanning=bool(spans) and spans[0])
    return joined_names(rows[:named]), rows[named:], title


def _filled(row: Row, width: int, single: bool) -> Row:
    """A row with a cell for each column, or with one if it is a single cell that spans them all."""
    return (
        row[:1]
        if single and len(row) == width and len(set(row)) == 1
        else row + ("",) * (width - len(row))
    )


def _rows(table: Element) -> Iterator[tuple[Element, bool]]:
    """The rows of a table, each with whether it is a header row."""
    waiting = [(each, False) for each in reversed(table)]
    while waiting:
        element, heads = waiting.pop()
        name = name_of(element)
        if name == "table-row":
            yield element, heads
        elif name in ("table-header-rows", "table-rows", "table-row-group"):
            heads = heads or name == "table-header-rows"
            waiting.extend((each, heads) for each in reversed(element))


def _cells(row: Element, above: Sequence[str], words: Callable[[Element], str]) -> Row:
    """The cells of a row. A cell covered by a merged cell repeats the words of that cell."""
    cells: list[str] = []
    spanned = 0  # how many of the next cells the last one covers
    for cell in row:
        kind = name_of(cell)
        if kind not in ("table-cell", "covered-table-cell"):
            continue
        count = _number(cell, "number-columns-repeated")
        said = " ".join(words(cell).split()) if kind == "table-cell" else ""
        for _ in range(count):
            if kind == "table-cell":
                cells.append(said)
                spanned = _number(cell, "number-columns-spanned") - 1
            elif spanned > 0:
                cells.append(cells[-1] if cells else "")
                spanned -= 1
            else:
                cells.append(above[len(cells)] if len(cells) < len(above) else "")
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)


def _spans(row: Element) -> bool:
    """Whether a cell of the row spans several columns."""
    return any(_number(cell, "number-columns-spanned") > 1 for cell in row)


def _own_cells(row: Element) -> int:
    """How many cells with words the row has, without those that another cell covers."""
    return sum(
        _number(cell, "number-columns-repeated")
        for cell in row
        if name_of(cell) == "table-cell" and words_of(cell)
    )


def _number(cell: Element, name: str) -> int:
    said = attribute(cell, name)
    number = int(said) if said.isascii() and said.isdigit() and len(said) < 5 else 1
    return max(1, min(number, _MOST_ALIKE))
