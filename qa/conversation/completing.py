"""Completes lines that are only a part of a question, from the question before. Pure."""

from __future__ import annotations

import re
from typing import Final

from pincite.qa.asking.plans.names import names
from pincite.qa.asking.plans.phrases import subject

_AUXILIARY: Final = (
    r"(?:is|are|was|were|did|do|does|(?:has|have|had)(?!\s+to\b)|will|would|can|could|shall|should|"
    r"may|might|must)"
)
_DENIED: Final = re.compile(
    r"\b(?:is|are|was|were|did|do|does|has|have|had|will|would|can|could|should)\b", re.I
)
_PREPOSITIONS: Final = (
    "in on over at by for from to with of under against near before after during without "
    "through".split()
)
_PREPOSITION: Final = re.compile(rf"^(?:{'|'.join(_PREPOSITIONS)})\b", re.I)
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
_YEAR: Final = re.compile(r"\b(?:in\s+|of\s+)?(?:1[5-9]|20)\d\d\b")
_WHEN: Final = re.compile(
    r"\b(?:now|today|then|back then|later|earlier|before|last (?:year|month|week)|"
    r"(?:the )?(?:next|following|previous) (?:year|month|week|day)|this (?:year|month|week))\b",
    re.I,
)
_ADJECTIVE: Final = re.compile(r"\b(?:the\s+)?[\w’']+(?:['’]s|s['’])(?=\s|$|[,?])|\b(?:wo)?men\b")
_GROUP: Final = re.compile(r"\b(women|men|boys|girls|ladies)(['’]s|s['’]|['’])?(?=\s|$|[,?])", re.I)
_OF_GROUP: Final = re.compile(r"^(?:the\s+)?(women|men|boys|girls|ladies)(?:['’]s?)?$", re.I)
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


def is_time(text: str) -> bool:
    """Whether a fragment names a time: "and in 2003?", "the next year"."""
    return bool(_YEAR.search(text) or _WHEN.search(text))


def put_into(text: str, before: str) -> list[str]:
    """The question ``before`` with a part replaced by ``text``, or with ``text`` added; likeliest
    first, the addition last."""
    found: list[str] = []
    year, added = _YEAR.search(text), f"{before} {text}"
    if year and _YEAR.search(before):
        part = year.group() if year.group()[0].isalpha() else f"in {year.group()}"
        return [f"{_YEAR.sub(part, before, count=1)}"]
    if _WHEN.fullmatch(text.strip()) or year:
        kept = re.sub(r"\s{2,}", " ", _WHEN.sub("", _YEAR.sub("", before))).strip()
        return [f"{kept} {text}"]
    if start := _PREPOSITION.match(text):
        found += _same_preposition(text, start.group(), before)
    elif _ADJECTIVE.fullmatch(text) and (other := _ADJECTIVE.search(before)):
        found.append(f"{before[: other.start()]}{text}{before[other.end() :]}")
    elif _OF_GROUP.match(text):
        found += _of_group(text, before)
    elif _is_phrase(text):
        found += _in_place_of_subject(text, before)
        added = f"{before}, {text}"
        if found and not names(text):
            return found  # "the minister" replaces the subject and is never added to it
    return [*found, added]


def other_group(text: str, said: str) -> str:
    """``said`` with its men replaced by the women that a fragment asks about, or the other way
    round; "" if the two do not name different groups."""
    asked, there = _OF_GROUP.match(text.strip()), _GROUP.search(said)
    if asked is None or there is None or there[1].lower() == asked[1].lower():
        return ""
    word = asked[1].lower() + (there[2] or "")
    return f"{said[: there.start()]}{word}{said[there.end() :]}"


def _of_group(text: str, before: str) -> list[str]:
    """The question before, asked of a group: "the women's race" instead of "the race"."""
    if other := other_group(text, before):
        return [other]
    phrase, group = subject(before), _OF_GROUP.match(text)
    if phrase is None or group is None or not re.match(r"the\s", phrase.text, re.I):
        return []
    owned = f"{phrase.text[:3]} {group[1].lower()}'s{phrase.text[3:]}"
    return [f"{before[: phrase.span.start]}{owned}{before[phrase.span.end :]}"]


def _same_preposition(text: str, word: str, before: str) -> list[str]:
    phrase = rf"\b{word}\s+(?:the\s+|a\s+)?[\w’'-]+(?:\s+[A-Z][\w’'-]*)*"
    same = list(re.finditer(phrase, before, re.I))
    if not same:
        return []
    last = same[-1]
    return [f"{before[: last.start()]}{text}{before[last.end() :]}"]


def _in_place_of_subject(text: str, before: str) -> list[str]:
    found = []
    phrase = subject(before)
    if phrase is None:
        return []
    inner = names(phrase.text)
    if names(text) and inner and phrase.text.split()[0].lower() in ("the", "a", "an"):
        # of "the sugar factory in Corran", the place or the whole phrase may be replaced
        bare = re.sub(r"^(?:the|an?)\s+", "", text, flags=re.I)
        found.append(f"{before.replace(inner[-1], bare)}")
    found.append(f"{before[: phrase.span.start]}{text}{before[phrase.span.end :]}")
    return found


def _is_phrase(text: str) -> bool:
    """Whether a fragment is a noun phrase: it has a name or begins with a determiner."""
    first = text.split()[0].lower() if text.split() else ""
    small = first in ("the", "a", "an", "his", "her", "its", "their")
    return bool(names(text)) or small
