"""Stores the feedback that a person gives on the page, in a file beside the index."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from pincite.corpus.errors import PinciteError
from pincite.qa.feedback.recording import VERDICTS, record_feedback
from pincite.qa.web.rendering import judge
from pincite.qa.web.rendering.text import carriable
from pincite.qa.web.rendering.turn import Chat
from pincite.qa.wording import nearby

_LONGEST: Final = 2_000  # characters of a typed note or answer that are kept


def judged(chat: Chat, sent: Mapping[str, Any], index: str) -> tuple[Chat, str]:
    """Stores a verdict. Returns the chat with the verdict, and the HTML that confirms it or says
    what failed; "" for values that the page does not send."""
    number, request = sent.get("turn"), sent.get("request")
    turn = next((turn for turn in chat.turns if turn.number == number), None)
    verdict = next((each for each in VERDICTS if each == sent.get("verdict")), None)
    if turn is None or turn.answer is None or verdict is None or not isinstance(request, int):
        return chat, ""
    right, note = (carriable(str(sent.get(name) or ""))[:_LONGEST] for name in ("answer", "note"))
    known = [] if sent.get("nothing") is True else [right.strip()] if right.strip() else None
    try:
        path = record_feedback(
            turn.answer, verdict, note=note, answers=known, form=turn.form, index=index
        )
    except PinciteError as error:
        return chat, judge.failed(str(error), request)
    said = tuple(replace(each, judged=verdict) if each is turn else each for each in chat.turns)
    return replace(chat, turns=said), judge.kept(verdict, request, nearby(str(path)))
