"""Buttons for feedback on an answer. Pure functions.

A button has the verdict in ``data-judge``. ``judge.js`` sends it with the turn's number and, if one
was typed, a note.
"""

from __future__ import annotations

from pincite.qa.feedback.recording import VERDICTS
from pincite.qa.web.rendering.text import escape
from pincite.qa.web.rendering.turn import PageTurn
from pincite.qa.words import say, translated


def buttons(turn: PageTurn) -> str:
    """A button for each verdict; the verdict that was given is pressed."""
    shown = "".join(
        f'<button type="button" class="tool" data-judge="{verdict}"'
        f' aria-pressed="{"true" if verdict == turn.judged else "false"}">'
        f"{say(f'judge.{verdict}')}</button>"
        for verdict in VERDICTS
    )
    return (
        f'<div class="carry judge" role="group" aria-label="{say("judge.label")}">'
        f'<span class="label" aria-hidden="true">{say("judge.label")}</span>{shown}</div>'
    )


def kept(verdict: str, request: int, where: str) -> str:
    """The reply to a request: the verdict was stored in the file ``where``."""
    return f'<pre data-request="{request}" data-judged="{verdict}">{escape(where)}</pre>'


def failed(why: str, request: int) -> str:
    """The reply to a request: the verdict could not be stored, and ``why``."""
    return f'<pre data-request="{request}" data-judged="">{escape(translated(why))}</pre>'
