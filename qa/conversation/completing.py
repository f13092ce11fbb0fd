"""Completes lines that are only a part of a question, from the question before. Pure."""

from __future__ import annotations

import re
from typing import Final

from pincite.qa.asking.plans.names import names
from pincite.qa.asking.plans.phrases import subject

_PREPOSITIONS: Final = (
    "in on over at by for from to with of under against near before after during without "
    "through".split()
)
_PREPOSITION: Final = re.compile(rf"^(?:{'|'.join(_PREPOSITIONS)})\b", re.I)
_PERSON: Final = re.compile(r"\b(?:he|she|him|they)\b", re.I)
_YEAR: Final = re.compile(r"\b(?:in\s+|of\s+)?(?:1[5-9]|20)\d\d\b")
_WHEN: Final = re.compile(
    r"\b(?:now|today|then|back then|later|earlier|before|last (?:year|month|week)|"
    r"(?:the )?(?:next|following|previous) (?:year|month|week|day)|this (?:year|month|week))\b",
    re.I,
)
_ADJECTIVE: Final = re.compile(r"\b(?:the\s+)?[\w’']+(?:['’]s|s['’])(?=\s|$|[,?])|\b(?:wo)?men\b")
_GROUP: Final = re.compile(r"\b(women|men|boys|girls|ladies)(['’]s|s['’]|['’])?(?=\s|$|[,?])", re.I)
_OF_GROUP: Final = re.compile(r"^(?:the\s+)?(women|men|boys|girls|ladies)(?:['’]s?)?$", re.I)


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
    if phrase is None:  # as in "how old is she", which was not answered
        other = _PERSON.search(before)
        return [f"{before[: other.start()]}{text}{before[other.end() :]}"] if other else []
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
