"""Turns printed pages into text: words with boxes become columns, paragraphs, headings, tables.
Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from statistics import median
from typing import Final, NamedTuple, TypeAlias

from pincite.corpus.article import Section, Span
from pincite.corpus.draft import one_line
from pincite.corpus.formats.pdf.directions import directions
from pincite.corpus.formats.pdf.glyphs import PlacedWord
from pincite.corpus.formats.pdf.print.cells import PrintedTable
from pincite.corpus.formats.pdf.print.columns import columns
from pincite.corpus.formats.pdf.print.grid import Part, tables_and_rows, tables_between_rules
from pincite.corpus.formats.pdf.print.joining import Joiner
from pincite.corpus.formats.pdf.print.line_numbers import without_contents, without_line_numbers
from pincite.corpus.formats.pdf.print.lines import BOLD_LEVEL, Paragraph, paragraphs
from pincite.corpus.formats.pdf.print.note_marks import without_note_marks
from pincite.corpus.formats.pdf.print.ruled import Rule, RuledGrid, grids_of
from pincite.corpus.formats.pdf.print.running_heads import running_lines
from pincite.corpus.formats.pdf.print.words import Page, Row, fragments, rows_of, text_of
from pincite.corpus.formats.shared.sheet import Sheet
from pincite.corpus.metadata.date_lines import placed_stamp_in

_ITS_OWN: Final = 0.5  # share of a page's letters in another direction that is more than a stamp
_MANY: Final = 400  # letters in another direction that are more than a stamp


class Assembled(NamedTuple):
    """The text of a document, its body, the offsets where its pages begin, the title at the top of
    the first page ("" if there is none), and its sections."""

    text: str
    body: tuple[Span, ...]
    pages: tuple[int, ...]
    title: str
    sections: tuple[Section, ...]


@dataclass(slots=True)
class _Writer:
    """Puts paragraphs on a sheet. Text set aside waits until an unfinished paragraph has ended, so
    that the foot of a page does not cut a sentence."""

    joiner: Joiner
    size: float
    mostly_bold: bool
    sheet: Sheet = field(default_factory=Sheet)
    starts: dict[int, int] = field(default_factory=dict)
    title: str = ""
    _open: Paragraph | None = None
    _table: tuple[PrintedTable, int] | None = None  # the last block if it is a table, and its page
    _waiting: list[tuple[str, int]] = field(default_factory=list)

    @property
    def started(self) -> bool:
        """Whether the writer has any text."""
        return bool(self.sheet.length or self._open)

    def aside(self, text: str, page: int) -> None:
        """Adds text outside the body, after the open paragraph."""
        self._waiting.append((text, page))

    def put(self, paragraph: Paragraph, *, fresh: bool) -> None:
        """Adds a paragraph. ``fresh`` says that it is the first of its column and may continue the
        last one."""
        before, self._table = self._open, None
        if before and fresh and before.goes_on(paragraph):
            lines = before.lines + paragraph.lines
            self._open = replace(before, lines=lines, full=paragraph.full)
        else:
            self.flush()
            self._open = paragraph

    def note(self, paragraph: Paragraph) -> None:
        """Adds a footnote before an unfinished paragraph of its page. So it cuts no sentence and
        stays on its page."""
        last, self._table = self._open, None
        page = paragraph.lines[0][1]
        if last and last.has_ended():
            self.flush()
        elif last and last.lines[0][1] < page:
            self.aside(self.joiner.join([line for line, _ in paragraph.lines])[0], page)
            return
        self._write(paragraph)

    def table(self, table: PrintedTable, page: int) -> None:
        """Adds a table after the open paragraph. A table without header or caption on the next page
        continues the last table if it has the same number of columns."""
        goes_on = self._goes_on(table, page)
        self.flush()
        if goes_on:
            start = self.sheet.rows_of_last_table(table.rows)
        else:
            start = self.sheet.table(table.header, table.rows, caption=table.caption)
        self.starts.setdefault(page, start)
        self._table = (self._table[0] if self._table and goes_on else table, page)

    def _goes_on(self, table: PrintedTable, page: int) -> bool:
        if self._table is None or table.header or table.caption:
            return False
        last, at = self._table
        wide = {len(row) for row in (*last.rows, *table.rows)} - {1}
        return page == at + 1 and bool(last.header) and len(wide) == 1

    def flush(self) -> None:
        """Writes the open paragraph, then the text that waits."""
        if self._open:
            self._write(self._open)
            self._open = None
        for text, page in self._waiting:
            self.starts.setdefault(page, self.sheet.add(text, body=False))
        self._waiting = []

    def _write(self, paragraph: Paragraph) -> None:
        text, offsets = self.joiner.join([line for line, _ in paragraph.lines])
        level = paragraph.heading(self.size)
        level = 0 if level == BOLD_LEVEL and self.mostly_bold else level
        if level == 0 and one_line(text) == self.title:
            level = 1
        if paragraph.is_caption():
            start = self.sheet.caption(text)
        elif level:
            start = self.sheet.heading(text, level)
        else:
            first = not self.sheet.length and paragraph.is_short()
            start = self.sheet.add(text, body=not first)
        for offset, (_, page) in zip(offsets, paragraph.lines, strict=True):
            self.starts.setdefault(page, start + offset)


@dataclass(frozen=True, slots=True)
class _Printed:
    """A page. ``top`` and ``foot`` are the numbers of its first and last rows that are not article.
    ``turned`` are words in other directions. ``apart`` is other text outside the article: a table
    of contents, numbers of notes and lines."""

    rows: list[Row]
    top: int
    foot: int
    turned: list[Page]
    apart: list[str]

    @property
    def middle(self) -> list[Row]:
        return self.rows[self.top : len(self.rows) - self.foot]


Block: TypeAlias = PrintedTable | list[Paragraph]


def text_of_pages(
    pages: Sequence[Sequence[PlacedWord]], rules: Sequence[Sequence[Rule]] = ()
) -> Assembled:
    """The text of printed pages. ``rules`` are the lines drawn on each page. Raises ReadError if
    there is no text at all."""
    printed = _printed(pages)
    every = [word for page in printed for row in page.rows for word in row]
    size = median(word.height for word in every for _ in word.text[::8]) if every else 1.0
    bold = sum(len(word.text) for word in every if word.bold)
    joiner = Joiner(word.text for word in every)
    writer = _Writer(joiner, size, 2 * bold > sum(len(word.text) for word in every))
    for number, page in enumerate(printed):
        upright = all(word.angle == 0 for word in pages[number])
        grids = grids_of(rules[number]) if rules and upright else []
        blocks = list(_blocks(page.middle, number, writer, grids))
        if not writer.title and not writer.started:
            writer.title = _title(blocks, size, joiner)
        _write_page(writer, page, blocks, number)
    writer.flush()
    text, body = writer.sheet.finish()
    starts = _ascending(writer.starts, len(pages), len(text))
    return Assembled(text, body, starts, writer.title, writer.sheet.sections)


def _printed(pages: Sequence[Sequence[PlacedWord]]) -> list[_Printed]:
    rows: list[list[Row]] = []
    apart: list[tuple[list[Page], list[str]]] = []
    for page in pages:
        main, *turned = directions(page) or [[]]
        words, marks = without_note_marks(main)
        numbered = rows_of(fragments(words))
        plain, numbers = without_line_numbers(numbered)
        plain, contents = without_contents(plain)
        rows.append(plain)
        apart.append((turned, [*contents, " ".join(marks), numbers]))
    edges = running_lines([[text_of(row) for row in each] for each in rows])
    return [
        _Printed(each, top, foot, *others)
        for each, (top, foot), others in zip(rows, edges, apart, strict=True)
    ]


def _blocks(
    rows: Sequence[Row], number: int, writer: _Writer, grids: Sequence[RuledGrid] = ()
) -> Iterator[Block]:
    """The tables of a page, and its columns as paragraphs, in reading order."""
    parts = tables_between_rules(rows, grids, writer.joiner)
    for part in (each for rows in parts for each in _parts(rows, writer.joiner)):
        if isinstance(part, PrintedTable):
            yield part
            continue
        found = list(columns([word for row in part for word in row]))
        for column in found:
            # a single column was already searched for tables
            for inner in tables_and_rows(column, writer.joiner) if found[1:] else [column]:
                if isinstance(inner, PrintedTable):
                    yield inner
                else:
                    yield list(paragraphs(inner, number, writer.size))


def _parts(part: Part, joiner: Joiner) -> list[Part]:
    """A table as it is, or the tables among rows and the rows between them."""
    return [part] if isinstance(part, PrintedTable) else tables_and_rows(part, joiner)


def _write_page(writer: _Writer, page: _Printed, blocks: Sequence[Block], number: int) -> None:
    for row in page.rows[: page.top]:
        writer.aside(text_of(row), number)
    for block in blocks:
        if isinstance(block, PrintedTable):
            writer.table(block, number)
        else:
            _write_column(writer, block)
    for row in page.rows[len(page.rows) - page.foot :]:
        writer.aside(text_of(row), number)
    for words in filter(None, page.apart):
        writer.aside(words, number)
    letters = sum(len(word.text) for row in page.rows for word in row)
    for turned in page.turned:
        _write_turned(writer, turned, number, letters)


def _write_column(writer: _Writer, column: Sequence[Paragraph]) -> None:
    """Writes a column's paragraphs, with the notes at its foot as notes."""
    notes = len(column)
    for i in range(len(column) - 1, -1, -1):
        if not column[i].is_small(writer.size):
            break
        # also small text without a number, if it interrupts a sentence
        cuts = i > 0 and not column[i - 1].has_ended() and not column[i - 1].heading(writer.size)
        notes = i if cuts or column[i].is_note(writer.size) else notes
    for i, paragraph in enumerate(column[:notes]):
        writer.put(paragraph, fresh=not i)
    for paragraph in column[notes:]:
        writer.note(paragraph)


def _write_turned(writer: _Writer, words: Page, number: int, letters: int) -> None:
    """Writes words in another direction than most of their page: outside the body, unless they are
    many."""
    much = sum(len(word.text) for word in words) > min(_ITS_OWN * letters, _MANY)
    for block in _blocks(rows_of(fragments(words)), number, writer):
        if isinstance(block, PrintedTable):
            if much:
                writer.table(block, number)
            else:
                for row in [block.header, *block.rows]:
                    writer.aside(" ".join(row), number)
            continue
        for paragraph in block:
            if much:
                writer.put(paragraph, fresh=False)
            else:
                lines = [line for line, _ in paragraph.lines]
                writer.aside(writer.joiner.join(lines)[0], number)


def _title(blocks: Sequence[Block], size: float, joiner: Joiner) -> str:
    """The largest paragraph in the upper half of a page. If all have one size, the first paragraph
    if it is not a sentence, else ""."""
    found = [each for block in blocks if not isinstance(block, PrintedTable) for each in block]
    if not found:
        return ""
    middle = (max(each.top for each in found) + min(each.top for each in found)) / 2
    upper = [each for each in found if each.top >= middle and each.is_large(size)]
    upper = [each for each in upper if each.is_title()]
    best = max(upper, key=lambda each: round(each.height, 1), default=None)
    if best is None:
        # not the line of a paper or a place and a date
        named = ((each, joiner.join([line for line, _ in each.lines])[0]) for each in found[:2])
        first = next((each for each, words in named if not placed_stamp_in(words)), found[0])
        best = first if first.is_title() and first.is_short() else None
    return one_line(joiner.join([line for line, _ in best.lines])[0]) if best else ""


def _ascending(starts: dict[int, int], pages: int, end: int) -> tuple[int, ...]:
    """The offset where each page begins; an empty page begins where the next one does."""
    found = accumulate((starts.get(n, end) for n in range(pages - 1, 0, -1)), min)
    return (0, *reversed(list(found))) if pages else ()
