"""The source panel, as HTML strings. Pure functions; all text from outside is escaped."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import PurePath
from urllib.parse import quote as percent

from pincite.corpus.article import Article, Span
from pincite.qa.carrying.links import at_sentence, web_address
from pincite.qa.types import Citation
from pincite.qa.web.rendering import carry
from pincite.qa.web.rendering.text import Highlight, article_text, escape, language_attribute
from pincite.qa.web.rendering.turn import ChosenFilter, PageTurn
from pincite.qa.wording import day, elsewhere, nearby, place_of_span
from pincite.qa.words import say


def source_empty() -> str:
    """The source panel before a source is shown."""
    return (
        f'<div class="source empty"><h2 class="lead">{say("panel.empty")}</h2>'
        f"<p>{say('panel.empty.text')}</p></div>"
    )


def source_gone() -> str:
    """The source panel for a turn that the session no longer holds."""
    return (
        f'<div class="source empty"><h2 class="lead">{say("panel.gone")}</h2>'
        f"<p>{say('panel.gone.text')}</p></div>"
    )


def source(turn: PageTurn, kind: str, index: int) -> str | None:
    """The article that a chip of ``turn`` opens; None if the turn has no such chip.

    ``kind`` is "cite" for a place that the answer cites, "hit" for a retrieved passage, and "now"
    for the text that is now in the place of a changed quote.
    """
    found = _found(turn, kind, index)
    if found is None:
        return None
    kicker, article, marked, copies, place = found
    key = f"{turn.number}-{kind}-{index}"
    tools = carry.copying_forms(place) if place else ""
    return (
        f'<article class="source" data-shown="{key}"><header>'
        f'<button type="button" class="close" data-close aria-label="{say("panel.close")}">×'
        "</button>"
        f'<p class="kicker {marked.kind}" dir="auto">{kicker}</p>'
        f'<h2 tabindex="-1" dir="auto"{language_attribute(article)}>{escape(article.title)}</h2>'
        f"{_published(article)}{_steps(turn, kind, index)}{_finding()}</header>"
        f'{tools}<p class="carry">{_original(article, marked.span)}{_only(article)}</p>'
        f'<p class="meta">{_origin(article, marked.span)}</p>{_copies(copies)}'
        f'<div class="text" dir="auto"{language_attribute(article)}>{article_text(article, marked)}'
        "</div></article>"
    )


def picked(turn: PageTurn, kind: str, index: int, span: Span) -> Citation | None:
    """A part of the text that the panel shows, as a citation; None if the panel does not show such
    text."""
    found = _found(turn, kind, index)
    if found is None or not len(span) or span.end > len(found[1].text):
        return None
    return Citation(found[1], span, span, 1.0, 1.0)


_Found = tuple[str, Article, Highlight, Sequence[Article], Citation | None]


def _found(turn: PageTurn, kind: str, index: int) -> _Found | None:
    """For a chip: the line above the article, the article, the highlight, the copies, and the
    citation (None if the chip is not of a citation). None if there is no such chip."""
    if kind == "cite" and (place := turn.cited(index)):
        cited = say("panel.cited", question=escape(turn.question))
        kicker = f'<span class="num">{index + 1}</span> {cited}'
        marked = Highlight(place.sentence, place.answer)
        return kicker, place.article, marked, place.copies, place
    if kind == "now" and (place := turn.now(index)):
        kicker = say("panel.now")
        return kicker, place.article, Highlight(place.sentence, kind="near"), (), None
    if kind == "hit" and (hit := turn.hit(index)):
        found = turn.answer is not None and turn.answer.found
        kicker = say("panel.retrieved" if found else "panel.nearest")
        return kicker, hit.article, Highlight(hit.passage.span, kind="near"), hit.copies, None
    return None


def _steps(turn: PageTurn, kind: str, index: int) -> str:
    """Buttons to the previous and next citation; "" if the answer cites only one place."""
    total = turn.places
    if kind != "cite" or total < 2:
        return ""
    steps = ((say("panel.previous"), "‹", index - 1), (say("panel.next"), "›", index + 1))
    before, after = (
        f'<button type="button" class="tool" data-turn="{turn.number}" data-kind="cite"'
        f' data-index="{to}" aria-label="{name}"{"" if 0 <= to < total else " disabled"}>{sign}'
        "</button>"
        for name, sign, to in steps
    )
    at = say("panel.step", n=index + 1, total=total)
    return f'<p class="carry steps">{before}<span>{at}</span>{after}</p>'


def _finding() -> str:
    """The field to search in the article."""
    return (
        '<p class="carry finding"><input type="search" data-find'
        f' aria-label="{say("panel.find")}" placeholder="{say("panel.find")}" autocomplete="off">'
        '<span class="count" role="status"></span></p>'
    )


def _original(article: Article, span: Span) -> str:
    """A link to the sentence on the web page, or to the original file; "" if there is neither."""
    address = web_address(article)
    if address:
        return _link("tool", at_sentence(address, article.text, span), say("panel.original"))
    if PurePath(article.source).is_absolute():
        return _link(
            "tool", f"/pincite/original?id={percent(article.id, safe='')}", say("panel.original")
        )
    return ""


def _only(article: Article) -> str:
    sent = escape(json.dumps(asdict(ChosenFilter(source=article.source))))
    return f'<button type="button" class="tool" data-narrow="{sent}">{say("panel.only")}</button>'


def _link(css: str, href: str, shown: str) -> str:
    return (
        f'<a class="{css}" href="{escape(href)}" target="_blank" rel="noopener noreferrer">'
        f"{escape(shown)}</a>"
    )


def _published(article: Article) -> str:
    """The author, the date and the address of an article, as far as it has them."""
    parts = [f'<span dir="auto">{escape(article.author)}</span>'] if article.author else []
    parts += [f"<span>{escape(day(article.published))}</span>"] if article.published else []
    url = web_address(article)
    parts += [f'<span class="address">{escape(url)}</span>'] if url else []
    return f'<p class="published">{" · ".join(parts)}</p>' if parts else ""


def _origin(article: Article, span: Span) -> str:
    page = place_of_span(article, span)
    said = say("panel.characters", start=span.start, end=span.end)
    place = f'<span class="span">{page}{said}</span>'
    return (
        place
        if article.source == web_address(article)
        else f"{escape(nearby(article.source))} · {place}"
    )


def _copies(copies: Sequence[Article]) -> str:
    return f'<p class="meta">{escape(elsewhere(copies))}</p>' if copies else ""
