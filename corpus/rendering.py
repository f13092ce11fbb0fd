"""What is embedded, matched and read for a passage: its text, below what says what it is about.

A sentence often leaves its subject to a heading, and a table's cell says nothing without the name
of its column. So a passage is shown with the headings that it stands under, and each cell of a row
with its column's name: "Code: E411. What to do: Wait 30 minutes." What may be marked as an answer
is known by its place in the article, never searched for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from corpus.article import Article, Passage, Section, Span

_BAR: Final = re.compile(r"(?:^| )\|(?: |$)")
_LONGEST_NAME: Final = 80  # characters of a column's name that are shown


@dataclass(frozen=True, slots=True)
class Rendering:
    """A passage as it is shown to a model.

    ``units`` are the stretches an answer may stand in, each as a span of ``text`` and the span of
    the article's text that says the same: sentences, or in a table cells. ``joined`` says whether
    an answer may run over two neighbours of them.
    """

    text: str
    units: tuple[tuple[Span, Span], ...]
    joined: bool = True

    def placed(self, span: Span) -> Span:
        """Where a stretch of ``text`` stands in the article; it has to begin in a unit and to end
        in one."""
        first = next(unit for unit in self.units if unit[0].start <= span.start < unit[0].end)
        last = next(unit for unit in self.units if unit[0].start < span.end <= unit[0].end)
        return Span(
            first[1].start + span.start - first[0].start, last[1].start + span.end - last[0].start
        )


def rendering(article: Article, passage: Passage) -> Rendering:
    """A passage of an article as it is shown, its context apart."""
    span, section = passage.span, article.section(passage.span.start)
    if section is not None and section.kind == "table":
        return _row(article.text, span, section)
    inside = [
        Span(max(each.start, span.start), min(each.end, span.end)) for each in passage.sentences
    ]
    units = tuple((Span(s.start - span.start, s.end - span.start), s) for s in inside)
    return Rendering(span.of(article.text), units)


def context(article: Article, passage: Span) -> str:
    """The headings, the caption or the key that a passage is under, on one line, less the article's
    title and what the passage holds itself; "" where there are none."""
    section = article.section(passage.start)
    title = _line(article.title)
    outside = (each for each in (section.context if section else ()) if not each.overlaps(passage))
    told = (_line(each.of(article.text)) for each in outside)
    return ". ".join(words.rstrip(".:") for words in told if words and words != title)


def cells(text: str, row: Span) -> list[Span]:
    """The cells of a table's row, trimmed, in order; some may be empty."""
    line, found, start = row.of(text), [], 0
    for bar in _BAR.finditer(line):
        found.append(Span(row.start + start, row.start + max(bar.start(), start)))
        start = bar.end()
    return [*found, Span(row.start + start, row.start + max(len(line), start))]


def _row(text: str, span: Span, section: Section) -> Rendering:
    parts: list[str] = []
    units: list[tuple[Span, Span]] = []
    length = 0
    for name, cell in _named(text, span, section.header):
        label = f"{name}: " if name else ""
        start = length + len(label)
        units.append((Span(start, start + len(cell)), cell))
        parts.append(f"{label}{cell.of(text)}. ")
        length += len(parts[-1])
    return Rendering("".join(parts).rstrip(), tuple(units), joined=False)


def _named(text: str, span: Span, header: Sequence[Span]) -> Iterator[tuple[str, Span]]:
    """The cells within ``span`` that are not empty, each with the name of its column."""
    start = text.rfind("\n", 0, span.start) + 1
    stop = text.find("\n", span.end)
    row = Span(start, len(text) if stop < 0 else stop)
    for cell, name in zip_longest(cells(text, row), header):
        if cell is None or not len(cell) or cell.end <= span.start or cell.start >= span.end:
            continue
        within = Span(max(cell.start, span.start), min(cell.end, span.end))
        yield (_line(name.of(text))[:_LONGEST_NAME] if name else ""), within


def _line(words: str) -> str:
    return " ".join(words.split())
