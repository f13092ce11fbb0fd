"""Notices on an answer whose articles have changed since. Pure functions; all text from outside is
escaped."""

from __future__ import annotations

from pincite.qa.carrying.checking import Check
from pincite.qa.web.rendering import chips
from pincite.qa.web.rendering.text import escape
from pincite.qa.web.rendering.turn import PageTurn
from pincite.qa.wording import counted
from pincite.qa.words import say


def stale_notice(turn: PageTurn) -> str:
    """A notice on each quote that is no longer in the articles; or, if nothing had been found, that
    the answer is older than the index. "" if the answer is still valid."""
    again = chips.again(turn.question)
    if turn.gone:
        shown = "".join(_gone(turn.number, n, check) for n, check in enumerate(turn.gone))
        return f'{shown}<p class="taken">{_verdict(turn)} {again}</p>'
    if turn.older and turn.answer is not None and not turn.answer.found:
        return f'<p class="taken">{say("stale.older")} {again}</p>'
    return ""


def _verdict(turn: PageTurn) -> str:
    if turn.answer is not None and turn.answer.found:
        return say("stale.stands")
    return say("stale.nothing")


def _gone(turn: int, index: int, check: Check) -> str:
    """A quote that is no longer in the articles, and the text that is there now."""
    title = f'<q dir="auto">{escape(check.claim.title)}</q>'
    if check.state == "changed" and check.now is not None:
        same = check.now.article.id == check.claim.article_id
        verdict = say("stale.changed" if same else "stale.unsaid", title=title)
        if check.differences:
            differ = counted(len(check.differences), "place")
            verdict += say("stale.differs", places=differ)
        now = f'<div class="chips">{chips.current(turn, index, check.now)}</div>'
        now = f'<p class="label">{say("stale.now")}</p>{now}'
    else:
        verdict, now = say("stale.gone", title=title), ""
    return (
        f'<div class="gone"><h2 class="verdict">{verdict}</h2>'
        f'<p class="label">{say("stale.then")}</p>'
        f'<del dir="auto">{escape(check.claim.quote)}</del>{now}</div>'
    )
