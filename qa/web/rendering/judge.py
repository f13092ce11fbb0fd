"""Buttons by which a person says whether an answer is right. Pure functions.

A button carries ``data-judge`` with the verdict; ``judge.js`` sends it with the number of the turn,
and with a note where one is typed.
"""

from __future__ import annotations

from pincite.qa.feedback.recording import VERDICTS
from pincite.qa.web.rendering.text import escape
from pincite.qa.web.rendering.turn import PageTurn
from pincite.qa.words import say, translated


def buttons(turn: PageTurn) -> str:
    """The verdicts, the one that was given pressed."""
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
    """That a verdict was written down, for the request of that number."""
    return f'<pre data-request="{request}" data-judged="{verdict}">{escape(where)}</pre>'


def failed(why: str, request: int) -> str:
    """That it could not be written down."""
    return f'<pre data-request="{request}" data-judged="">{escape(translated(why))}</pre>'
