"""Turns printed lines into paragraphs, headings, list items and notes. Pure.

Lines form one paragraph unless a gap, another size or a line that ends early separates them. In
doubt a paragraph is only cut where a sentence ends, so that no sentence is cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median, quantiles
from typing import Final

from pincite.corpus.boilerplate.body import is_boilerplate
from pincite.corpus.formats.pdf.print.words import PrintedWord, is_complete, text_of

MAX_HEADING: Final = 200
BOLD_LEVEL: Final = 4  # level of a heading that is bold but not larger
_LEAST_LETTERS: Final = 3  # of a heading; a shorter one is a label in a figure
_MAX_BOLD: Final = 120  # characters of a heading that is only bold
_SAME_SIZE: Final = 1.15
_REACHING: Final = 0.1  # share of a column's letters
_PROSE: Final = 25  # letters of a line that may be prose
_CLOSE: Final = 1.2  # heights; closer lines are in one paragraph, whatever the usual step
_NOTE_SIZE: Final = 0.93
_BULLETS: Final = tuple("•‣▪●○◦■□►")
_ITEM: Final = re.compile(r"(?:[-–—*·∙]|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,5})[.)])\s+\S")
_CAPTION: Final = re.compile(
    r"(?i:fig(?:ure|ura|\.)?|abb(?:ildung|\.)|chart|graph|photo|foto|рис(?:унок|\.)|图|圖|図)\s*"
    r"[\dIVX]+[a-z]?(?:[.-]\d+)*\s*(?:[:.–—](?!\d)|-\s|\s(?=[A-ZÀ-Þ\u2e80-\u9fff]))"
)
_NOTE: Final = re.compile(r"(?:\d{1,3}|[*†‡]{1,3}|[¹²³⁴-⁹]{1,3})[.)]?\s*[^\W\d]")


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together, each with its page. ``full`` says that the last line is long
    enough to be continued; ``top`` is the height on the page where the paragraph begins."""

    lines: list[tuple[str, int]]
    height: float
    full: bool
    bold: bool = False
    top: float = 0.0

    @property
    def words(self) -> str:
        """All lines joined by blanks."""
        return " ".join(line for line, _ in self.lines)

    def is_large(self, size: float) -> bool:
        """Whether it is larger than ``size``, the size of most of the text."""
        return self.height > _SAME_SIZE * size

    def has_ended(self) -> bool:
        """Whether its last line ends like a sentence."""
        return is_complete(self.lines[-1][0])

    def is_short(self) -> bool:
        """Whether it may be a heading, judged by its length and its end."""
        words = self.words
        return len(words) <= MAX_HEADING and not is_complete(words)

    def is_title(self) -> bool:
        """Whether it may be a title: a few words, not a byline, a date or only a number."""
        words = self.words
        letters = sum(map(str.isalpha, words))
        wordy = letters > 1 and 2 * letters > sum(not c.isspace() for c in words)
        return wordy and len(words) <= MAX_HEADING and not is_boilerplate(words)

    def heading(self, size: float) -> int:
        """Its level as a heading: 1 to 3 by its size, 4 if it is only bold; 0 if it is not a
        heading. A heading is short and not a sentence."""
        words = self.words
        if len(words) > MAX_HEADING or sum(map(str.isalpha, words)) < _LEAST_LETTERS:
            return 0
        large = self.is_large(size)
        if is_complete(words) and not (large and words[-1] in "?!"):
            return 0
        if large:
            return 1 if self.height > 1.8 * size else 2 if self.height > 1.4 * size else 3
        bold = self.bold and len(words) <= _MAX_BOLD and len(self.lines) <= 2
        return BOLD_LEVEL if bold and not is_item(words) else 0

    def is_caption(self) -> bool:
        """Whether it is the caption of a figure: "Figure 2: …"."""
        return _CAPTION.match(self.words) is not None

    def is_note(self, size: float) -> bool:
        """Whether it may be a footnote: small, with a number or a mark at its start."""
        return self.is_small(size) and _NOTE.match(self.words) is not None

    def is_small(self, size: float) -> bool:
        """Whether it is smaller than most of the text."""
        return self.height < _NOTE_SIZE * size

    def goes_on(self, below: Paragraph) -> bool:
        """Whether ``below``, in the next column or on the next page, continues it."""
        first = below.lines[0][0]
        if self.has_ended() or is_item(first):
            return False
        alike = _alike(self.height, below.height) and self.bold == below.bold
        return alike and (self.full or first[0].islower())


def is_item(line: str) -> bool:
    """Whether a line may begin a list item: a bullet, or "1." or "(a)" with words after it."""
    return line.startswith(_BULLETS) or _ITEM.match(line) is not None


@dataclass(frozen=True, slots=True)
class _Column:
    """Measures of a column: the usual step between lines, its edges, and the size of most of the
    text."""

    step: float
    left: float
    right: float
    size: float

    @property
    def width(self) -> float:
        return self.right - self.left


def paragraphs(
    rows: Sequence[Sequence[PrintedWord]], page: int, size: float
) -> Iterator[Paragraph]:
    """The paragraphs of one column."""
    lines = [line_of(row) for row in rows]
    column = _Column(
        _step(lines),
        min(line.x0 for line in lines),
        _right(lines),
        size,
    )
    start = 0
    for i in range(1, len(lines) + 1):
        if i < len(lines) and not _breaks(lines[start], lines[i - 1], lines[i], column):
            continue
        inside = lines[start:i]
        yield Paragraph(
            [(line.text, page) for line in inside],
            median(line.height for line in inside),
            inside[-1].x1 >= column.right - 0.15 * column.width,
            all(line.bold for line in inside),
            inside[0].y1,
        )
        start = i


def _step(lines: Sequence[PrintedWord]) -> float:
    """The usual step from one line to the next, in points, measured on prose if there is any."""
    pairs = list(pairwise(lines))
    prose = [(a, b) for a, b in pairs if min(len(a.text), len(b.text)) >= _PROSE]
    steps = [a.y0 - b.y0 for a, b in (prose if len(prose) > 2 else pairs)]
    return quantiles(steps, n=4)[0] if len(steps) > 1 else 1.5 * lines[0].height


def _right(lines: Sequence[PrintedWord]) -> float:
    """The right edge of a column: lines with a tenth of its letters reach it. A few letters, as in
    a figure, may extend further."""
    left = _REACHING * sum(len(line.text) for line in lines)
    for line in sorted(lines, key=lambda each: -each.x1):
        left -= len(line.text)
        if left <= 0:
            return line.x1
    return max(line.x1 for line in lines)


def line_of(row: Sequence[PrintedWord]) -> PrintedWord:
    """A row as one word. Its height is that of most letters, so that a raised number does not
    change it. Its ``parts`` are its first and last word."""
    height = median(word.height for word in row for _ in word.text)
    y0 = median(word.y0 for word in row for _ in word.text)
    first, last = row[0], row[-1]
    x0, x1 = min(word.x0 for word in row), max(word.x1 for word in row)
    bold = all(word.bold or not any(map(str.isalnum, word.text)) for word in row)
    ends = (first.parts or [first])[0], (last.parts or [last])[-1]
    return PrintedWord(text_of(row), x0, y0, x1, y0 + height, bold, parts=ends)


def _breaks(first: PrintedWord, above: PrintedWord, line: PrintedWord, column: _Column) -> bool:
    """Whether ``line`` begins a new paragraph; the paragraph above began with ``first``."""
    gap = above.y0 - line.y0
    if not _same_type(above, line):
        return True
    if min(above.height, line.height) > _SAME_SIZE * column.size and above.bold == line.bold:
        return gap > max(1.3 * column.step + 1, 1.6 * line.height)
    if gap > max(1.3 * column.step + 1, _CLOSE * line.height) or line.text.startswith(_BULLETS):
        return True
    stopped, room = is_complete(above.text), _room(above, line, column)
    indent = 0.6 * line.height
    if _ITEM.match(line.text):
        outdented = line.x0 < above.x0 - indent
        like = is_item(first.text) and abs(line.x0 - first.x0) < indent
        if stopped or outdented or like or room > 0.1 * column.width:
            return True
    if (
        above.bold != line.bold
        and not line.text[0].islower()
        and (stopped or room > 0.15 * column.width)
    ):
        return True
    if is_item(first.text):
        hangs = line.x0 > first.x0 + indent
        back = line.x0 < above.x0 - indent and above is not first
        if not stopped and (hangs or line.text[0].islower()) and not back:
            return False
        if back and (stopped or not line.text[0].islower()):
            return True
        if hangs:
            return stopped and room > 0.2 * column.width
    if room > 0.3 * column.width:
        return True
    return stopped and (room > 0 or abs(line.x0 - above.x0) > indent)


def _same_type(above: PrintedWord, line: PrintedWord) -> bool:
    """Whether two lines have one size, or the second begins in the size in which the first ends."""
    return _alike(above.height, line.height) or (
        bool(above.parts and line.parts) and _alike(above.parts[-1].height, line.parts[0].height)
    )


def _room(above: PrintedWord, line: PrintedWord, column: _Column) -> float:
    """The space left at the end of the line above for the first word of ``line``."""
    first = len(line.text.split(maxsplit=1)[0]) + 1
    return column.right - above.x1 - first * (line.x1 - line.x0) / max(len(line.text), 1)


def _alike(one: float, other: float) -> bool:
    return max(one, other) <= _SAME_SIZE * max(min(one, other), 0.1)
