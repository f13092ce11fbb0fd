"""A piece of HTML, such as an entry of a feed, as plain text. A whole page is for ``html.py``."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Final

from corpus.formats.sheet import CELL_GAP, Sheet

_BLOCKS: Final = frozenset(
    """address article aside blockquote caption center dd div dl dt figcaption figure footer form
    header hr li main nav ol p section table tbody tfoot thead ul""".split()
)
_HEADINGS: Final = frozenset("h1 h2 h3 h4 h5 h6".split())
_CODE: Final = frozenset(("pre",))
_HIDDEN: Final = frozenset("head script style template noscript iframe object svg math".split())
_CELLS: Final = frozenset(("td", "th"))


class _Fragment(HTMLParser):
    def __init__(self, sheet: Sheet) -> None:
        super().__init__(convert_charrefs=True)
        self._sheet = sheet
        self._words: list[str] = []
        self._cells: list[str] | None = None
        self._outside = self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag in _HIDDEN:
            self._hidden += 1
        elif tag == "br":
            self._words.append("\n")
        elif tag == "tr":
            self.block()
            self._cells = []
        elif tag in _HEADINGS | _CODE:
            self.block()
            self._outside += 1
        elif tag in _BLOCKS:
            self.block()

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        elif tag in _CELLS and self._cells is not None:
            self._cells.append(" ".join("".join(self._words).split()))
            self._words = []
        elif tag == "tr" and self._cells is not None:
            self._words = [CELL_GAP.join(self._cells)] if any(self._cells) else []
            self._cells = None
            self.block()
        elif tag in _HEADINGS | _CODE:
            self.block()
            self._outside = max(0, self._outside - 1)
        elif tag in _BLOCKS:
            self.block()

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            # a line break of the source is a blank, one that was meant came as a tag
            self._words.append(data if self._outside else data.replace("\n", " "))

    def block(self) -> None:
        """What was heard since the last block becomes one; within a table's row nothing does."""
        if self._cells is not None:
            self._words.append(" ")
            return
        text = "".join(self._words)
        self._words = []
        for line in text.split("\n"):
            self._sheet.add(" ".join(line.split()), body=not self._outside, gap="\n")


def add_fragment(source: str, sheet: Sheet) -> None:
    """Add the text of a piece of HTML, one block a line; headings and code outside the body."""
    parser = _Fragment(sheet)
    parser.feed(source)
    parser.close()
    parser.handle_endtag("tr")
    parser.block()


def plain(source: str) -> str:
    """The words of a piece of HTML on one line."""
    sheet = Sheet()
    add_fragment(source, sheet)
    return " ".join(sheet.so_far().split())
