"""Plain text from a fragment of HTML, such as an entry of a feed. Whole pages are read by
``html/``."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from typing import Final

from pincite.corpus.formats.shared.header_row import (
    MAX_SPAN,
    Repeats,
    Row,
    header_rows,
    joined_names,
    title_row,
)
from pincite.corpus.formats.shared.raised import is_note_mark, raised
from pincite.corpus.formats.shared.sheet import Sheet

HEADING_TAGS: Final = frozenset("h1 h2 h3 h4 h5 h6".split())
"""The elements of headings."""

MOST_STRUCK: Final = 80
"""Characters; longer struck text may be a whole paragraph."""

_BLOCKS: Final = frozenset(
    """address article aside blockquote caption center dd div dl dt figcaption figure footer form
    header hr li main nav ol p section ul""".split()
)
_CODE: Final = frozenset(("pre",))
_HIDDEN: Final = frozenset("head script style template noscript iframe object svg math".split())
_CELLS: Final = frozenset(("td", "th"))
BLOCK_TAGS: Final = HEADING_TAGS | _BLOCKS | _CODE | _CELLS | {"table", "tr"}
"""The elements that stand on lines of their own."""

_NOTE_MARKS: Final = frozenset(("noteref", "doc-noteref"))
_MAX_ROWS: Final = 1000  # rows that one cell may span

Attributes = list[tuple[str, str | None]]


@dataclass(slots=True)
class _Cell:
    """A cell that is being read. ``names`` says that it is a header cell; ``rows`` counts the rows
    that it still spans."""

    names: bool
    columns: int
    rows: int
    words: str = ""


@dataclass(slots=True)
class _Table:
    """A table that is being read. ``bare`` says that it began with a row, without a table tag."""

    bare: bool
    repeats: Repeats
    caption: str = ""
    rows: list[list[_Cell]] = field(default_factory=list)
    cell: _Cell | None = None

    def filled(self) -> list[Row]:
        """The rows, with each spanning cell repeated in every row and column that it spans."""
        rows: list[Row] = []
        above: dict[int, _Cell] = {}
        for row in self.rows:
            cells: list[str] = []
            waiting = list(reversed(row))
            going_on: dict[int, _Cell] = {}
            while waiting or len(cells) in above:
                cell = above.get(len(cells))
                again = cell is not None
                cell = cell or waiting.pop()
                start = len(cells)
                wide = len(cells) >= MAX_SPAN or self.repeats.over
                for n in range(1 if wide else cell.columns):
                    first = not again and n == 0
                    cells.append(cell.words if first else self.repeats.again(cell.words))
                if cell.rows > 1 and not wide:
                    cell.rows -= 1
                    going_on[start] = cell
            above = going_on
            alone = len(row) == 1 and len(cells) == row[0].columns
            rows.append(tuple(cells[:1] if alone else cells))
        return rows

    def parts(self, rows: list[Row]) -> tuple[Row, list[Row], str]:
        """The header, the other rows and the caption, or else the title above all columns, given
        the filled rows."""
        heads = [_names(row) for row in self.rows]
        spans = [any(cell.columns > 1 for cell in row) for row in self.rows]
        title = "" if self.caption else title_row(rows)
        if title:
            rows, heads, spans = rows[1:], heads[1:], spans[1:]
        top = heads.index(False) if False in heads else 0
        top = top or header_rows(rows, spanning=spans[:1] == [True])
        return joined_names(rows[:top]), rows[top:], self.caption or title


def _names(row: list[_Cell]) -> bool:
    """Whether all cells of a row, apart from empty ones, are header cells."""
    return any(cell.names for cell in row) and all(cell.names or not cell.words for cell in row)


class _Fragment(HTMLParser):
    def __init__(self, sheet: Sheet) -> None:
        super().__init__(convert_charrefs=True)
        self._sheet = sheet
        self._words: list[str] = []
        self._table: _Table | None = None
        self._repeats = Repeats()
        self._inner = 0  # open tables inside a cell
        self._heading = self._caption = ""
        self._outside = self._hidden = 0
        self._mark = False  # in a link to a note, whose number does not belong to the text
        self._jump = self._raised = False  # in a link within the text; in a raised part
        self._struck: int | None = None  # where the struck words begin

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        if tag in BLOCK_TAGS:
            self._end_line()
        if tag in _HIDDEN:
            self._hidden += 1
        elif tag == "br":
            self._words.append("\n")
        elif tag == "a":
            self._mark = any(value in _NOTE_MARKS for _, value in attrs)
            self._jump = any(name == "href" and "#" in (value or "") for name, value in attrs)
        elif tag == "sup":
            self._raised = True
        elif tag == "del" and self._struck is None:
            self._struck = len(self._words)
        elif tag in ("table", "tr") or tag in _CELLS:
            self._begin(tag, attrs)
        elif tag in HEADING_TAGS | _CODE:
            self.block()
            self._heading = tag if tag in HEADING_TAGS else ""
            self._outside += 1
        elif tag in _BLOCKS:
            self.block()
            self._caption = tag if tag == "figcaption" else self._caption

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCK_TAGS:
            self._end_line()
        if tag in _HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        elif tag == "caption" and self._table is not None and self._table.cell is None:
            self._table.caption = self._taken()
        elif tag == "a":
            self._mark = self._jump = False
        elif tag == "sup":
            self._raised = False
        elif tag == "del":
            self._end_struck()
        elif tag in ("table", "tr") or tag in _CELLS:
            self._end(tag)
        elif tag in HEADING_TAGS | _CODE:
            self.block()
            self._heading = ""
            self._outside = max(0, self._outside - 1)
        elif tag in _BLOCKS:
            self.block()
            self._caption = "" if tag == "figcaption" else self._caption

    def handle_data(self, data: str) -> None:
        noted = self._mark or (self._jump and self._raised and is_note_mark(data))
        if not self._hidden and not noted:
            data = raised(data) if self._raised else data
            # a line break in the source is a blank; real ones are tags
            self._words.append(data if self._outside else data.replace("\n", " "))

    def block(self) -> None:
        """Makes the collected words a block, except inside a table."""
        if self._table is not None:
            self._words.append(" ")
            return
        text = "".join(self._words)
        self._words = []
        if self._heading:
            self._sheet.heading(" ".join(text.split()), int(self._heading[1]), gap="\n")
            return
        for line in text.split("\n"):
            words = " ".join(line.split())
            if self._caption:
                self._sheet.caption(words, gap="\n")
            else:
                self._sheet.add(words, body=not self._outside, gap="\n")

    def finish(self) -> None:
        """Closes everything that is still open."""
        self._end_line()
        self._inner = 0
        self._show()
        self.block()

    def _end_line(self) -> None:
        """Ends what lies within a line, though its tag may never be closed."""
        self._raised = False
        self._end_struck()

    def _end_struck(self) -> None:
        """Takes the struck words out, unless they are too many."""
        if self._struck is not None:
            words = "".join(self._words[self._struck :])
            if len(words.strip()) <= MOST_STRUCK:
                del self._words[self._struck :]
            self._struck = None

    def _begin(self, tag: str, attrs: Attributes) -> None:
        if self._table is None:
            if tag in _CELLS:
                return
            self.block()
            self._table = _Table(tag == "tr", self._repeats)
        elif tag == "table":
            self._inner += 1
        if self._inner or tag == "table":
            self._words.append(" ")
            return
        self._close_cell()
        if tag == "tr" or not self._table.rows:
            self._table.rows.append([])
        if tag in _CELLS:
            given = dict(attrs)
            columns, rows = (
                _number(given.get(f"{name}span"), most)
                for name, most in (("col", MAX_SPAN), ("row", _MAX_ROWS))
            )
            self._table.cell = _Cell(tag == "th", columns, rows)

    def _end(self, tag: str) -> None:
        if self._table is None:
            return
        if self._inner:
            self._inner -= tag == "table"
            self._words.append(" ")
            return
        self._close_cell()
        if tag == "table" or (tag == "tr" and self._table.bare):
            self._show()

    def _close_cell(self) -> None:
        if self._table is not None and self._table.cell is not None:
            self._table.cell.words = self._taken()
            self._table.rows[-1].append(self._table.cell)
            self._table.cell = None

    def _show(self) -> None:
        """Adds the finished table to the sheet. A table of a single column becomes blocks."""
        self._close_cell()
        table, self._table = self._table, None
        if table is None:
            return
        rows = table.filled()
        if max(map(len, rows), default=0) < 2:
            for words in (table.caption, *(row[0] for row in rows if row)):
                self._sheet.add(words, body=True, gap="\n")
            return
        header, below, caption = table.parts(rows)
        self._sheet.table(header, below, caption=caption, gap="\n")

    def _taken(self) -> str:
        words, self._words = " ".join("".join(self._words).split()), []
        return words


def _number(written: str | None, most: int) -> int:
    return max(1, min(int(written[:6]), most)) if written and written.isdecimal() else 1


def add_fragment(source: str, sheet: Sheet) -> None:
    """Adds the text of an HTML fragment to the sheet, one block per line. Headings, code and header
    rows lie outside the body."""
    parser = _Fragment(sheet)
    # no tag ends after the last ">"; the parser would search for an end from every "<" (quadratic)
    last = source.rfind(">") + 1
    parser.feed(source[:last])
    parser.close()
    parser.handle_data(unescape(source[last:]))
    parser.finish()


def plain_text(source: str) -> str:
    """The words of an HTML fragment on one line."""
    sheet = Sheet()
    add_fragment(source, sheet)
    return " ".join(sheet.so_far().split())
