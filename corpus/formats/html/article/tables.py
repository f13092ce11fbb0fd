"""Tables of a page: which hold data and which only make the layout, and the rows of the data
tables.

Pure: the tree is not changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Any, Final

from pincite.corpus.formats.html.article.regions import is_hidden
from pincite.corpus.formats.shared.header_row import Row, header_rows, joined_names, title_row

_PARAGRAPHS: Final = frozenset(
    "div p h1 h2 h3 h4 h5 h6 article section main header footer form".split()
)
_PARTS: Final = ("h1", "h2", "h3", "article", "section", "main", "header", "footer", "form")
_TABLES: Final = ("table", "grid", "treegrid")
_CELLS: Final = ("cell", "gridcell", "columnheader", "rowheader")
_GROUPS: Final = frozenset({"thead", "tbody", "tfoot"})
_UNSEEN: Final = frozenset({"script", "style", "noscript", "template", "select", "textarea"})
_LAYOUT: Final = 2  # this many paragraphs in one cell make it a column of the page's layout
_LONG: Final = 600  # characters in a cell
_BRIEF: Final = 200  # the same in a table that does not name its columns
_REGULAR: Final = 3  # rows of a table whose rows all have the same number of cells
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


def is_table(element: Any) -> bool:
    """Whether it is a table by its tag or its role."""
    return element.tag == "table" or element.get("role") in _TABLES


def is_layout(table: Any) -> bool:
    """Whether a table only places parts of the page side by side."""
    if table.get("role") in ("presentation", "none"):
        return True
    inner = table.iterdescendants()
    if table.tag != "table" and any(each.get("role") in _TABLES for each in inner):
        return True
    if next(table.iterdescendants("table"), None) is not None:
        return True
    rows = _rows(table)
    framed = len(rows) < 2 or not any(len(row) > 1 for _, row in rows)
    headed = any(cell.tag == "th" for _, row in rows for cell in row)
    if framed and not headed and table.find("caption") is None:
        return True  # a single column or row is a frame around text
    if not any(_is_column(cell) for _, row in rows for cell in row):
        return False
    # paragraphs and lists in a cell are those of a table if it names its columns or is regular
    named = any(group == "thead" or _names(cells) for group, cells in rows)
    most = _LONG if named else _BRIEF
    if any(len(_words(cell)) > most or _holds_parts(cell) for _, row in rows for cell in row):
        return True
    return not named and (len(rows) < _REGULAR or len({len(cells) for _, cells in rows}) > 1)


def table_of(table: Any) -> PageTable:
    """The table's content. A cell that spans several rows or columns is repeated in each of
    them; one that spans all columns is a row of a single cell."""
    rows = _rows(table)
    grid, left = [], _MAX_CELLS
    spanning: dict[int, tuple[int, str]] = {}  # column: (rows still to fill, words)
    for _, cells in rows:
        row = _filled(cells, spanning, spans=left > 0)
        left -= len(row)
        if left <= 0:
            spanning.clear()
        alone = (
            len(cells) == 1 and len(row) > 1 and len(row) == _span(cells[0], "colspan", _MAX_SPAN)
        )
        grid.append(tuple(row[:1] if alone else row))
    named = _caption(table)
    title = "" if named else title_row(grid)
    if title:
        rows, grid = rows[1:], grid[1:]
    top = _heads(rows, grid)
    return PageTable(
        joined_names(grid[:top]),
        tuple(row for row in grid[top:] if any(row)),
        named or title,
        sum(len(_words(a)) for a in table.iter("a")),
    )


def _filled(cells: list[Any], spanning: dict[int, tuple[int, str]], *, spans: bool) -> list[str]:
    """A row with a cell for each column. ``spanning`` are the cells of rows above that reach into
    it, and is updated; ``spans`` is whether cells may still span others."""
    row: list[str] = []
    for cell in cells:
        _fill_spanned(row, spanning)
        words = _words(cell)
        tall = _span(cell, "rowspan", _MAX_CELLS) if spans else 1
        for _ in range(_span(cell, "colspan", _MAX_SPAN) if spans else 1):
            if tall > 1:
                spanning[len(row)] = (tall - 1, words)
            row.append(words)
    _fill_spanned(row, spanning)
    return row


def _heads(rows: list[tuple[str, list[Any]]], grid: list[Row]) -> int:
    """How many of the first rows name the columns."""
    top = 0
    for (group, cells), row in zip(rows[:-1], grid, strict=False):
        # a single cell below the names is the title of the rows that follow
        if not (group == "thead" or _names(cells)) or (top and len(row) == 1 and len(grid[0]) > 1):
            break
        top += 1
    if top or not grid or any(cell.tag == "th" for cell in rows[0][1]):
        return top
    spans = any(_span(cell, "colspan", _MAX_SPAN) > 1 for cell in rows[0][1])
    bold = all(map(_is_bold, rows[0][1])) and not all(map(_is_bold, rows[1][1] if rows[1:] else ()))
    return header_rows(grid, spanning=spans, bold=bold)


def _names(cells: list[Any]) -> bool:
    """Whether all cells of a row, apart from empty ones, are header cells."""
    heads = [cell.tag == "th" or cell.get("role") == "columnheader" for cell in cells]
    return any(heads) and all(
        head or not _words(cell) for head, cell in zip(heads, cells, strict=True)
    )


def _is_bold(cell: Any) -> bool:
    """Whether all words of a cell are in one bold element."""
    bold = next(cell.iter("b", "strong"), None)
    return bold is not None and _words(bold) == _words(cell) != ""


def _caption(table: Any) -> str:
    """The words of a table's caption, or of the caption of the figure that holds only this
    table."""
    caption = table.find("caption")
    if caption is None:
        caption = figure_caption(table)
    return _words(caption) if caption is not None else ""


def figure_caption(table: Any) -> Any:
    """The caption of the figure that holds this table and nothing else, or None."""
    holder = table.getparent()
    if holder is not None and holder.tag == "div" and _only(holder, 1):
        holder = holder.getparent()
    if holder is None or holder.tag != "figure" or not _only(holder, 2):
        return None
    return holder.find("figcaption")


def captions_table(caption: Any) -> bool:
    """Whether it is the caption of a figure that holds a table of data and nothing else, which has
    no other caption."""
    holder = caption.getparent()
    if caption.tag != "figcaption" or holder is None or holder.tag != "figure":
        return False
    other = next((each for each in holder if each is not caption), None)
    if other is not None and other.tag == "div" and _only(other, 1):
        other = other[0]
    if other is None or not is_table(other) or figure_caption(other) is not caption:
        return False
    return other.find("caption") is None and not is_layout(other)


def _fill_spanned(row: list[str], spanning: dict[int, tuple[int, str]]) -> None:
    """Fills the next columns with cells from rows above that span this row."""
    while (found := spanning.get(len(row))) is not None:
        rows, words = found
        if rows > 1:
            spanning[len(row)] = (rows - 1, words)
        else:
            del spanning[len(row)]
        row.append(words)


def _only(holder: Any, count: int) -> bool:
    """Whether an element has exactly so many children."""
    return len(list(islice(holder, count + 1))) == count


def _rows(table: Any) -> list[tuple[str, list[Any]]]:
    """The rows directly in the table: the tag of the group, and the cells. Hidden cells are left
    out, but a hidden name stays if its column is shown."""
    found = []
    if table.tag != "table":
        inner = (each for each in table.iterdescendants() if each.get("role") == "row")
        found = [("", _cells(row)) for row in inner]
    else:
        for child in table:
            if child.tag == "tr":
                found.append(("", _cells(child)))
            elif child.tag in _GROUPS:
                found += [(child.tag, _cells(row)) for row in child if row.tag == "tr"]
    shown = [[cell for cell in cells if not is_hidden(cell)] for _, cells in found]
    width = max((_width(cells) for cells in shown if len(cells) > 1), default=0)
    rows = []
    for (group, cells), kept in zip(found, shown, strict=True):
        stay = len(kept) < len(cells) and _names(cells) and _width(cells) <= width
        rows.append((group, cells if stay else kept))
    return rows


def _cells(row: Any) -> list[Any]:
    by_tag = row.tag == "tr"
    return [
        cell for cell in row if (cell.tag in ("td", "th") if by_tag else cell.get("role") in _CELLS)
    ]


def _width(cells: list[Any]) -> int:
    """How many columns the cells of a row fill."""
    return sum(_span(cell, "colspan", _MAX_SPAN) for cell in cells)


def _is_column(cell: Any) -> bool:
    """Whether a cell holds paragraphs, like a column of a page's layout."""
    breaks = sum(
        one.tag == two.tag == "br" and not (one.tail or "").strip() for one, two in pairwise(cell)
    )
    paragraphs = sum(child.tag in _PARAGRAPHS for child in cell)
    return breaks + paragraphs >= _LAYOUT or len(_words(cell)) > _LONG


def _holds_parts(cell: Any) -> bool:
    """Whether a cell holds headings or parts of a page."""
    return next(cell.iter(*_PARTS), None) is not None


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
        elif not isinstance(child.tag, str) or child.tag in _UNSEEN or is_hidden(child):
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
