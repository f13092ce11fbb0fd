"""The values everything else is made of: a span, an article, a passage.

An offset is a code point offset into ``Article.text`` and nothing else. Text is never searched for
again once it has been read: ``span.of(article.text)`` is the only way to a quote.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from dataclasses import dataclass


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
        """The slice of ``text``. Raises ValueError where the span reaches past its end."""
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
class Article:
    """One article as it was read.

    ``id`` is stable across rebuilds: the path relative to the articles' root, or the URL.
    ``text`` is never altered after reading. ``body`` holds the spans that are article rather than
    boilerplate: ascending, disjoint, never empty. ``source`` says where it was read from: a file's
    absolute path or a URL. ``url`` is where it was published, if the file says so. ``published``
    is an ISO 8601 date or date-time, or None where the source does not say. ``pages`` is where each
    page of a paged source begins in ``text``, none ahead of the one before; an empty page begins
    where the next one does. ``author`` is as the source writes it, ``language`` the language's
    two-letter code (ISO 639-1); both are None where the source does not say.
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

    @property
    def sha256(self) -> str:
        """SHA-256 of the text in UTF-8, as 64 hexadecimal digits: what a citation carries."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()

    def page(self, offset: int) -> int | None:
        """The page that a character stands on, counted from 1; None where there are no pages."""
        return bisect_right(self.pages, offset) or None

    @property
    def set_aside(self) -> int:
        """How many characters of the text, white space apart, lie outside the body."""
        outside, end = 0, 0
        for span in (*self.body, Span(len(self.text), len(self.text))):
            outside += sum(not c.isspace() for c in self.text[end : span.start])
            end = span.end
        return outside


@dataclass(frozen=True, slots=True)
class Passage:
    """What is embedded and retrieved: consecutive sentences of one article.

    ``span`` is the text of the passage. ``sentences`` are the sentences it holds, in order; they
    tile ``span``, except where a single sentence was longer than the token budget: then ``span``
    is a piece of it and ``sentences`` is that one whole sentence, so that it can still be cited.
    """

    id: str
    article_id: str
    span: Span
    sentences: tuple[Span, ...]
