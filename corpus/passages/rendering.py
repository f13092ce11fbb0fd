"""What is embedded, matched and read for a passage: its text, below what says what it is about.

A sentence often leaves its subject to a heading, and a table's cell says nothing without the name
of its column. So a passage is shown with the headings that it stands under, and a row of a table as
a sentence with its columns' names. What may be marked as an answer is known by its place in the
article, never searched for.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pincite.corpus.article import Article, Passage, Section, Span

_BAR: Final = re.compile(r"(?:^| )\|(?: |$)")
_BETWEEN: Final = ". "  # headings
_LONGEST_NAME: Final = 80  # characters of a column's name that are shown


@dataclass(frozen=True, slots=True)
class Rendering:
    """A passage as it is shown to a model.

    ``units`` are the stretches an answer may stand in, each as a span of ``text`` and the span of
    the article's text that says the same: sentences, or in a table cells. ``joined`` says whether
    an answer may run over two neighbours of them. ``columns`` are the names of the cells' columns,
    one a unit; there are none where the units are sentences.
    """

    text: str
    units: tuple[tuple[Span, Span], ...]
    joined: bool = True
    columns: tuple[str, ...] = ()

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
    return above(article, passage).text


def above(article: Article, passage: Span) -> Rendering:
    """``context`` as it is shown. Its units are those of ``Article.headings`` among it, which no
    passage holds."""
    section = article.section(passage.start)
    title = _line(article.title)
    parts: list[str] = []
    units: list[tuple[Span, Span]] = []
    at = 0
    for each in section.context if section else ():
        words = _line(each.of(article.text))
        if not words or words == title or each.overlaps(passage):
            continue
        shown = words.rstrip(".:")
        # white space that is shown otherwise would move the places in it
        if words == each.of(article.text) and not article.in_body(each):
            units.append((Span(at, at + len(shown)), Span(each.start, each.start + len(shown))))
        parts.append(shown)
        at += len(shown) + len(_BETWEEN)
    return Rendering(_BETWEEN.join(parts), tuple(units), False)


def cells(text: str, row: Span) -> list[Span]:
    """The cells of a table's row, trimmed, in order; some may be empty."""
    line, found, start = row.of(text), [], 0
    for bar in _BAR.finditer(line):
        found.append(Span(row.start + start, row.start + max(bar.start(), start)))
        start = bar.end()
    return [*found, Span(row.start + start, row.start + max(len(line), start))]


def _row(text: str, span: Span, section: Section) -> Rendering:
    """ "Gallery of Glass: weekdays noon to 7 p.m., closed on Tuesday." The reader knows prose: of
    seven forms tried, this one gave most right answers (``tests.bench.tables``)."""
    shown = ""
    units: list[tuple[Span, Span]] = []
    named = list(_named(text, span, section.header))
    for name, cell in named:
        words = cell.of(text)
        if shown:
            shown += ": " if len(units) == 1 else ", "
        # what a row is about needs no name, unless it is a number
        if name and (shown or not any(map(str.isalpha, words))):
            shown += f"{name} "
        units.append((Span(len(shown), len(shown) + len(words)), cell))
        shown += words
    columns = tuple(name for name, _ in named)
    return Rendering(f"{shown}." if shown else "", tuple(units), False, columns)


def _named(text: str, span: Span, header: Sequence[Span]) -> Iterator[tuple[str, Span]]:
    """The cells within ``span`` that are not empty, each with the name of its column."""
    start = text.rfind("\n", 0, span.start) + 1
    stop = text.find("\n", span.end)
    row = Span(start, len(text) if stop < 0 else stop)
    found = _all_cells(text, row)
    for number in range(bisect_right(found, span.start, key=lambda cell: cell.end), len(found)):
        cell = found[number]
        if cell.start >= span.end:
            return
        if len(cell):
            name = header[number].of(text) if number < len(header) else ""
            within = Span(max(cell.start, span.start), min(cell.end, span.end))
            yield _small(_line(name)[:_LONGEST_NAME]), within


@lru_cache(maxsize=1)
def _all_cells(text: str, row: Span) -> tuple[Span, ...]:
    """``cells`` of the row that was asked for last: a long one is shown in many pieces."""
    return tuple(cells(text, row))


def _small(name: str) -> str:
    """A column's name as it stands within a sentence: "Closed on" in small letters, "H1" not."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def _line(words: str) -> str:
    return " ".join(words.split())
