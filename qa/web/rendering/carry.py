"""Buttons that copy a citation or save answers, and the line that says where a quote is from. Pure
functions; all text from outside is escaped.

A copying button has its text in ``data-copy``, so that the browser needs no request. A saving
button has a file ending in ``data-save``, and in ``data-of`` the number of its turn if it saves one
answer; ``carry.js`` sends both, and ``saved`` makes the reply.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from urllib.parse import urlsplit

from pincite.qa.carrying.bibtex import citation_bibtex, citation_csl
from pincite.qa.carrying.citing import citation_markdown, citation_text, file_name
from pincite.qa.carrying.export import FORMS, exported
from pincite.qa.carrying.links import web_address
from pincite.qa.types import Citation
from pincite.qa.web.rendering.text import escape
from pincite.qa.web.rendering.turn import PageTurn
from pincite.qa.words import say

_SAVED = {".md": "Markdown", ".json": "JSON", ".bib": "BibTeX", ".csl.json": "CSL", ".html": ""}
_KEY = ' aria-keyshortcuts="c"'


def origin(citation: Citation) -> str:
    """A line with the author, the site or file, and the page of a quote, as far as they are known;
    the chip beside it has the title and the date."""
    article = citation.article
    address = web_address(article)
    site = (urlsplit(address).hostname or "").removeprefix("www.") if address else ""
    page = article.page(citation.sentence.start)
    known = (
        article.author or "",
        site or file_name(article),
        "" if page is None else say("carry.page", page=page),
    )
    parts = (f'<bdi dir="auto">{escape(each)}</bdi>' for each in known if each)
    return f'<p class="origin">{" · ".join(parts)}</p>'


def copying(citation: Citation) -> str:
    """The button of a card, which copies the quote with its source as plain text."""
    return f'<p class="carry">{_copy(say("carry.copy"), citation_text(citation), more=_KEY)}</p>'


def copying_forms(citation: Citation) -> str:
    """The buttons of the source panel: plain text, Markdown, BibTeX, CSL."""
    csl = json.dumps(citation_csl(citation), ensure_ascii=False, indent=2)
    return (
        '<p class="carry">'
        + _copy(say("carry.copy"), citation_text(citation), more=_KEY)
        + _copy("Markdown", citation_markdown(citation), say("carry.markdown"))
        + _copy("BibTeX", citation_bibtex(citation), say("carry.bibtex"))
        + _copy("CSL", csl, say("carry.csl"))
        + "</p>"
    )


def saving() -> str:
    """The buttons below the transcript, which save the chat."""
    label = f'<span class="label">{say("carry.save")}</span>'
    return f'<p class="carry saving">{label}{_saving("carry.save.as", "")}</p>'


def saving_one(turn: PageTurn) -> str:
    """The folded buttons below an answer, which save it alone."""
    buttons = _saving("carry.save.one.as", f' data-of="{turn.number}"')
    return (
        f'<details class="one"><summary>{say("carry.save.one")}</summary>'
        f'<p class="carry">{buttons}</p></details>'
    )


def _saving(spoken: str, more: str) -> str:
    return "".join(
        f'<button type="button" class="tool" data-save="{ending}"{more}'
        f' aria-label="{say(spoken, form=name)}">{name}</button>'
        for ending, form in _SAVED.items()
        for name in (form or say("carry.print"),)
    )


def saved(turns: Sequence[PageTurn], ending: object, request: object, of: object = None) -> str:
    """The chat's answers, or that of the turn with the number ``of``, in the form of a file ending,
    as the reply to the request with that number; "" for values that the page does not send."""
    chosen = [turn for turn in turns if of is None or turn.number == of]
    answers = [turn.answer for turn in chosen if turn.answer is not None]
    if not (isinstance(ending, str) and ending in FORMS and isinstance(request, int) and answers):
        return ""
    content = escape(exported(answers, ending))
    return f'<pre data-request="{request}" data-ending="{ending}">{content}</pre>'


def picked(citation: Citation, request: object) -> str:
    """A citation to be copied, as the reply to the request with that number."""
    if not isinstance(request, int):
        return ""
    return f'<pre data-request="{request}" data-copied>{escape(citation_text(citation))}</pre>'


def _copy(shown: str, text: str, spoken: str = "", more: str = "") -> str:
    more += f' aria-label="{spoken}"' if spoken else ""
    return f'<button type="button" class="tool" data-copy="{escape(text)}"{more}>{shown}</button>'
