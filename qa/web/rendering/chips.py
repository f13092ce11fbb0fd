"""Chips: the buttons that open a source. Pure functions; all text from outside is escaped.

A chip has ``data-turn``, ``data-kind`` and ``data-index``. ``page.js`` sends the three back, and
``panel.source`` makes of them the article with the passage marked. For the kind "cite", the index
counts all places that the turn cites, from 0; it is the chip's number minus 1. For the kind "hit",
it counts the retrieved passages from 0.
"""

from __future__ import annotations

from collections.abc import Sequence

from pincite.corpus.article import Article
from pincite.index.retrieval.hit import Hit
from pincite.qa.types import Answer, Citation
from pincite.qa.web.rendering.text import escape, language_attribute
from pincite.qa.web.rendering.turn import AS_TYPED, WITHOUT_DATES
from pincite.qa.wording import day, form_name
from pincite.qa.words import say


def cited(turn: int, number: int, place: Citation, *, peek: bool) -> str:
    """The chip of a cited place. With ``peek``, it shows the quote on hover and on focus."""
    return _chip(
        (turn, "cite", number - 1),
        spoken=say("answers.open", number=number),
        peek=place.quote if peek else "",
        shown=f'<span class="num" aria-hidden="true">{number}</span>{_title(place.article)}',
    )


def nearest(turn: int, index: int, hit: Hit) -> str:
    """The chip of a near passage, with its first lines, if no answer was found."""
    language = language_attribute(hit.article)
    snippet = f'<span class="snippet" dir="auto"{language}>{escape(hit.text)}</span>'
    return _passage(turn, index, hit, "", snippet)


def ranked(turn: int, index: int, hit: Hit) -> str:
    """The chip of a passage in the table of ranks."""
    return _passage(turn, index, hit, hit.text, "")


def again(question: str) -> str:
    """A chip that asks a question again."""
    return (
        f'<button type="button" class="form" data-example="{escape(question)}">'
        f"{say('answers.again')}</button>"
    )


def current(turn: int, index: int, place: Citation) -> str:
    """The chip of the text that is now in the place of a changed quote."""
    return _chip(
        (turn, "now", index),
        spoken=say("answers.open.now"),
        peek=place.quote,
        shown=_title(place.article),
    )


def other_forms(answer: Answer) -> str:
    """Chips that ask the line in another way: in each further form that it may have, without the
    date by which the citations were chosen, and without the turns before. "" if there are none."""
    named = [(form, name) for form in answer.others if (name := form_name(form))]
    if answer.dates is not None:
        named.append((WITHOUT_DATES, say("form.dateless")))
    if answer.resolved:
        named.append((AS_TYPED, say("form.typed")))
    if not named:
        return ""
    shown = "".join(
        f'<button type="button" class="form" data-example="{escape(answer.question)}"'
        f' data-form="{form}">{name}</button>'
        for form, name in named
    )
    return f'<p class="taken forms">{say("answers.forms")} {shown}</p>'


def editable(line: str, asked: Sequence[str], form: str | None) -> str:
    """A ``line`` that ends with the questions that were ``asked`` instead of what was typed. A
    person can edit them there and ask them in the same ``form``. "" without a line."""
    if not line:
        return ""
    shown, words = " · ".join(asked), " ".join(asked)
    return (
        f'<p class="taken" dir="auto"><span>{escape(line.removesuffix(shown))}</span>'
        f'<span class="sought" data-words="{escape(words)}" dir="auto">{escape(shown)}</span>'
        f' <button type="button" class="form" data-edit-asked="{form or ""}">{say("told.edit")}'
        f'<span class="sr">: {escape(shown)}</span></button></p>'
    )


def _passage(turn: int, index: int, hit: Hit, peek: str, snippet: str) -> str:
    shown = _title(hit.article) + snippet
    return _chip((turn, "hit", index), spoken=say("answers.open.passage"), peek=peek, shown=shown)


def _chip(key: tuple[int, str, int], *, spoken: str, peek: str, shown: str) -> str:
    """A chip. Screen readers say ``spoken`` before the text ``shown``."""
    turn, kind, index = key
    whole = f' data-peek="{escape(peek)}"' if peek else ""
    return (
        f'<button type="button" class="chip" data-turn="{turn}" data-kind="{kind}"'
        f' data-index="{index}"{whole}><span class="sr">{spoken} </span>{shown}</button>'
    )


def _title(article: Article) -> str:
    published = escape(day(article.published))
    when = f' <span class="day">{published}</span>' if published else ""
    language = language_attribute(article)
    return f'<span class="title" dir="auto"{language}>{escape(article.title)}</span>{when}'
