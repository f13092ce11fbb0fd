"""Completes lines of little more than a question word, from the question before. Pure."""

from __future__ import annotations

import re
from typing import Final

_AUXILIARY: Final = (
    r"(?:is|are|was|were|did|do|does|(?:has|have|had)(?!\s+to\b)|will|would|can|could|shall|should|"
    r"may|might|must)"
)
_DENIED: Final = re.compile(
    r"\b(?:is|are|was|were|did|do|does|has|have|had|will|would|can|could|should)\b", re.I
)
_WH: Final = re.compile(
    r"^\W*(?:(?:and|but|so)\s+)?(?P<wh>(?:(?:to|by|from|for|with|of|in|on|at|since|until)\s+)*"
    r"(?:how\s+(?:much|many|long|old|far|fast|big|tall|often)|who|whom|whose|when|where|why|which|"
    r"how|what)\b(?:['’]s)?)\s*",
    re.I,
)
_ASKED: Final = re.compile(
    rf"{_WH.pattern}(?P<thing>(?:(?!{_AUXILIARY}\b)[\w’'-]+\s+){{0,3}}?)"
    rf"(?P<verb>{_AUXILIARY})\b\s*(?P<rest>.*)$",
    re.I,
)
_STATED: Final = re.compile(
    r"^(?P<stated>[^:]+[^\s:]):\s*(?:(?:to|by|from|for|with|of|in|on|at|since|until)\s+)?"
    r"(?:how|who|whom|when|where|why|which|what)\b[^:]{0,12}$",
    re.I,
)
_SHOWN: Final = 90  # characters of a sentence that are shown
_OBJECT: Final = re.compile(r"(?:who|whom|what|which)$", re.I)


def asked_again(text: str, before: str, said: str, sentence: str) -> list[tuple[str, str]]:
    """The full questions that a line of little more than a question word may mean, likeliest first;
    each in the form that is shown and in the form that the reader gets. ``before`` is the question
    before, ``said`` its answer if that is short, ``sentence`` the sentence with the answer."""
    if statement := _STATED.match(before):  # as in "Varga wanted to sell it: to whom"
        before = statement["stated"]
    asked = _WH.match(before)
    found: list[tuple[str, str]] = []
    if text.lower() == "why not":
        text, before = "why", _DENIED.sub(_negated, before, count=1)
    if statement:
        found.append((f"{before}: {text}", f"{text} {before}"))
    elif asked is None:
        found.append((f"{text} {before[:1].lower()}{before[1:]}",) * 2)
    elif whole := _with_question_word(text, before, said):
        found.append((whole, whole))
    elif re.match(r"(?:who|what|which)\b", asked["wh"], re.I):  # the answer becomes the subject
        stated = f"{said or 'someone'} {before[asked.end() :]}"
        found.append((f"{stated}: {text}", f"{text} {stated}"))
    elif len(before[asked.end() :].split()) > 1:
        found.append((f"{text} {before[asked.end() :]}",) * 2)
    if sentence:
        short = sentence if len(sentence) <= _SHOWN else sentence[:_SHOWN].rsplit(" ", 1)[0] + " …"
        found.append((f"About “{short.strip(' .')}”: {text}", f"{text} {sentence.strip(' .')}"))
    return found


def _negated(verb: re.Match[str]) -> str:
    return {"will": "won’t", "can": "can’t"}.get(verb.group().lower(), f"{verb.group()}n’t")


def _with_question_word(text: str, before: str, said: str) -> str:
    """The question before with another question word; "" if it has no auxiliary verb after its
    question word, as "who pays for it"."""
    found = _ASKED.match(before)
    if found is None:
        return ""
    word, thing, verb, rest = found["wh"], found["thing"] or "", found["verb"], found["rest"]
    if not thing:
        whom = said if _OBJECT.search(word) else ""
        return f"{text} {verb} {rest} {whom}"
    thing = said if said and re.match(r"which|what", word, re.I) else thing
    does = re.match(r"do|did|does|will|would|can|could", verb, re.I) and len(rest.split()) > 1
    thing = thing.strip()
    return f"{text} {verb} {rest} {thing}" if does else f"{text} {verb} {thing} {rest}"
