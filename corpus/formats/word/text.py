"""The text of a Word file as blocks: paragraphs, headings, captions, tables.

Elements are those of lxml; nothing is parsed here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from pincite.corpus.formats.shared.symbols import symbol
from pincite.corpus.formats.word.equations import EQUATIONS, equation
from pincite.corpus.formats.word.styles import Styles, W
from pincite.corpus.formats.word.tables import Tables, WordTable, inside, is_struck

LONGEST_HEADING: Final = 300  # characters; a longer heading is really a paragraph
_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_CHART: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_DIAGRAM: Final = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_BOX: Final = f"{W}txbxContent"
# Elements that are not shown, or shown elsewhere; "rt" is the pronunciation of a character.
_APART: Final = frozenset(
    (f"{_MC}Fallback", _BOX, *(f"{W}{tag}" for tag in "pPr rPr del moveFrom rt sdtPr".split()))
)
_DRAWINGS: Final = frozenset((f"{W}drawing", f"{W}pict", f"{W}object"))
_LETTERS: Final[dict[str, str]] = {
    "tab": " ",
    "ptab": " ",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "-",
}
_BULLETS: Final = ("wingdings", "webdings")
Kind = Literal["text", "heading", "caption", "aside", "table"]


@dataclass(frozen=True, slots=True)
class WordBlock:
    """A paragraph or a table. ``level`` is that of a heading. ``figure`` says that it contains a
    picture or a chart. An ``aside`` does not belong to the article."""

    kind: Kind
    words: str = ""
    level: int = 0
    table: WordTable | None = None
    figure: bool = False


@dataclass(slots=True)
class BlockReader:
    """Reads blocks. ``drawn`` returns the words of a chart or a diagram by its relation's id.
    ``unread`` counts what could not be read, by kind."""

    styles: Styles
    drawn: Callable[[str], list[str]]
    unread: dict[str, int] = field(default_factory=dict)
    tables: Tables = field(init=False)

    def __post_init__(self) -> None:
        self.tables = Tables(self._cell)

    def blocks(self, holder: Any) -> Iterator[WordBlock]:
        """The paragraphs and tables in an element, in reading order; text boxes and drawings follow
        their paragraph."""
        for child in holder:
            if child.tag == f"{W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{W}tbl":
                yield from self._table(child)
            elif isinstance(child.tag, str) and child.tag in EQUATIONS:
                yield WordBlock("text", equation(child))
            elif isinstance(child.tag, str) and child.tag not in _APART and not _empty(child):
                yield from self.blocks(child)

    def words(self, paragraph: Any) -> str:
        """The text of a paragraph as shown, without text boxes."""
        parts: list[str] = []
        waiting = [paragraph]
        while waiting:
            element = waiting.pop()
            if element.tag == f"{W}t":
                parts.append(element.text or "")
            elif not isinstance(element.tag, str) or element.tag in _APART or _hidden(element):
                continue
            elif element.tag in EQUATIONS:
                parts.append(equation(element))
            elif (name := element.tag.removeprefix(W)) in _LETTERS:
                page = element.get(f"{W}type") in ("page", "column")
                parts.append(" " if page else _LETTERS[name])
            elif name == "sym":
                parts.append(self._symbol(element))
            elif name == "checkBox":
                parts.append(_box(element))
            elif not _empty(element):
                waiting.extend(reversed(element))
        return "\n".join(" ".join(line.split()) for line in "".join(parts).split("\n"))

    def _paragraph(self, paragraph: Any) -> Iterator[WordBlock]:
        words, boxes, drawn = self.words(paragraph), [], []
        figure = False
        for element in _drawings(paragraph):
            figure = figure or element.tag in _DRAWINGS
            if element.tag == _BOX:
                boxes.append(element)
            elif element.tag == _CHART:
                drawn += self.drawn(element.get(f"{_R}id", ""))
            elif element.tag == _DIAGRAM:
                drawn += self.drawn(element.get(f"{_R}dm", ""))
            elif element.tag == f"{W}object":
                self._count(_kind_of(element))
        yield self._block(paragraph, words, figure)
        for line in drawn:
            yield WordBlock("caption", line, figure=True)
        for box in boxes:
            yield from self.blocks(box)

    def _block(self, paragraph: Any, words: str, figure: bool) -> WordBlock:
        if self.styles.is_caption(paragraph):
            return WordBlock("caption", words, figure=figure)
        if self.styles.is_contents(paragraph):
            return WordBlock("aside", words)
        level = self.styles.level(paragraph)
        if level and words.strip() and len(words) <= LONGEST_HEADING:
            return WordBlock("heading", words, level, figure=figure)
        return WordBlock("text", words, figure=figure)

    def _table(self, element: Any) -> Iterator[WordBlock]:
        rows = [list(inside(row, "tc")) for row in inside(element, "tr")]
        if max(map(len, rows), default=0) > 1:
            yield WordBlock("table", table=self.tables.read(element))
            return
        # a table of one column is a frame around paragraphs
        for row in inside(element, "tr"):
            if not is_struck(row):
                for cell in inside(row, "tc"):
                    yield from self.blocks(cell)

    def _cell(self, cell: Any) -> str:
        found = []
        for block in self.blocks(cell):
            table = block.table
            rows = table.lines if table else ()
            found += [block.words, *(" ".join(filter(None, row)) for row in rows)]
        return "\n".join(found)

    def _symbol(self, element: Any) -> str:
        """The Unicode character of a symbol; " " for a bullet, U+FFFD if it is unknown."""
        font = str(element.get(f"{W}font", "")).lower()
        written = str(element.get(f"{W}char", ""))
        try:
            code = int(written[-4:], 16)
        except ValueError:
            return ""
        if font.startswith(_BULLETS):
            return " "
        if 0xF000 <= code <= 0xF0FF or font == "symbol":
            code &= 0xFF
            if sign := symbol(code) if font == "symbol" or code < 0x41 else "":
                return sign
            self._count("symbols")
            return "\ufffd"
        return chr(code) if chr(code).isprintable() else ""

    def _count(self, kind: str) -> None:
        self.unread[kind] = self.unread.get(kind, 0) + 1


def _drawings(paragraph: Any) -> Iterator[Any]:
    """The drawings of a paragraph and the drawings inside them, each once. Drawings in a text box
    belong to the box."""
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        if not isinstance(element.tag, str) or element.tag == f"{_MC}Fallback":
            continue
        if element.tag in _DRAWINGS or element.tag in (_BOX, _CHART, _DIAGRAM):
            yield element
        if element.tag != _BOX and element.tag not in (f"{W}del", f"{W}moveFrom"):
            waiting.extend(reversed(element))


def _kind_of(element: Any) -> str:
    """The kind of an embedded object, judged by the program that made it."""
    programs = [str(each.get("ProgID", "")) for each in element.iter() if each.get("ProgID")]
    formula = any(name.startswith(("Equation", "MathType")) for name in programs)
    return "equations" if formula else "embedded objects"


def _hidden(element: Any) -> bool:
    """Whether this is a run of hidden text."""
    mark = element.find(f"{W}rPr/{W}vanish") if element.tag == f"{W}r" else None
    return mark is not None and mark.get(f"{W}val") not in ("0", "false", "off")


def _empty(element: Any) -> bool:
    """Whether this is a content control without input."""
    prompt = element.find(f"{W}sdtPr/{W}showingPlcHdr") if element.tag == f"{W}sdt" else None
    return prompt is not None and prompt.get(f"{W}val") not in ("0", "false", "off")


def _box(element: Any) -> str:
    """A check box of a form, ticked or not."""
    marks = {each.tag.removeprefix(W): each.get(f"{W}val", "1") for each in element}
    ticked = marks.get("checked", marks.get("default", "0"))
    return "☐" if ticked in ("0", "false", "off") else "☒"
