"""How sources, dates, numbers and answers are said, in the shell and on the page."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path

from corpus.article import Article, Span
from qa.types import Answer, Citation


def nearby(source: str) -> str:
    """The source, from the folder one is in or from home (``~``) if it lies there; a URL or any
    other path as it is."""
    with suppress(ValueError):
        return str(Path(source).relative_to(Path.cwd()))
    with suppress(ValueError, RuntimeError):
        return f"~/{Path(source).relative_to(Path.home())}"
    return source


def paged(article: Article, span: Span) -> str:
    """``"page 3, "`` where the article has pages, for the page on which a span begins; else ""."""
    page = article.page(span.start)
    return "" if page is None else f"page {page:,}, "


def counted(number: int, noun: str) -> str:
    """``"1 article"``, ``"1,284 articles"``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def day(moment: str | None) -> str:
    """An ISO date or date-time as "5 March 2026"; anything else as it stands."""
    try:
        found = date.fromisoformat((moment or "")[:10])
    except ValueError:
        return moment or ""
    return f"{found.day} {found:%B %Y}"


def differing(answers: int) -> str:
    """That the articles give several answers, in a sentence."""
    return f"Your articles give {counted(answers, 'different answer')}."


def said(citation: Citation) -> str:
    """Where an answer that stands in several places is said: ``"Said in 3 articles"``."""
    articles, places = citation.articles, 1 + len(citation.also)
    if articles == 1:
        return f"Said in {counted(places, 'place')} of this article"
    exactly = f", in {counted(places, 'place')}" if places > articles else ""
    return f"Said in {counted(articles, 'article')}{exactly}"


def pinpoints(text: str, sentence: Span, answer: Span) -> bool:
    """Whether the exact answer is less than the whole sentence, stops and quotation marks apart:
    only then is it told from the sentence."""
    around = text[sentence.start : answer.start] + text[answer.end : sentence.end]
    return any(character.isalnum() for character in around)


def numbered(answer: Answer) -> list[list[tuple[int, Citation]]]:
    """For each different answer, its places with their numbers; numbers run on from 1 through all
    answers."""
    found: list[list[tuple[int, Citation]]] = []
    number = 0
    for citation in answer.citations:
        places = (citation, *citation.also)
        found.append(list(enumerate(places, start=number + 1)))
        number += len(places)
    return found
