"""Tables of a page: which hold data and which only make the layout, and the rows of the data
tables.

Pure: the tree is not changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

_PARAGRAPHS: Final = frozenset(
    "div p h1 h2 h3 h4 h5 h6 article section main header footer form".split()
)
_GROUPS: Final = frozenset({"thead", "tbody", "tfoot"})
_UNSEEN: Final = frozenset({"script", "style", "noscript", "template", "select", "textarea"})
_LAYOUT: Final = 2  # this many paragraphs in one cell make it a column of the page's layout
_LONG: Final = 600  # characters in a cell
_MAX_SPAN: Final = 100
_MAX_CELLS: Final = 200_000  # of a table, with repeated ones


@dataclass(slots=True)
class PageTable:
    """A table of data. Every row has a cell for each column that it spans."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str
    links: int

    def words(self) -> str:
        """All words of the table, one row per line."""
        lines = (self.caption, " ".join(self.header), *(" ".join(row) for row in self.rows))
        return "\n".join(line for line in lines if line)


def is_layout(table: Any) -> bool:
    """Whether a table only places parts of the page side by side."""
    if table.get("role") in ("presentation", "none"):
        return True
    if next(table.iterdescendants("table"), None) is not None:
        return True
    rows = _rows(table)
    if not any(len(row) > 1 for _, row in rows) or len(rows) < 2:
        # a single column or row is a frame around text, unless it has a header or a caption
        return table.find(".//th") is None and table.find("caption") is None
    return any(_is_column(cell) for _, row in rows for cell in row)


def table_of(table: Any) -> PageTable:
    """The table's content. A cell that spans several rows or columns is repeated in each of
    them."""
    grid: list[list[str]] = []
    heads: list[bool] = []
    spanning: dict[int, tuple[int, str]] = {}  # column: (rows still to fill, words)
    left = _MAX_CELLS
    for group, cells in _rows(table):
        row: list[str] = []
        for cell in cells:
            _fill_spanned(row, spanning)
            words = _words(cell)
            wide = _span(cell, "colspan", _MAX_SPAN) if left > 0 else 1
            tall = _span(cell, "rowspan", _MAX_CELLS) if left > 0 else 1
            for _ in range(wide):
                if tall > 1:
                    spanning[len(row)] = (tall - 1, words)
                row.append(words)
        _fill_spanned(row, spanning)
        left -= len(row)
        if left <= 0:
            spanning.clear()
        grid.append(row)
        heads.append(group == "thead" or (bool(cells) and all(c.tag == "th" for c in cells)))
    top = 0
    while top < len(grid) - 1 and heads[top]:
        top += 1
    caption = table.find("caption")
    return PageTable(
        _merged(grid[:top]),
        tuple(tuple(row) for row in grid[top:] if any(row)),
        _words(caption) if caption is not None else "",
        sum(len(_words(a)) for a in table.iter("a")),
    )


def _fill_spanned(row: list[str], spanning: dict[int, tuple[int, str]]) -> None:
    """Fills the next columns with cells from rows above that span this row."""
    while (found := spanning.get(len(row))) is not None:
        rows, words = found
        if rows > 1:
            spanning[len(row)] = (rows - 1, words)
        else:
            del spanning[len(row)]
        row.append(words)


def _merged(heads: list[list[str]]) -> tuple[str, ...]:
    """Several header rows merged into one: "Cost" above "2025" becomes "Cost 2025"."""
    width = max((len(row) for row in heads), default=0)
    columns = []
    for n in range(width):
        parts = dict.fromkeys(row[n] for row in heads if n < len(row) and row[n])
        columns.append(" ".join(parts))
    return tuple(columns)


def _rows(table: Any) -> list[tuple[str, list[Any]]]:
    """The rows directly in the table: the tag of the group, and the cells."""
    found = []
    for child in table:
        if child.tag == "tr":
            found.append(("", _cells(child)))
        elif child.tag in _GROUPS:
            found += [(child.tag, _cells(row)) for row in child if row.tag == "tr"]
    return found


def _cells(row: Any) -> list[Any]:
    return [cell for cell in row if cell.tag in ("td", "th")]


def _is_column(cell: Any) -> bool:
    """Whether a cell holds paragraphs, like a column of a page's layout."""
    breaks = sum(
        one.tag == two.tag == "br" and not (one.tail or "").strip() for one, two in pairwise(cell)
    )
    paragraphs = sum(child.tag in _PARAGRAPHS for child in cell)
    return breaks + paragraphs >= _LAYOUT or len(_words(cell)) > _LONG


def _words(cell: Any) -> str:
    """The words of a cell on one line, with blanks between its blocks."""
    parts: list[str] = []
    _gather(cell, parts)
    return " ".join("".join(parts).split())


def _gather(cell: Any, parts: list[str]) -> None:
    levels = [(cell, iter(cell))]
    parts.append(cell.text or "")
    while levels:
        element, children = levels[-1]
        child = next(children, None)
        if child is None:
            levels.pop()
            if levels:
                parts.append(" " if element.tag in _APART else "")
                parts.append(element.tail or "")
        elif not isinstance(child.tag, str) or child.tag in _UNSEEN:
            parts.append(child.tail or "")
        else:
            parts.append(" " if child.tag in _APART else "")
            parts.append(child.text or "")
            levels.append((child, iter(child)))


_APART: Final = frozenset({"br", "li", "dd", "dt", "tr", *_PARAGRAPHS})


def _span(cell: Any, name: str, most: int) -> int:
    written = cell.get(name) or ""
    return (
        max(1, min(int(written), most))
        if written.isascii() and written.isdigit() and len(written) < 10
        else 1
    )
