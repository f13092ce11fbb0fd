"""Renders a passage as text for the models: its text, and the headings that say what it is about.

A sentence often leaves its subject to a heading, and a table cell means nothing without the name of
its column. So a passage is shown with its headings, and a table row as a sentence with the names of
its columns. An answer found in the rendering is mapped back to the article by offsets. The text is
never searched for it.
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

    ``units`` are the parts in which an answer may lie: sentences, or the cells of a table. Each is
    a span of ``text`` and the span of the article with the same words. ``joined`` says whether an
    answer may cross from one unit to the next. ``columns`` are the column names of the cells, one
    per unit; empty if the units are sentences.
    """

    text: str
    units: tuple[tuple[Span, Span], ...]
    joined: bool = True
    columns: tuple[str, ...] = ()

    def placed(self, span: Span) -> Span:
        """The span of the article for a span of ``text``, which must begin and end inside units."""
        first = next(unit for unit in self.units if unit[0].start <= span.start < unit[0].end)
        last = next(unit for unit in self.units if unit[0].start < span.end <= unit[0].end)
        return Span(
            first[1].start + span.start - first[0].start, last[1].start + span.end - last[0].start
        )


def rendering(article: Article, passage: Passage) -> Rendering:
    """The rendering of a passage, without its context."""
    span, section = passage.span, article.section(passage.span.start)
    if section is not None and section.kind == "table":
        return _row(article.text, span, section)
    inside = [
        Span(max(each.start, span.start), min(each.end, span.end)) for each in passage.sentences
    ]
    units = tuple((Span(s.start - span.start, s.end - span.start), s) for s in inside)
    return Rendering(span.of(article.text), units)


def context(article: Article, passage: Span) -> str:
    """The headings, caption or key above a passage on one line, without the article's title and
    without words in the passage itself; "" if there are none."""
    return above(article, passage).text


def above(article: Article, passage: Span) -> Rendering:
    """``context`` as a Rendering. Its units are the headings among it that belong to
    ``Article.headings``."""
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
        # changed white space would shift the offsets
        if words == each.of(article.text) and not article.in_body(each):
            units.append((Span(at, at + len(shown)), Span(each.start, each.start + len(shown))))
        parts.append(shown)
        at += len(shown) + len(_BETWEEN)
    return Rendering(_BETWEEN.join(parts), tuple(units), False)


def cells(text: str, row: Span) -> list[Span]:
    """The cells of a table row, trimmed, in order; some may be empty."""
    line, found, start = row.of(text), [], 0
    for bar in _BAR.finditer(line):
        found.append(Span(row.start + start, row.start + max(bar.start(), start)))
        start = bar.end()
    return [*found, Span(row.start + start, row.start + max(len(line), start))]


def _row(text: str, span: Span, section: Section) -> Rendering:
    """A table row as a sentence: "Gallery of Glass: weekdays noon to 7 p.m., closed on Tuesday."
    The reader knows prose. Of seven forms tried, this one gave the most right answers
    (``tests.bench.tables``)."""
    shown = ""
    units: list[tuple[Span, Span]] = []
    named = list(_named(text, span, section.header))
    for name, cell in named:
        words = cell.of(text)
        if shown:
            shown += ": " if len(units) == 1 else ", "
        # the first cell, the row's subject, needs no column name unless it is a number
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
    """``cells`` with a cache for the last row: a long row is rendered in many parts."""
    return tuple(cells(text, row))


def _small(name: str) -> str:
    """A column's name inside a sentence: "Closed on" begins with a small letter, "H1" does not
    change."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def _line(words: str) -> str:
    return " ".join(words.split())
