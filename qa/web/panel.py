"""The source panel, as HTML strings. Pure functions; whatever comes from outside is escaped."""

from __future__ import annotations

from collections.abc import Sequence

from pincite.corpus.article import Article, Span
from pincite.qa.carrying.links import at_sentence, web_address
from pincite.qa.web import carry
from pincite.qa.web.text import Highlight, article_text, escape
from pincite.qa.web.turn import Turn
from pincite.qa.wording import day, elsewhere, nearby, placed


def source_empty() -> str:
    """The source panel before anything was cited."""
    return (
        '<div class="source empty"><p class="lead">The source opens here.</p>'
        "<p>Every answer stands word for word in one of your articles. "
        "Choose its number to read it where it stands.</p></div>"
    )


def source_gone() -> str:
    """The source panel for a turn that the session no longer holds."""
    return (
        '<div class="source empty"><p class="lead">This source is no longer at hand.</p>'
        "<p>The server was restarted, or the page was left for long. Please ask again.</p></div>"
    )


def source(turn: Turn, kind: str, index: int) -> str | None:
    """The article that one chip of ``turn`` stands for, or None where it has no such chip.

    ``kind`` is "cite" for a place that the answer cites and "hit" for a retrieved passage.
    """
    key = f"{turn.number}-{kind}-{index}"
    if kind == "cite" and (place := turn.cited(index)):
        kicker = f'<span class="num">{index + 1}</span> Cited for “{escape(turn.question)}”'
        marked = Highlight(place.sentence, place.answer)
        return _panel(key, kicker, place.article, marked, place.copies, carry.copying_forms(place))
    if kind == "hit" and (hit := turn.hit(index)):
        found = turn.answer is not None and turn.answer.found
        label = "Retrieved passage" if found else "Nearest passage, not an answer"
        marked = Highlight(hit.passage.span, kind="near")
        return _panel(key, label, hit.article, marked, hit.copies)
    return None


def _panel(
    key: str,
    kicker: str,
    article: Article,
    highlight: Highlight,
    copies: Sequence[Article],
    tools: str = "",
) -> str:
    return (
        f'<article class="source" data-shown="{key}"><header>'
        '<button type="button" class="close" data-close aria-label="Close the source">×</button>'
        f'<p class="kicker {highlight.kind}" dir="auto">{kicker}</p>'
        f'<h2 tabindex="-1" dir="auto">{escape(article.title)}</h2>'
        f"{_published(article, highlight.span)}{tools}</header>"
        f'<p class="meta">{_origin(article, highlight.span)}</p>'
        f"{_copies(copies)}"
        f'<div class="text" dir="auto">{article_text(article, highlight)}</div></article>'
    )


def _published(article: Article, span: Span) -> str:
    """The author, the date and the link, each where the article has one."""
    parts = [f'<span dir="auto">{escape(article.author)}</span>'] if article.author else []
    parts += [f"<span>{escape(day(article.published))}</span>"] if article.published else []
    url = web_address(article)
    if url:
        href = escape(at_sentence(url, article.text, span))
        link = f'<a href="{href}" target="_blank" rel="noopener noreferrer">{escape(url)}</a>'
        parts.append(link)
    return f'<p class="published">{" · ".join(parts)}</p>' if parts else ""


def _origin(article: Article, span: Span) -> str:
    page = placed(article, span)
    place = f'<span class="span">{page}characters {span.start:,}–{span.end:,}</span>'
    return (
        place
        if article.source == web_address(article)
        else f"{escape(nearby(article.source))} · {place}"
    )


def _copies(copies: Sequence[Article]) -> str:
    return f'<p class="meta">{escape(elsewhere(copies))}</p>' if copies else ""
