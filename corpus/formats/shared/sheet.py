"""Plain text put together block by block; the body's spans and the sections fall out of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from pincite.corpus.article import Section, Span
from pincite.corpus.boilerplate.body import body_spans
from pincite.corpus.errors import ReadError

CELL_GAP: Final = " | "  # between the cells of a table's row
BAR: Final = "|"


@dataclass(slots=True)
class Sheet:
    """A text that grows by blocks: paragraphs, headings, tables, captions.

    What is added below a heading is in its section until a heading of the same level, or of one
    above, follows. Every method returns the offset at which its block begins in the text; where the
    block is empty nothing is added, and the text's end is returned.
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
        """Appends a heading outside the body; it is context of what follows it. ``level`` counts
        from 1, the outermost."""
        span = self._append(words.strip(), body=False, gap=gap)
        if len(span):
            self._headings = [each for each in self._headings if each[0] < level]
            self._headings.append((level, span))
        return span.start

    def leave_headings(self) -> None:
        """What is added from here on stands under no heading."""
        self._headings = []

    def caption(self, words: str, *, gap: str = "\n\n") -> int:
        """Appends the caption of a figure: body, and known as a caption."""
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
        """Appends a table, a line a row. Caption and header stand outside the body, as context of
        every row; ``header`` is empty where the table has none. A cell that spans several rows or
        columns is to be given in each of them. Bars within a cell lose the blanks around them."""
        title = self._append(_cell(caption), body=False, gap=gap)
        top, cells = title.start, self._header(header, "\n" if len(title) else gap)
        start, before = -1, "\n" if len(title) or cells else gap
        for row in rows:
            if any(map(str.strip, row)):
                span = self._append(CELL_GAP.join(map(_cell, row)).strip(), body=True, gap=before)
                start, before = (span.start if start < 0 else start), "\n"
        if start < 0:
            return top
        context = (*self._context(), *([title] if len(title) else ()))
        self._section(Section(Span(start, self.length), "table", context, cells))
        return top if len(title) or cells else start

    def rows_of_last_table(self, rows: Sequence[Sequence[str]], *, gap: str = "\n\n") -> int:
        """Appends rows that the last table goes on with, as over a page: they are read with its
        header and caption."""
        last = next(each for each in reversed(self._sections) if each.kind == "table")
        start = self.table((), rows, gap=gap)
        self._sections[-1] = replace(self._sections[-1], context=last.context, header=last.header)
        return start

    def so_far(self) -> str:
        """The text put together until now."""
        return "".join(self._parts)

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections of the text put together until now: ascending, disjoint."""
        return tuple(self._sections)

    def finish(self) -> tuple[str, tuple[Span, ...]]:
        """The text, and the body: the body blocks less what the text rules set aside.

        Raises ReadError where there is no text at all.
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
        """The header row, outside the body, and where its cells stand."""
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
        """Keeps a section; of text, one that goes on becomes longer."""
        last = self._sections[-1] if self._sections else None
        joins = last is not None and last.kind == section.kind == "text" and self._joined
        if last is not None and joins and last.context == section.context:
            self._sections[-1] = Section(
                Span(last.span.start, section.span.end), "text", last.context
            )
        else:
            self._sections.append(section)


def _cell(words: str) -> str:
    """A cell on one line; a bar that stands alone in it would look like the end of the cell."""
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
