"""Builds plain text block by block, together with its body spans and sections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from pincite.corpus.article import Section, Span
from pincite.corpus.boilerplate.body import body_spans, ends_sentence
from pincite.corpus.errors import ReadError

CELL_GAP: Final = " | "  # between the cells of a table's row
BAR: Final = "|"
_NAME: Final = 80  # characters of a title of rows


@dataclass(slots=True)
class Sheet:
    """A text that grows by blocks: paragraphs, headings, tables, captions.

    Blocks after a heading belong to its section until a heading of the same or a higher level
    follows. Every method returns the offset where its block begins in the text. An empty block is
    not added; the offset is then the end of the text.
    """

    _parts: list[str] = field(default_factory=list)
    _spans: list[Span] = field(default_factory=list)
    length: int = 0
    _joined: bool = False
    _sections: list[Section] = field(default_factory=list)
    _headings: list[tuple[int, Span]] = field(default_factory=list)

    def add(self, block: str, *, body: bool, gap: str = "\n\n") -> int:
        """Appends ``block``, trimmed, after ``gap``. Neighbouring body blocks form one span."""
        span = self._append(block.strip(), body=body, gap=gap)
        if body and len(span) and self._headings:
            self._section(Section(span, "text", self._context()))
        return span.start

    def heading(self, words: str, level: int, *, gap: str = "\n\n") -> int:
        """Appends a heading outside the body; it is the context of the following blocks. ``level``
        counts from 1, the outermost."""
        span = self._append(words.strip(), body=False, gap=gap)
        if len(span):
            self._headings = [each for each in self._headings if each[0] < level]
            self._headings.append((level, span))
        return span.start

    @property
    def open_headings(self) -> Sequence[tuple[int, Span]]:
        """The level and the place of each heading that the next block is under."""
        return tuple(self._headings)

    def go_back_to(self, headings: Sequence[tuple[int, Span]]) -> None:
        """Puts the following blocks under these headings again."""
        self._headings = list(headings)

    def leave_headings(self) -> None:
        """Ends all headings: the following blocks are under none."""
        self._headings = []

    def caption(self, words: str, *, gap: str = "\n\n") -> int:
        """Appends the caption of a figure. It belongs to the body and to a caption section."""
        span = self._append(words.strip(), body=True, gap=gap)
        if len(span):
            self._section(Section(span, "caption", self._context()))
        return span.start

    def table(
        self,
        header: Sequence[str],
        rows: Sequence[Sequence[str]],
        *,
        caption: str = "",
        gap: str = "\n\n",
    ) -> int:
        """Appends a table, one row per line. Caption and header lie outside the body and are the
        context of every row; ``header`` is empty if the table has none. A cell that spans several
        rows or columns must be repeated in each of them. A row of a single cell above others, in a
        table of several columns, is the title of those below it. Bars inside a cell lose the blanks
        around them."""
        title = self._append(_cell(caption), body=False, gap=gap)
        top, cells = title.start, self._header(header, "\n" if len(title) else gap)
        context = part = (*self._context(), *([title] if len(title) else ()))
        first = start = -1
        before = "\n" if len(title) or cells else gap
        for n, row in enumerate(rows):
            if not any(map(str.strip, row)):
                continue
            if n + 1 < len(rows) and _is_title(row, rows[n + 1]):
                self._rows(start, part, cells)
                span = self._append(_cell(row[0]), body=False, gap=before)
                start, part = -1, (*context, span)
            else:
                span = self._append(CELL_GAP.join(map(_cell, row)).strip(), body=True, gap=before)
                start = span.start if start < 0 else start
            first, before = (span.start if first < 0 else first), "\n"
        self._rows(start, part, cells)
        return top if len(title) or cells or first < 0 else first

    def _rows(self, start: int, context: tuple[Span, ...], header: tuple[Span, ...]) -> None:
        """Ends a section of rows that began at ``start``; there is none if that is negative."""
        if start >= 0:
            self._section(Section(Span(start, self.length), "table", context, header))

    def rows_of_last_table(self, rows: Sequence[Sequence[str]]) -> int:
        """Appends rows that continue the last table, for example on the next page. They get its
        header and caption as context."""
        last = next(each for each in reversed(self._sections) if each.kind == "table")
        start = self.table((), rows)
        self._sections[-1] = replace(self._sections[-1], context=last.context, header=last.header)
        return start

    def so_far(self) -> str:
        """The text built so far."""
        return "".join(self._parts)

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections of the text built so far: ascending, disjoint."""
        return tuple(self._sections)

    def finish(self) -> tuple[str, tuple[Span, ...]]:
        """The text, and the body: the body blocks without the boilerplate that the line rules find.

        Raises ReadError if there is no text at all.
        """
        text = self.so_far()
        if not text:
            raise ReadError("no text in it")
        blocks = self._spans or [Span(0, len(text))]
        return text, tuple(overlaps(blocks, body_spans(text))) or tuple(blocks)

    def _append(self, block: str, *, body: bool, gap: str) -> Span:
        if not block:
            return Span(self.length, self.length)
        start = self.length + (len(gap) if self._parts else 0)
        if self._parts:
            self._parts.append(gap)
        self._parts.append(block)
        self.length = start + len(block)
        if body:
            begin = self._spans.pop().start if self._joined else start
            self._spans.append(Span(begin, self.length))
        self._joined = body
        return Span(start, self.length)

    def _header(self, header: Sequence[str], gap: str) -> tuple[Span, ...]:
        """Appends the header row outside the body; returns the spans of its cells."""
        words = [_cell(each) for each in header]
        line = CELL_GAP.join(words)
        span = self._append(line if any(words) else "", body=False, gap=gap)
        cells, start = [], span.start
        for each in words if len(span) else ():
            cells.append(Span(start, start + len(each)))
            start += len(each) + len(CELL_GAP)
        return tuple(cells)

    def _context(self) -> tuple[Span, ...]:
        return tuple(span for _, span in self._headings)

    def _section(self, section: Section) -> None:
        """Adds a section, or extends the last one if it is text with the same context."""
        last = self._sections[-1] if self._sections else None
        joins = last is not None and last.kind == section.kind == "text" and self._joined
        if last is not None and joins and last.context == section.context:
            self._sections[-1] = Section(
                Span(last.span.start, section.span.end), "text", last.context
            )
        else:
            self._sections.append(section)


def _is_title(row: Sequence[str], below: Sequence[str]) -> bool:
    """Whether a row is a single cell that names the rows below it, and no remark."""
    named = len(row) == 1 < len(below) and any(map(str.strip, below))
    return named and len(row[0]) <= _NAME and not ends_sentence(row[0])


def _cell(words: str) -> str:
    """A cell on one line. The blanks around a bar in it are removed, so that it does not look like
    a cell border."""
    parts = " ".join(words.split()).split(BAR)
    return BAR.join(part.strip() for part in parts) if len(parts) > 1 else parts[0]


def overlaps(ours: Sequence[Span], theirs: Sequence[Span]) -> list[Span]:
    """The overlaps of two ascending, disjoint lists of spans."""
    shared: list[Span] = []
    i = j = 0
    while i < len(ours) and j < len(theirs):
        start, end = max(ours[i].start, theirs[j].start), min(ours[i].end, theirs[j].end)
        if start < end:
            shared.append(Span(start, end))
        if ours[i].end <= theirs[j].end:
            i += 1
        else:
            j += 1
    return shared
