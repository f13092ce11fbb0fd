"""Asks of an event by its verb: "when did the deaths happen?" is "when did people die?". Pure.

News tells an event with a verb more often than with its noun, and the reader looks for the verb.
"""

from __future__ import annotations

import re
from typing import Final

# of each noun: the question about what is named behind "of", and who or what it is if nothing is
_VERBS: Final[dict[str, tuple[str, str]]] = {
    "deaths?": ("did {} die", "people"),
    "killings?": ("was {} killed", "someone"),
    "murders?": ("was {} murdered", "someone"),
    "births?": ("was {} born", "someone"),
    "arrests?": ("was {} arrested", "someone"),
    "release": ("was {} released", "someone"),
    "resignations?": ("did {} resign", "someone"),
    "election": ("was {} elected", "someone"),
    "appointment": ("was {} appointed", "someone"),
    "dismissal|firing": ("was {} dismissed", "someone"),
    "thefts?|robbery": ("was {} stolen", "something"),
    "discovery": ("was {} found", "something"),
    "sale": ("was {} sold", "something"),
    "opening": ("did {} open", "it"),
    "reopening": ("did {} reopen", "it"),
    "closure|closing": ("did {} close", "it"),
    "collapse": ("did {} collapse", "something"),
    "sinking": ("did {} sink", "a ship"),
    "crash": ("did {} crash", "something"),
    "explosion": ("did {} explode", "something"),
    "destruction": ("was {} destroyed", "something"),
    "launch": ("was {} launched", "something"),
    "foundation|founding": ("was {} founded", "something"),
}
_HAPPENED: Final = re.compile(
    r"^\W*(?P<asks>(?:on\s+what\s+day|when|where|why|how))\s+(?:did|does|has|have)\s+"
    r"(?:the|these|those)\s+(?P<event>[a-z]+)(?:\s+of\s+(?P<what>\w.*?))?(?P<rest>\s+(?:at|in|on)\s+\w.*?)?"
    r"\s+(?:happen(?:ed)?|occur(?:red)?|take\s+place|come\s+about)\b(?P<behind>.*)$",
    re.I,
)


def by_its_verb(line: str) -> str:
    """The question with the verb of the event that it asks of; "" if it asks of none."""
    found = _HAPPENED.match(line)
    if found is None:
        return ""
    event = found["event"].lower()
    verb = next((each for noun, each in _VERBS.items() if re.fullmatch(noun, event)), None)
    if verb is None:
        return ""
    asked = verb[0].format(found["what"] or verb[1])
    return f"{found['asks']} {asked}{found['rest'] or ''}{found['behind']}"
