"""Whether "it" stands for a phrase or for a name inside it: after "when was the fire of Notre-Dame"
the church reopens and the fire is put out. Pure."""

from __future__ import annotations

import re
from typing import Final

from pincite.qa.asking.plans.names import names

_INSIDE: Final = re.compile(r"\b(?P<joint>of|at|in|on|to|for|against|from)\s+(?P<rest>.+)$", re.I)
_EVENT: Final = re.compile(
    r"\b(?:fire|blaze|flood|crash|collision|accident|attack|raid|shooting|bombing|explosion|blast|"
    r"collapse|earthquake|storm|strike|protest|sinking|grounding|robbery|theft|burglary|heist|"
    r"sale|purchase|takeover|opening|reopening|closure|closing|construction|building|demolition|"
    r"destruction|restoration|renovation|launch|landing|discovery|blockage|evacuation|outage)s?$",
    re.I,
)
_PERSON: Final = re.compile(
    r"\b(?:mayor|minister|president|director|head|boss|owner|founder|captain|chief|leader|manager|"
    r"governor|king|queen|author|architect|coach|chair(?:man|woman|person)?|inspector|judge|"
    r"spokes(?:man|woman|person)|people|residents|workers|victims|dead|number)$",
    re.I,
)
# what is asked of an event itself
_OF_EVENTS: Final = re.compile(
    r"\b(?:start|began|begin|end|last|happen|occur|kill|cause|injure|hurt|spread|destroy|damage|"
    r"affect|hit|strike|stop|continue|come|take|break\s+out|put\s+out|go\s+out)(?:s|e?d|ing)?"
    r"\b|\b(?:was|is)\s+it\s*(?:\?|$)|\b(?:big|bad|strong|severe)\b",
    re.I,
)


def meant_by_it(phrase: str, question: str) -> tuple[str, ...]:
    """What "it" may stand for in a ``question`` asked after a ``phrase``, likeliest first: the
    phrase, or a name inside it. A bridge of a town is what is meant, not the town; but the mayor of
    a town is nobody called "it", and what is asked of the fire of a church may be the church's."""
    found = _INSIDE.search(phrase)
    if found is None or not names(found["rest"]) or _INSIDE.search(found["rest"]):
        return (phrase,)
    head = phrase[: found.start()].strip()
    if _PERSON.search(head):
        return (found["rest"],)
    placed = found["joint"].lower() in ("in", "on")  # "the fire in Osk" is no fire of Osk
    if _EVENT.search(head) and not placed and not _OF_EVENTS.search(question):
        return (found["rest"], phrase)
    return (phrase,)
