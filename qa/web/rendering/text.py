"""An article's text as HTML: escaped, one passage highlighted, text outside the body folded.

No character is lost or moved: the text of the HTML, without the summaries, is
``carriable(article.text)``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pincite.corpus.article import Article, Span
from pincite.qa.carrying.safe import carriable as carriable
from pincite.qa.carrying.safe import escape as escape
from pincite.qa.wording import counted, pinpoints
from pincite.qa.words import say

_BLANK_LINE = re.compile(r"(?>\r\n|\r|\n)[^\S\r\n]*+(?>\r\n|\r|\n)\s*+")
_LINE = re.compile(r"(?>\r\n|\r|\n)")
_Kind = Literal["body", "heading", "aside"]
_HEADING_WORDS = 14  # a line between two parts of the body is not folded if it is no longer


@dataclass(frozen=True, slots=True)
class Highlight:
    """What is marked in an article: a cited sentence with its answer, or a near passage."""

    span: Span
    answer: Span | None = None
    kind: Literal["cited", "near"] = "cited"


def article_text(article: Article, highlight: Highlight | None = None) -> str:
    """The whole text of ``article``. Text that is neither body nor heading is folded into
    ``<details>``. Only a short line between two parts of the body is shown, in grey like the
    headings."""
    painter = _Painter(article.text, highlight)
    first, last = (article.body[0].end, article.body[-1].end) if article.body else (0, 0)

    def shown(span: Span, kind: _Kind) -> str:
        if kind == "body":
            return painter.paint(span)
        if kind == "heading":
            return f'<span class="heading">{painter.paint(span)}</span>'
        if first <= span.start < last and _is_short(span.of(article.text)):
            return _line_aside(painter, span)
        return _folded(painter, span)

    return "".join(shown(span, kind) for span, kind in _regions(article))


def language_attribute(article: Article) -> str:
    """The HTML attribute for an article's language, which may differ from the page's."""
    return f' lang="{escape(article.language or "")}"'


def quote_html(text: str, sentence: Span, answer: Span) -> str:
    """The sentence with the answer inside it in ``<strong>``."""
    return _Painter(text, Highlight(sentence, answer)).sentence(sentence)


def _regions(article: Article) -> Iterator[tuple[Span, _Kind]]:
    """Spans that together cover the whole text, each with its kind. White space alone is never an
    "aside"."""
    end = len(article.text)
    kept: list[tuple[Span, _Kind]] = [(span, "body") for span in article.body]
    kept += [(span, "heading") for span in article.headings]
    start, at = 0, 0
    kind: _Kind = "body"  # the kind of the current region
    for span, own in (*sorted(kept), (Span(end, end), kind)):
        aside = bool(article.text[at : span.start].strip())
        if aside or own != kind:
            if start < at:
                yield Span(start, at), kind
            if aside:
                yield Span(at, span.start), "aside"
            start, kind = span.start if aside else at, own
        at = span.end
    if start < end:
        yield Span(start, end), kind


def _is_short(text: str) -> bool:
    return len(text.split()) <= _HEADING_WORDS and len(text.strip().splitlines()) == 1


def _line_aside(painter: _Painter, span: Span) -> str:
    return (
        f'<span class="heading" title="{say("panel.aside.heading")}">{painter.plain(span)}</span>'
    )


def _folded(painter: _Painter, span: Span) -> str:
    words = counted(len(span.of(painter.text).split()), "word")
    summary = say("panel.aside", words=words)
    return (
        f'<details class="aside"><summary>{summary}</summary>'
        f'<div class="aside-text">{painter.plain(span)}</div></details>'
    )


class _Painter:
    """Renders spans of one text and marks the parts that the highlight covers."""

    def __init__(self, text: str, highlight: Highlight | None) -> None:
        self.text = text
        self._highlight = highlight
        # Blank lines separate paragraphs; in a text without any, every line is a paragraph.
        self._gap = _BLANK_LINE if _BLANK_LINE.search(text) else _LINE

    def paint(self, span: Span) -> str:
        """``span`` with the part marked that the highlight covers."""
        if self._highlight is None:
            return self.plain(span)
        before, inside, after = _cut(span, self._highlight.span)
        if not len(inside):
            return self.plain(span)
        mark = f'<mark class="{self._highlight.kind}">{self.sentence(inside)}</mark>'
        return self.plain(before) + mark + self.plain(after)

    def sentence(self, span: Span) -> str:
        """``span`` with the part in ``<strong>`` that the answer covers, unless the answer is the
        whole sentence."""
        marked = self._highlight
        if marked is None or marked.answer is None:
            return self.plain(span)
        if not pinpoints(self.text, marked.span, marked.answer):
            return self.plain(span)
        before, inside, after = _cut(span, marked.answer)
        if not len(inside):
            return self.plain(span)
        strong = f"<strong>{self.plain(inside)}</strong>"
        return self.plain(before) + strong + self.plain(after)

    def plain(self, span: Span) -> str:
        """``span`` escaped; each gap between two paragraphs becomes an element of its own."""
        pieces, end = [], span.start
        for gap in self._gap.finditer(self.text, span.start, span.end):
            pieces.append(escape(self.text[end : gap.start()]))
            pieces.append(f'<span class="gap">{escape(gap.group())}</span>')
            end = gap.end()
        pieces.append(escape(self.text[end : span.end]))
        return "".join(pieces)


def _cut(span: Span, inner: Span) -> tuple[Span, Span, Span]:
    """``span`` in three parts: before ``inner``, inside it, after it. The middle is empty if the
    two do not overlap."""
    start = min(max(inner.start, span.start), span.end)
    end = max(min(inner.end, span.end), start)
    return Span(span.start, start), Span(start, end), Span(end, span.end)
