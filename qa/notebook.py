"""An answer and a citation as HTML for a notebook. The HTML is inert: of an article it holds only
escaped text. The functions need nothing but the attributes below."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import Protocol
from urllib.parse import urlsplit

from pincite.corpus.article import Article, Span
from pincite.qa.json_values import UNCARRIABLE

_DIM = "opacity:.7;font-size:90%"


class Cited(Protocol):
    """The attributes of a citation that are shown."""

    @property
    def article(self) -> Article: ...
    @property
    def sentence(self) -> Span: ...
    @property
    def answer(self) -> Span: ...
    @property
    def confidence(self) -> float: ...
    @property
    def also(self) -> Sequence[Cited]: ...


class Answered(Protocol):
    """The attributes of an answer that are shown."""

    @property
    def question(self) -> str: ...
    @property
    def citations(self) -> Sequence[Cited]: ...
    @property
    def notes(self) -> Sequence[str]: ...


def answer_html(answer: Answered) -> str:
    """HTML of the question and its answers with their places, or of "Not found"."""
    lines = [f"<p><em>{_escaped(answer.question)}</em></p>"]
    lines += [f'<p style="{_DIM}">{_escaped(note)}</p>' for note in answer.notes]
    lines += [citation_html(each) for each in answer.citations]
    if not answer.citations:
        lines.append("<p><strong>Not found in these articles.</strong></p>")
    return f'<div dir="auto">{"".join(lines)}</div>'


def citation_html(citation: Cited) -> str:
    """HTML of the cited sentence with the exact answer in bold; below it the place, the confidence
    and the further places."""
    text, sentence, exact = citation.article.text, citation.sentence, citation.answer
    pieces = [Span(sentence.start, exact.start), exact, Span(exact.end, sentence.end)]
    before, marked, after = (_escaped(each.of(text)) for each in pieces)
    sure = f"confidence {citation.confidence:.2f}"
    places = [f"{_where(citation)}, {sure}", *map(_where, citation.also)]
    below = "".join(f'<div style="{_DIM}">{each}</div>' for each in places)
    return f'<blockquote dir="auto">{before}<strong>{marked}</strong>{after}{below}</blockquote>'


def shortened(text: str, most: int) -> str:
    """At most ``most`` characters of a text, on one line and quoted as by ``repr``."""
    flat = " ".join(text.split())
    return repr(flat if len(flat) <= most else f"{flat[: most - 1]}…")


def _where(citation: Cited) -> str:
    return ", ".join(_facts(citation.article, citation.sentence))


def _facts(article: Article, span: Span) -> Iterator[str]:
    address = _web_address(article)
    title = _escaped(article.title or article.id)
    if address:
        title = f'<a href="{_escaped(address)}" rel="noopener noreferrer">{title}</a>'
    yield title
    for fact in (article.author, (article.published or "")[:10]):
        if fact:
            yield _escaped(fact)
    if not address:
        yield _escaped(PurePath(article.source).name)
    if (page := article.page(span.start)) is not None:
        yield f"page {page:,}"
    yield f"characters {span.start}–{span.end}"


def _web_address(article: Article) -> str:
    """The web address at which an article was published or read, or "" if there is none."""
    for address in (article.url, article.source):
        try:
            parts = urlsplit(address or "")
        except ValueError:
            continue
        if parts.scheme in ("http", "https") and parts.hostname:
            return address or ""
    return ""


def _escaped(text: str) -> str:
    return html.escape(UNCARRIABLE.sub("\ufffd", text), quote=True)
