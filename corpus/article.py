"""Span, section, article and passage: the values that everything else is made of.

An offset is always a code point offset into ``Article.text``. The text is never searched again
after reading: ``span.of(article.text)`` is the only way to a quote.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from dataclasses import dataclass
from typing import Any, Literal, Self


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range ``[start, end)`` of code points in ``Article.text``.

    Raises ValueError if ``0 <= start <= end`` does not hold.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"span [{self.start}, {self.end}): expected 0 <= start <= end")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The slice of ``text``. Raises ValueError if the span ends after the text."""
        if self.end > len(text):
            raise ValueError(
                f"span [{self.start}, {self.end}): the text has {len(text)} characters"
            )
        return text[self.start : self.end]

    def contains(self, other: Span) -> bool:
        """Whether every character of ``other`` lies in this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two spans share a character."""
        return max(self.start, other.start) < min(self.end, other.end)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the text that can only be understood with words from elsewhere in the text.

    ``context`` are the spans that say what the section is about: its headings, the outermost first,
    then the caption of a table. In a ``table`` each line of the section is a row whose cells are
    separated by ``" | "``; ``header`` are the cells of the header row, in order, or empty if the
    table has none. A ``caption`` is the text beneath a figure.
    """

    span: Span
    kind: Literal["text", "table", "caption"] = "text"
    context: tuple[Span, ...] = ()
    header: tuple[Span, ...] = ()

    def values(self) -> list[Any]:
        """The section as plain JSON values; ``of_values`` reads them back."""
        spans = [[[s.start, s.end] for s in each] for each in (self.context, self.header)]
        return [self.span.start, self.span.end, self.kind, *spans]

    @classmethod
    def of_values(cls, values: Any) -> Self:
        """The section that ``values`` describes. Raises ValueError or TypeError if it is none."""
        start, end, kind, *span_lists = values
        if kind not in ("text", "table", "caption"):
            raise ValueError(f"a section of the kind {kind!r}")
        context, header = (tuple(Span(*each) for each in spans) for spans in span_lists)
        return cls(Span(start, end), kind, context, header)


@dataclass(frozen=True, slots=True, repr=False, weakref_slot=True)
class Article:
    """One article as it was read.

    ``id`` is stable across rebuilds: the path relative to the articles' root, or the URL. ``text``
    is never changed after reading. ``body`` holds the spans that are article and not boilerplate:
    ascending, disjoint, never empty. ``source`` is where the article was read from: a file's
    absolute path or a URL. ``url`` is where it was published, if the file says so. ``published`` is
    an ISO 8601 date or date-time, or None if the source gives none. ``pages`` are the offsets in
    ``text`` where the pages of a paged source begin, in ascending order; an empty page begins where
    the next one does. ``author`` is written as in the source. ``language`` is a two-letter code
    (ISO 639-1). Both are None if the source gives none. ``sections`` are the parts of the text
    under a heading, in a table or beneath a figure: ascending and disjoint. Text outside all
    sections has no context but the title.
    """

    id: str
    title: str
    text: str
    source: str
    body: tuple[Span, ...]
    published: str | None = None
    url: str | None = None
    pages: tuple[int, ...] = ()
    author: str | None = None
    language: str | None = None
    sections: tuple[Section, ...] = ()

    def __post_init__(self) -> None:
        end = 0
        for span in self.body:
            if span.start < end or not len(span):
                raise ValueError(
                    f"{self.id}: body spans must ascend, not touch twice, not be empty"
                )
            end = span.end
        if end > len(self.text):
            raise ValueError(f"{self.id}: body ends at {end}, the text at {len(self.text)}")
        starts = [*self.pages, len(self.text)]
        if self.pages and (starts[0] != 0 or starts != sorted(starts)):
            raise ValueError(f"{self.id}: pages must begin at 0, ascend and lie in the text")
        end = 0
        for section in self.sections:
            parts = (section.span, *section.context, *section.header)
            if section.span.start < end or max(span.end for span in parts) > len(self.text):
                raise ValueError(f"{self.id}: sections must ascend, be disjoint, lie in the text")
            end = section.span.end

    def __repr__(self) -> str:
        return f"<Article {self.id!r}: {self.title!r:.80}, {len(self.text):,} characters>"

    @property
    def sha256(self) -> str:
        """SHA-256 of the text in UTF-8, as 64 hexadecimal digits. Each citation carries it."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()

    def page(self, offset: int) -> int | None:
        """The page of the character at ``offset``, counted from 1; None if there are no pages."""
        return bisect_right(self.pages, offset) or None

    def section(self, offset: int) -> Section | None:
        """The section that holds the character at ``offset``, or None."""
        n = bisect_right(self.sections, offset, key=lambda section: section.span.start)
        found = self.sections[n - 1] if n else None
        return found if found is not None and offset < found.span.end else None

    @property
    def headings(self) -> tuple[Span, ...]:
        """The article's headings and the captions of its tables, in order, without the line of the
        title.

        They are the context spans of the sections that lie outside the body. They belong to the
        article and may be quoted, but no passage holds them.
        """
        spans = {span for section in self.sections for span in section.context}
        title = self.title.split()
        return tuple(
            span
            for span in sorted(spans)
            if len(span) and not self.in_body(span) and span.of(self.text).split() != title
        )

    def in_body(self, span: Span) -> bool:
        """Whether the body holds at least one character of the span."""
        n = bisect_right(self.body, span.start, key=lambda part: part.start)
        return any(part.overlaps(span) for part in self.body[max(n - 1, 0) : n + 1])

    @property
    def set_aside(self) -> int:
        """How many characters are neither body nor headings, white space not counted."""
        outside, end = 0, 0
        kept = sorted((*self.body, *self.headings))
        for span in (*kept, Span(len(self.text), len(self.text))):
            outside += sum(not c.isspace() for c in self.text[end : span.start])
            end = span.end
        return outside


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit that is embedded and retrieved: consecutive sentences of one article.

    ``span`` is the text of the passage. ``sentences`` are its sentences, in order; together they
    cover ``span`` without gaps. The exception is a sentence longer than the token budget: then
    ``span`` is a part of it and ``sentences`` holds the whole sentence, so that it can be cited.
    """

    id: str
    article_id: str
    span: Span
    sentences: tuple[Span, ...]
