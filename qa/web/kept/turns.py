"""Makes the values of turns that the browser keeps, and makes turns of them again."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any, Final

from pincite.corpus.errors import InputError, PinciteError
from pincite.index.retrieval.query import MAX_QUESTION
from pincite.index.retrieval.retriever import Retriever
from pincite.qa.web.kept.restoring import Restored
from pincite.qa.web.rendering.text import carriable, escape
from pincite.qa.web.rendering.turn import ChosenFilter, PageTurn

KEY_BYTES: Final = 8
"""Random bytes in a turn's key, which is written in hexadecimal digits, two for each byte."""


def kept_by_browser(narrowed: ChosenFilter, turn: PageTurn | None = None) -> str:
    """An HTML element with the JSON that the browser keeps of a chat and a turn. The JSON is pure
    ASCII, so that HTML parsing changes no character."""
    values: dict[str, object] = {"narrowed": asdict(narrowed)}
    if turn is not None:
        values |= {"key": turn.key, "question": turn.question, "answer": turn.kept}
    return f"<pre>{escape(json.dumps(values))}</pre>"


def wanted_again(name: str, sent: Mapping[str, Any]) -> str:
    """An HTML element with the JSON of an event that the browser is to send again, with its chat.
    No two are the same, since only a change of the element is noticed."""
    values = {"again": {"name": name, "sent": dict(sent)}, "once": secrets.token_hex(KEY_BYTES)}
    return f"<pre>{escape(json.dumps(values))}</pre>"


def restored() -> str:
    """An HTML element that tells the browser that its turns are shown. No two are the same."""
    return f"<pre>{json.dumps({'restored': secrets.token_hex(KEY_BYTES)})}</pre>"


def turn_from_browser(number: int, values: object, articles: Retriever) -> PageTurn | None:
    """A turn that the browser kept; None if the values are not those of a turn."""
    if not isinstance(values, dict):
        return None
    question, key, kept = (values.get(name) for name in ("question", "key", "answer"))
    if not (isinstance(question, str) and isinstance(key, str) and question):
        return None
    question = carriable(question[:MAX_QUESTION])
    turn = PageTurn(number, question, key=key[: 2 * KEY_BYTES], kept=kept)
    return checked_turn(turn, articles) if kept else replace(turn, older=True)


def checked_turn(turn: PageTurn, articles: Retriever) -> PageTurn:
    """The turn with its quotes checked against the current articles."""
    if turn.kept is None:
        return turn
    try:
        now = Restored(turn.kept, articles)
    except PinciteError as error:
        return replace(turn, answer=None, gone=(), moved=(), notice=f"Not restored: {error}")
    return replace(
        turn,
        answer=now.answer,
        gone=now.gone,
        moved=now.moved,
        older=now.older,
        imported=now.imported,
    )


def narrowed_of(sent: object, default: ChosenFilter) -> ChosenFilter:
    """The filter that the browser sent; ``default`` if it sent none."""
    if not isinstance(sent, dict):
        return default
    chosen = {name: sent.get(name) for name in ("since", "until", "source")}
    if not all(value is None or isinstance(value, str) for value in chosen.values()):
        return default
    return ChosenFilter(**chosen)


def restored_filter(sent: object, default: ChosenFilter) -> ChosenFilter:
    """The filter of a chat that the browser kept; ``default`` if it is invalid."""
    narrowed = narrowed_of(sent, default)
    try:
        _ = narrowed.filter
    except InputError:
        return default
    return narrowed
