"""Printed pages as text: words with boxes become lines, columns and paragraphs. Pure.

A page is cut where a gutter runs down between two columns of text, and around what spans it. Lines
are paragraphs as long as nothing says otherwise: a gap, another size, a line that ends early.
In doubt a paragraph is only cut where a sentence ends, so that no sentence is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, groupby, pairwise
from statistics import median, quantiles
from typing import Final, NamedTuple

from corpus.article import Span
from corpus.boilerplate import ends_sentence
from corpus.formats.draft import one_line
from corpus.formats.joining import Joiner
from corpus.formats.running import running
from corpus.formats.sheet import Sheet

MAX_HEADING: Final = 200
_WORD_GAP: Final = 0.8  # of the height: what is further apart may be two columns
_SAME_SIZE: Final = 1.15
_COLUMN_LINES: Final = 3
_COLUMN_LETTERS: Final = 12  # the middle line of a column; the cells of a table are shorter
_MAX_COLUMNS: Final = 8
_BULLETS: Final = tuple("•‣▪●○◦■□►")


class Word(NamedTuple):
    """Letters and their box; y grows upwards, all in points."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def height(self) -> float:
        """Never 0, so that it can be divided by."""
        return max(self.y1 - self.y0, 0.1)


Page = list[Word]  # in the order of the file


@dataclass(slots=True)
class _Paragraph:
    """Lines that belong together, each with its page; ``full`` says that the last one ends far
    enough right for more to follow."""

    lines: list[tuple[str, int]]
    height: float
    full: bool
    heading: bool = False


@dataclass(slots=True)
class _Writer:
    """Puts paragraphs on a sheet. What is set aside waits until a paragraph that runs on has
    ended, so that no sentence is cut by the foot of a page."""

    joiner: Joiner
    size: float
    sheet: Sheet = field(default_factory=Sheet)
    starts: dict[int, int] = field(default_factory=dict)
    title: str = ""
    _open: _Paragraph | None = None
    _waiting: list[tuple[str, int]] = field(default_factory=list)

    def aside(self, text: str, page: int) -> None:
        self._waiting.append((text, page))

    def put(self, paragraph: _Paragraph, *, fresh: bool) -> None:
        """``fresh`` says that it is the first of its column, and may go on with the last one."""
        before = self._open
        if before and fresh and _goes_on(before, paragraph):
            lines = before.lines + paragraph.lines
            self._open = replace(before, lines=lines, full=paragraph.full)
        else:
            self.flush()
            self._open = paragraph

    def flush(self) -> None:
        """Write what is open, and then what waits."""
        if self._open:
            self._write(self._open)
            self._open = None
        for text, page in self._waiting:
            self.starts.setdefault(page, self.sheet.add(text, body=False))
        self._waiting = []

    def _write(self, paragraph: _Paragraph) -> None:
        text, offsets = self.joiner.join([line for line, _ in paragraph.lines])
        short = len(text) <= MAX_HEADING and not ends_sentence(text)
        large = paragraph.height > _SAME_SIZE * self.size
        heading = short and (large or not self.title)
        if not self.title:
            self.title = one_line(text) if heading else " "
        start = self.sheet.add(text, body=not heading)
        for offset, (_, page) in zip(offsets, paragraph.lines, strict=True):
            self.starts.setdefault(page, start + offset)


def assembled(pages: Sequence[Page]) -> tuple[str, tuple[Span, ...], tuple[int, ...], str]:
    """Text, body, where each page begins in it, and the heading on top, or "" where there is none.

    Raises ReadError where there is no text at all.
    """
    parted = [_parted(_fragments(page)) for page in pages]
    rows = [_rows(upright) for upright, _ in parted]
    edges = running([[_text(row) for row in each] for each in rows])
    every = [word for page in rows for row in page for word in row]
    size = median(word.height for word in every for _ in word.text[::8]) if every else 1.0
    writer = _Writer(Joiner(word.text for word in every), size)
    for number, (page, (top, bottom)) in enumerate(zip(rows, edges, strict=True)):
        middle = page[top : len(page) - bottom]
        for row in page[:top]:
            writer.aside(_text(row), number)
        for column in _columns([word for row in middle for word in row]):
            for i, paragraph in enumerate(_paragraphs(column, number)):
                writer.put(paragraph, fresh=not i)
        for row in page[len(page) - bottom :]:
            writer.aside(_text(row), number)
        for fragment in parted[number][1]:
            writer.aside(fragment.text, number)
    writer.flush()
    text, body = writer.sheet.finish()
    return text, body, _ascending(writer.starts, len(pages), len(text)), writer.title.strip()


def _ascending(starts: dict[int, int], pages: int, end: int) -> tuple[int, ...]:
    """Where each page begins; an empty one where the next does."""
    found = accumulate((starts.get(n, end) for n in range(pages - 1, 0, -1)), min)
    return (0, *reversed(list(found))) if pages else ()


def _text(row: Sequence[Word]) -> str:
    return " ".join(word.text for word in row)


def _fragments(words: Sequence[Word]) -> list[Word]:
    """Words beside each other in the file and on the page as one; what stands upright is dropped
    to its own fragment, and so is what is further away."""
    found: list[Word] = []
    for word in words:
        if not word.text:
            continue
        last = found[-1] if found else None
        if last and _level(last, word) and -1 <= (word.x0 - last.x1) / last.height <= _WORD_GAP:
            found[-1] = Word(
                f"{last.text} {word.text}",
                last.x0,
                min(last.y0, word.y0),
                max(last.x1, word.x1),
                max(last.y1, word.y1),
            )
        else:
            found.append(word)
    return found


def _parted(fragments: list[Word]) -> tuple[list[Word], list[Word]]:
    """What is to be read, and what runs up or down the margin, where that is less than half."""
    upright = [f for f in fragments if len(f.text) < 4 or f.height <= 2 * (f.x1 - f.x0)]
    sideways = [f for f in fragments if len(f.text) >= 4 and f.height > 2 * (f.x1 - f.x0)]
    few = 2 * sum(len(f.text) for f in sideways) < sum(len(f.text) for f in fragments)
    return (upright, sideways) if few else (fragments, [])


def _level(one: Word, other: Word) -> bool:
    """Whether two stand on one line: about as high, and half of the lower one beside the other."""
    low, high = sorted((one.height, other.height))
    shared = min(one.y1, other.y1) - max(one.y0, other.y0)
    return shared >= 0.5 * low and high <= 2 * low


def _rows(fragments: Sequence[Word]) -> list[list[Word]]:
    """Fragments by line, from top to bottom and from left to right."""
    rows: list[list[Word]] = []
    tallest: list[Word] = []
    for fragment in sorted(fragments, key=lambda each: (-(each.y0 + each.y1), each.x0)):
        if rows and _level(tallest[-1], fragment):
            rows[-1].append(fragment)
            tallest[-1] = max(tallest[-1], fragment, key=lambda each: each.height)
        else:
            rows.append([fragment])
            tallest.append(fragment)
    return [sorted(row, key=lambda each: each.x0) for row in rows]


def _columns(fragments: list[Word], deep: int = 0) -> Iterator[list[list[Word]]]:
    """The rows of each column, in reading order."""
    gutter = _gutter(fragments) if deep < _MAX_COLUMNS else None
    if gutter is None:
        if fragments:
            yield _rows(fragments)
        return
    ordered = sorted(fragments, key=lambda each: -(each.y0 + each.y1))
    for spans, band in groupby(ordered, key=lambda each: each.x0 < gutter < each.x1):
        inside = list(band)
        if spans:
            yield _rows(inside)
        else:
            yield from _columns([each for each in inside if each.x1 <= gutter], deep + 1)
            yield from _columns([each for each in inside if each.x1 > gutter], deep + 1)


def _gutter(fragments: Sequence[Word]) -> float | None:
    """Where a gutter runs, crossed by the fewest: of two such places the wider one."""
    if len(fragments) < 2 * _COLUMN_LINES:
        return None
    edges = sorted([(f.x0, 1) for f in fragments] + [(f.x1, -1) for f in fragments])
    crossing = accumulate(step for _, step in edges)
    least = 0.4 * median(f.height for f in fragments)
    gaps = [
        (over, here - there, (here + there) / 2)
        for over, ((here, _), (there, _)) in zip(crossing, pairwise(edges), strict=False)
        if there - here > least and 3 * over <= len(fragments)
    ]
    return next((at for _, _, at in sorted(gaps)[:8] if _is_gutter(fragments, at)), None)


def _is_gutter(fragments: Sequence[Word], at: float) -> bool:
    """Whether text stands on both sides, side by side, and not the cells of a table."""
    left = [f for f in fragments if f.x1 <= at]
    right = [f for f in fragments if f.x0 >= at]
    if min(len(left), len(right)) < _COLUMN_LINES:
        return False
    top = min(max(f.y1 for f in left), max(f.y1 for f in right))
    bottom = max(min(f.y0 for f in left), min(f.y0 for f in right))
    for side in (left, right):
        beside = [f for f in side if f.y0 >= bottom - 1 and f.y1 <= top + 1]
        if len(beside) < _COLUMN_LINES:
            return False
        if median(len(f.text) for f in beside) < _COLUMN_LETTERS:
            return False
    return True


def _paragraphs(rows: Sequence[Sequence[Word]], page: int) -> Iterator[_Paragraph]:
    """The paragraphs of one column."""
    lines = [_line(row) for row in rows]
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    steps = [above.y0 - below.y0 for above, below in pairwise(lines)]
    step = quantiles(steps, n=4)[0] if len(steps) > 1 else 1.5 * lines[0].height
    start = 0
    for i in range(1, len(lines) + 1):
        if i < len(lines) and not _breaks(lines[i - 1], lines[i], step, left, right):
            continue
        last = lines[i - 1]
        yield _Paragraph(
            [(line.text, page) for line in lines[start:i]],
            median(line.height for line in lines[start:i]),
            last.x1 >= right - 0.15 * (right - left),
        )
        start = i


def _line(row: Sequence[Word]) -> Word:
    """A row as one; as high as most of it, so that no raised number makes it higher."""
    text = _text(row)
    height = median(word.height for word in row for _ in word.text)
    y0 = median(word.y0 for word in row for _ in word.text)
    return Word(text, row[0].x0, y0, max(word.x1 for word in row), y0 + height)


def _breaks(above: Word, line: Word, step: float, left: float, right: float) -> bool:
    """Whether a new paragraph begins with ``line``."""
    if above.y0 - line.y0 > 1.3 * step + 1 or not _alike(above.height, line.height):
        return True
    if line.text.startswith(_BULLETS):
        return True
    first = len(line.text.split(maxsplit=1)[0]) + 1
    room = right - above.x1 - first * (line.x1 - line.x0) / max(len(line.text), 1)
    if room > 0.3 * (right - left):
        return True
    moved = abs(line.x0 - above.x0) > 0.6 * line.height
    return ends_sentence(above.text) and (room > 0 or moved)


def _alike(one: float, other: float) -> bool:
    return max(one, other) <= _SAME_SIZE * max(min(one, other), 0.1)


def _goes_on(above: _Paragraph, below: _Paragraph) -> bool:
    """Whether a paragraph goes on in the next column or on the next page."""
    last, first = above.lines[-1][0], below.lines[0][0]
    if ends_sentence(last) or first.startswith(_BULLETS):
        return False
    return _alike(above.height, below.height) and (above.full or first[0].islower())
