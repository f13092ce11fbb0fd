"""What is said of an answer when the articles have changed since: pure functions, all escaped."""

from __future__ import annotations

from pincite.qa.carrying.checking import Check
from pincite.qa.web.rendering import chips
from pincite.qa.web.rendering.text import escape
from pincite.qa.web.rendering.turn import PageTurn
from pincite.qa.wording import counted
from pincite.qa.words import say


def stale_notice(turn: PageTurn) -> str:
    """That quotes are gone, each with what was quoted; or that the answer is from before a change,
    where it had found nothing. "" where all of it still stands."""
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
    """One quote that stands no more, and what stands there now."""
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
