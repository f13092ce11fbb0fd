"""Reads tables of Word: rows with a cell for each column, and which rows are the header.

A cell that spans columns or rows is repeated in each of them, within limits.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from pincite.corpus.formats.shared.header_row import (
    MAX_SPAN,
    Repeats,
    Row,
    header_rows,
    joined_names,
    title_row,
)
from pincite.corpus.formats.word.styles import W

_HOLDERS: Final = frozenset(
    f"{W}{tag}" for tag in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")
)
_LOOKED_AT: Final = 3  # rows: a title, two rows of names
_OFF: Final = ("0", "false", "off")


@dataclass(frozen=True, slots=True)
class WordTable:
    """The rows of a table without its header. ``header`` is empty if the table has none. ``title``
    is the text of a first row whose only cell spans all columns."""

    header: Row
    rows: tuple[Row, ...]
    title: str = ""

    @property
    def lines(self) -> tuple[Row, ...]:
        """All rows, with the title and the header above."""
        return ((self.title,), self.header, *self.rows)


@dataclass(slots=True)
class Tables:
    """Reads tables. ``words`` returns the text of a cell."""

    words: Callable[[Any], str]
    repeats: Repeats = field(default_factory=Repeats)

    def read(self, table: Any) -> WordTable:
        """The table. Rows and cells that tracked changes delete are left out."""
        rows: list[Row] = []
        named = 0
        bold: list[bool] = []
        spans: list[bool] = []
        above: dict[int, str] = {}
        for row in inside(table, "tr"):
            if is_struck(row):
                continue
            if named == len(rows) and _marked(row, "trPr", "tblHeader"):
                named += 1
            rows.append(self._row(row, above))
            if len(bold) < _LOOKED_AT:
                bold.append(_is_bold(row))
                spans.append(_spans(row))
        width = max(map(len, rows), default=0)
        title = title_row(rows)
        if title:
            rows, bold, spans, named = rows[1:], bold[1:], spans[1:], max(named - 1, 0)
        if width <= MAX_SPAN:
            rows = [row + ("",) * (width - len(row)) if row[1:] else row for row in rows]
        if not 0 < named < len(rows):
            first = bold[:2] == [True, False]
            marked = _has_first_row(table)
            named = header_rows(rows, spanning=spans[:1] == [True], bold=first, marked=marked)
        return WordTable(joined_names(rows[:named]), tuple(rows[named:]), title)

    def _row(self, row: Any, above: dict[int, str]) -> Row:
        """The cells of a row. ``above`` maps columns to the cells of the previous row that continue
        downwards; it is updated."""
        cells: list[str] = [""] * _number(row.find(f"{W}trPr/{W}gridBefore"), 0)
        going_on: dict[int, str] = {}
        alone = False  # whether a single cell spans all columns
        for cell in inside(row, "tc"):
            if _marked(cell, "tcPr", "cellDel"):
                continue
            merged = cell.find(f"{W}tcPr/{W}vMerge")
            goes_on = merged is not None and merged.get(f"{W}val", "continue") != "restart"
            words = " ".join(self.words(cell).split())
            if goes_on and not words:
                words = self.repeats.again(above.get(len(cells), ""))
            span = _number(cell.find(f"{W}tcPr/{W}gridSpan"), 1)
            if merged is not None:
                going_on[len(cells)] = words
            cells.append(words)
            cells.extend(self.repeats.again(words) for _ in range(span - 1))
            alone = len(cells) == span > 1
        above.clear()
        above.update(going_on)
        return tuple(cells[:1] if alone else cells)


def inside(holder: Any, name: str) -> Iterator[Any]:
    """The rows of a table or the cells of a row, without those of nested tables."""
    for child in holder:
        if child.tag == f"{W}{name}":
            yield child
        elif child.tag in _HOLDERS:
            yield from inside(child, name)


def is_struck(row: Any) -> bool:
    """Whether tracked changes delete the row."""
    return _marked(row, "trPr", "del")


def _spans(row: Any) -> bool:
    """Whether a cell of the row spans several columns."""
    return any(_number(span, 1) > 1 for span in row.iter(f"{W}gridSpan"))


def _marked(holder: Any, properties: str, name: str) -> bool:
    found = holder.find(f"{W}{properties}/{W}{name}")
    return found is not None and found.get(f"{W}val") not in _OFF


def _number(element: Any, default: int) -> int:
    written = "" if element is None else str(element.get(f"{W}val", ""))
    return min(int(written[:4]), MAX_SPAN) if written.isdecimal() else default


def _has_first_row(table: Any) -> bool:
    """Whether the table's style formats the first row differently."""
    look = table.find(f"{W}tblPr/{W}tblLook")
    if look is None:
        return False
    first = look.get(f"{W}firstRow")
    written = str(look.get(f"{W}val", "0"))
    bits = int(written[:4], 16) if re.fullmatch("[0-9A-Fa-f]{1,4}", written) else 0
    return bool(bits & 0x20) if first is None else first not in _OFF


def _is_bold(row: Any) -> bool:
    """Whether all words of a row are set in bold directly."""
    runs = [run for run in row.iter(f"{W}r") if run.find(f"{W}t") is not None]
    return bool(runs) and all(_marked(run, "rPr", "b") for run in runs)
