"""Notices on an answer whose articles have changed since. Pure functions; all text from outside is
escaped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from pincite.qa.carrying.checking import Check, State
from pincite.qa.types import Citation
from pincite.qa.web.rendering import chips
from pincite.qa.web.rendering.text import escape
from pincite.qa.web.rendering.turn import PageTurn
from pincite.qa.wording import counted
from pincite.qa.words import say

_STATES: Final[tuple[State, ...]] = ("unchanged", "moved", "changed", "gone")


def stale_notice(turn: PageTurn) -> str:
    """A notice on each quote that is no longer in the articles; or, if nothing had been found, that
    the answer is older than the index. "" if the answer is still valid."""
    again = chips.again(turn.question)
    if turn.gone:
        shown = "".join(_gone(turn.number, n, check) for n, check in enumerate(turn.gone))
        return f'{shown}<p class="taken">{_verdict(turn)} {again}</p>'
    if turn.older and not turn.imported and turn.answer is not None and not turn.answer.found:
        return f'<p class="taken">{say("stale.older")} {again}</p>'
    return ""


def imported_notice(turn: PageTurn) -> str:
    """A notice that an answer is from an export, with the results of checking its quotes; "" if the
    answer is from no export."""
    if not turn.imported:
        return ""
    states = Counter(check.state for check in (*turn.moved, *turn.gone))
    states["unchanged"] = turn.places - states["moved"]
    if not (turn.places or turn.gone):
        return f'<p class="taken">{say("stale.imported.none")} {chips.again(turn.question)}</p>'
    counts = (say(f"stale.count.{name}", n=states[name]) for name in _STATES if states[name])
    notice = say("stale.imported", counts=say("list.comma").join(counts))
    return f'<p class="taken">{notice}</p>'


def place_states(turn: PageTurn, places: Sequence[Citation]) -> str:
    """The lines below an answer on its places that are still in the articles: which have moved and,
    if it is from an export, which are unchanged. "" if there is nothing to say."""
    moved = [check for check in map(turn.moved_to, places) if check is not None]
    same = len(places) - len(moved)
    lines = []
    if turn.imported and same:
        several = len(places) > 1
        places_same = counted(same, "place")
        lines.append(say("stale.same.of", places=places_same) if several else say("stale.same"))
    if len(moved) > 1:
        lines.append(say("stale.moved.of", places=counted(len(moved), "place")))
    lines += [_moved_line(check) for check in moved if len(moved) == 1]
    return "".join(f'<div class="label state" dir="auto">{line}</div>' for line in lines)


def _moved_line(check: Check) -> str:
    if check.now is None or check.now.article.id == check.claim.article_id:
        return say("stale.moved")
    return say("stale.moved.from", title=f'<q dir="auto">{escape(check.claim.title)}</q>')


def _verdict(turn: PageTurn) -> str:
    if turn.answer is not None and turn.answer.found:
        return say("stale.stands")
    return say("stale.nothing")


def _gone(turn: int, index: int, check: Check) -> str:
    """A quote that is no longer in the articles, and the text that is there now."""
    title = f'<q dir="auto">{escape(check.claim.title)}</q>'
    if check.state == "changed" and check.now is not None:
        same = check.now.article.id == check.claim.article_id
        verdict = say("stale.changed" if same else _unsaid_key(check), title=title)
        if check.differences:
            differ = counted(len(check.differences), "place")
            verdict += say("stale.differs", places=differ)
        now = f'<div class="chips">{chips.current(turn, index, check.now)}</div>'
        now = f'<p class="label">{say("stale.now")}</p>{now}'
    else:
        verdict, now = say("stale.gone" if check.held else "stale.away.gone", title=title), ""
    return (
        f'<div class="gone"><h2 class="verdict">{verdict}</h2>'
        f'<p class="label">{say("stale.then")}</p>'
        f'<del dir="auto">{escape(check.claim.quote)}</del>{now}</div>'
    )


def _unsaid_key(check: Check) -> str:
    return "stale.unsaid" if check.held else "stale.away"
