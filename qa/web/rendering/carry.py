"""Buttons that copy a citation or save a chat. Pure functions; all text from outside is escaped.

A copying button has its text in ``data-copy``, so that the browser needs no request. A saving
button has a file ending in ``data-save``; ``carry.js`` sends it, and ``saved`` makes the reply.
"""

from __future__ import annotations

from collections.abc import Sequence

from pincite.qa.carrying.bibtex import citation_bibtex
from pincite.qa.carrying.citing import citation_markdown, citation_text
from pincite.qa.carrying.export import FORMS, exported
from pincite.qa.types import Citation
from pincite.qa.web.rendering.text import escape
from pincite.qa.web.rendering.turn import PageTurn
from pincite.qa.words import say

_SAVED = {".md": "Markdown", ".json": "JSON", ".bib": "BibTeX", ".html": ""}


def copying(citation: Citation) -> str:
    """The button of a card, which copies the quote with its source as plain text."""
    return f'<p class="carry">{_copy(say("carry.copy"), citation_text(citation))}</p>'


def copying_forms(citation: Citation) -> str:
    """The buttons of the source panel: plain text, Markdown, BibTeX."""
    return (
        '<p class="carry">'
        + _copy(say("carry.copy"), citation_text(citation))
        + _copy("Markdown", citation_markdown(citation), say("carry.markdown"))
        + _copy("BibTeX", citation_bibtex(citation), say("carry.bibtex"))
        + "</p>"
    )


def saving() -> str:
    """The buttons below the transcript, which save the chat."""
    buttons = "".join(
        f'<button type="button" class="tool" data-save="{ending}"'
        f' aria-label="{say("carry.save.as", form=name)}">{name}</button>'
        for ending, form in _SAVED.items()
        for name in (form or say("carry.print"),)
    )
    return f'<p class="carry saving"><span class="label">{say("carry.save")}</span>{buttons}</p>'


def saved(turns: Sequence[PageTurn], ending: object, request: object) -> str:
    """The chat's answers in the form of a file ending, as the reply to the request with that
    number; "" for values that the page does not send."""
    answers = [turn.answer for turn in turns if turn.answer is not None]
    if not (isinstance(ending, str) and ending in FORMS and isinstance(request, int) and answers):
        return ""
    content = escape(exported(answers, ending))
    return f'<pre data-request="{request}" data-ending="{ending}">{content}</pre>'


def picked(citation: Citation, request: object) -> str:
    """A citation to be copied, as the reply to the request with that number."""
    if not isinstance(request, int):
        return ""
    return f'<pre data-request="{request}" data-copied>{escape(citation_text(citation))}</pre>'


def _copy(shown: str, text: str, spoken: str = "") -> str:
    label = f' aria-label="{spoken}"' if spoken else ""
    return f'<button type="button" class="tool" data-copy="{escape(text)}"{label}>{shown}</button>'
