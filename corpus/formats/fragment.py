"""A piece of HTML, such as an entry of a feed or a chapter of a book, as plain text. A whole page
is for ``html.py``."""

from __future__ import annotations

from html import unescape
from html.parser import HTMLParser
from typing import Final

from corpus.formats.sheet import Sheet

_BLOCKS: Final = frozenset(
    """address article aside blockquote center dd div dl dt figure footer form
    header hr li main nav ol p section tbody tfoot thead ul""".split()
)
_HEADINGS: Final = frozenset("h1 h2 h3 h4 h5 h6".split())
_CAPTIONS: Final = frozenset(("caption", "figcaption"))
_CODE: Final = frozenset(("pre",))
_HIDDEN: Final = frozenset("head script style template noscript iframe object svg math".split())
_CELLS: Final = frozenset(("td", "th"))
_NOTE_MARKS: Final = frozenset(("noteref", "doc-noteref"))
_MOST_COLUMNS: Final = 20  # that one cell is repeated in

_Attributes = list[tuple[str, str | None]]


class _Fragment(HTMLParser):
    def __init__(self, sheet: Sheet) -> None:
        super().__init__(convert_charrefs=True)
        self._sheet = sheet
        self._words: list[str] = []
        self._rows: list[list[str]] = []
        self._cells: list[str] | None = None
        self._columns = 1  # that the open cell spans
        self._open = False
        self._header: list[str] = []
        self._told = self._heads = 0  # the cells of the open row, and how many of them are th
        self._caption = ""
        self._outside = self._hidden = 0
        self._mark = False

    def handle_starttag(self, tag: str, attrs: _Attributes) -> None:
        if tag in _HIDDEN:
            self._hidden += 1
        elif tag == "br":
            self._words.append("\n")
        elif tag == "tr":
            self._end_row()
            self.block()
            self._cells, self._told, self._heads = [], 0, 0
        elif tag in _CELLS:
            if self._open:  # its end may be left out
                self._end_cell()
            self._columns, self._open = _span(attrs), self._cells is not None
            self._heads += tag == "th"
        elif tag in _CODE:
            self.block()
            self._outside += 1
        elif tag == "table":
            self._end_row()
            self.end_table()
        elif tag in _BLOCKS | _HEADINGS | _CAPTIONS:
            self.block()
        elif tag == "a":
            self._mark = any(value in _NOTE_MARKS for _, value in attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        elif tag in _CELLS and self._cells is not None:
            self._end_cell()
        elif tag == "tr":
            self._end_row()
        elif tag in _CODE:
            self.block()
            self._outside = max(0, self._outside - 1)
        elif tag == "table":
            self._end_row()
            self.end_table()
        elif tag in _HEADINGS and self._cells is None:
            self._sheet.heading(self._taken(), int(tag[1]), gap="\n")
        elif tag == "figcaption" and self._cells is None:
            self._sheet.caption(self._taken(), gap="\n")
        elif tag == "caption" and self._cells is None:
            self._caption = self._taken()
        elif tag in _BLOCKS:
            self.block()
        elif tag == "a":
            self._mark = False

    def handle_data(self, data: str) -> None:
        # the number that leads to a note is no part of the word before it
        if not self._hidden and not self._mark:
            # a line break of the source is a blank, one that was meant came as a tag
            self._words.append(data if self._outside else data.replace("\n", " "))

    def block(self) -> None:
        """What was heard since the last block becomes one; within a table's row nothing does."""
        if self._cells is not None:
            self._words.append(" ")
            return
        text = "".join(self._words)
        if not text.strip():
            self._words = []
            return
        self.end_table(keep_words=True)
        self._words = []
        for line in text.split("\n"):
            self._sheet.add(" ".join(line.split()), body=not self._outside, gap="\n")

    def end_table(self, *, keep_words: bool = False) -> None:
        """The rows heard since the last table become one."""
        if not keep_words:
            self.block()
        rows, header, caption = self._rows, self._header, self._caption
        self._rows, self._header, self._caption = [], [], ""
        if header and not rows:
            rows, header = [header], []
        if max(map(len, (header, *rows)), default=0) > 1:
            self._sheet.table(header, rows, caption=caption, gap="\n")
            return
        self._sheet.add(caption, body=False, gap="\n")
        for row in rows:
            for cell in row:
                self._sheet.add(cell, body=True, gap="\n")

    def end(self) -> None:
        """What is still open ends."""
        self._end_row()
        self.end_table()

    def _taken(self) -> str:
        """What was heard since the last block, on one line."""
        words = " ".join("".join(self._words).split())
        self._words = []
        return words

    def _end_cell(self) -> None:
        assert self._cells is not None
        self._cells += [self._taken()] * self._columns
        self._told += 1
        self._columns, self._open = 1, False

    def _end_row(self) -> None:
        """The cells heard become a row; the first row is the header where all its cells say so."""
        if self._cells is None:
            return
        if self._open or "".join(self._words).strip():
            self._end_cell()
        self._words = []
        cells, self._cells = self._cells, None
        if self._told == 1:
            cells = cells[:1]
        if not any(cells):
            return
        if not self._rows and not self._header and self._heads == self._told > 1:
            self._header = cells
        else:
            self._rows.append(cells)


def _span(attrs: _Attributes) -> int:
    """How many columns a cell spans."""
    said = dict(attrs).get("colspan") or "1"
    number = int(said) if said.isascii() and said.isdigit() and len(said) < 5 else 1
    return max(1, min(number, _MOST_COLUMNS))


def add_fragment(source: str, sheet: Sheet) -> None:
    """Add the text of a piece of HTML, one block a line. Headings and code lie outside the body;
    headings, captions and header rows are known as such."""
    parser = _Fragment(sheet)
    # behind the last ">" no tag ends; the parser would look for an end from each "<" on
    last = source.rfind(">") + 1
    parser.feed(source[:last])
    parser.close()
    parser.handle_data(unescape(source[last:]))
    parser.end()


def plain(source: str) -> str:
    """The words of a piece of HTML on one line."""
    sheet = Sheet()
    add_fragment(source, sheet)
    return " ".join(sheet.so_far().split())
