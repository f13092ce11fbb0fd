"""Turns on their way to the browser and back."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import Final

from pincite.corpus.errors import PinciteError
from pincite.index.retrieval.query import MAX_QUESTION
from pincite.index.retrieval.retriever import Retriever
from pincite.qa.web.kept.restoring import Restored
from pincite.qa.web.rendering.text import carriable, escape
from pincite.qa.web.rendering.turn import ChosenFilter, PageTurn

KEY_BYTES: Final = 8
"""Random bytes by which a turn is known; its key has two hexadecimal digits for each."""


def kept_by_browser(narrowed: ChosenFilter, turn: PageTurn | None = None) -> str:
    """What the browser is to keep of a turn, or of a chat alone: an element in whose text JSON
    stands, in ASCII alone, so that no character is lost to the rules of HTML."""
    values: dict[str, object] = {"narrowed": asdict(narrowed)}
    if turn is not None:
        values |= {"key": turn.key, "question": turn.question, "answer": turn.kept}
    return f"<pre>{escape(json.dumps(values))}</pre>"


def turn_from_browser(number: int, values: object, articles: Retriever) -> PageTurn | None:
    """A turn that the browser kept, or None where what it sent is none."""
    if not isinstance(values, dict):
        return None
    question, key, kept = (values.get(name) for name in ("question", "key", "answer"))
    if not (isinstance(question, str) and isinstance(key, str) and question):
        return None
    question = carriable(question[:MAX_QUESTION])
    turn = PageTurn(number, question, key=key[: 2 * KEY_BYTES], kept=kept)
    return checked_turn(turn, articles) if kept else replace(turn, older=True)


def checked_turn(turn: PageTurn, articles: Retriever) -> PageTurn:
    """The turn with the quotes that stand in the articles now."""
    if turn.kept is None:
        return turn
    try:
        now = Restored(turn.kept, articles)
    except PinciteError as error:
        return replace(turn, answer=None, gone=(), notice=f"Not restored: {error}")
    return replace(turn, answer=now.answer, gone=now.gone, older=now.older)


def narrowed_of(sent: object, default: ChosenFilter) -> ChosenFilter:
    """The articles that the browser asks of; ``default`` where it sent no such thing."""
    if not isinstance(sent, dict):
        return default
    chosen = {name: sent.get(name) for name in ("since", "until", "source")}
    if not all(value is None or isinstance(value, str) for value in chosen.values()):
        return default
    return ChosenFilter(**chosen)
