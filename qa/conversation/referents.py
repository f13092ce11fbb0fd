"""Finds the persons and things that a pronoun may refer to, likeliest first. Pure."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import Final

from pincite.qa.asking.plans.names import names, plain_name
from pincite.qa.asking.plans.phrases import counted_thing, is_plural, phrases, subject
from pincite.qa.conversation.memory import Past

_FADES: Final = 0.55  # a name's weight is multiplied by this for each turn since
_UNKNOWN: Final = 0.6  # the fit of a person without evidence for he or she
_BACK_THINGS: Final = 3  # turns that are searched for a thing
_BACK: Final = 5  # turns that are searched for a name
_OTHER: Final = 0.8  # the weight of the second likeliest thing
_NO_THING: Final = re.compile(r"^\W*(?:who|whom|whose|when|where|why|how)\b", re.I)
_ROLE: Final = re.compile(
    r"\b(?:head|boss|director|captain|teacher|owner|founder|winner|leader|chief|spokes\w+|author|"
    r"coach|doctor|mayor|minister|president|governor|chair\w*|inspector|judge|king|queen|pilot|"
    r"manager|successor|predecessor|man|woman|priest|bishop|pope)\b",
    re.I,
)
_MASCULINE: Final = frozenset("he him his".split())


def is_masculine(pronoun: str) -> bool:
    """Whether a pronoun refers to a man."""
    return pronoun.lower() in _MASCULINE


def persons(pronoun: str, pasts: Sequence[Past]) -> list[tuple[str, float]]:
    """The persons that "he" or "she" may refer to, likeliest first, each with a weight; the
    likeliest has 1."""
    masculine = is_masculine(pronoun)
    weights: dict[str, float] = {}
    full: dict[str, str] = {}
    for age, past in enumerate(list(reversed(pasts))[:_BACK]):
        for one in past.named:
            right, wrong = (one.he, one.she) if masculine else (one.she, one.he)
            if not one.person or (wrong and not right):
                continue
            fits = (right + 0.5) / (right + wrong + 1) if right + wrong else _UNKNOWN
            key = plain_name(one.name).split()[-1].lower()
            name = _untitled(one.name)
            if len(name) > len(full.get(key, "")):
                full[key] = name
            weights[key] = max(weights.get(key, 0.0), one.weight * fits * _FADES**age)
    order = sorted(weights, key=lambda key: -weights[key])
    best = weights[order[0]] if order else 1.0
    return [(full[key], weights[key] / best) for key in order]


def _untitled(name: str) -> str:
    """A full name without its title: "Aldo Reyne". A single surname keeps it: "Mayor Stroud"."""
    plain = plain_name(name)
    return plain if " " in plain else name


def someone(pronoun: str, pasts: Sequence[Past]) -> str:
    """The person that a pronoun may refer to if no known person fits: a role such as "the head of
    the mills", or the last name of two words in a question, unless the other pronoun fits it
    better; "" if there is neither."""
    masculine = is_masculine(pronoun)
    other = {
        each.name
        for past in pasts
        for each in past.named
        if (each.she > each.he if masculine else each.he > each.she)
    }
    for past in reversed(pasts[-_BACK_THINGS:]):
        first = subject(past.plain)
        if first is not None and _ROLE.search(first.text):
            return first.text
        if full := [each for each in names(past.plain) if " " in each and each not in other]:
            return full[0]
    return ""


def things(pasts: Sequence[Past], several: bool) -> list[tuple[str, float]]:
    """The two likeliest things that "it" or "they" may refer to, each with a weight: in the last
    turns, a thing that was counted or chosen, the subject of a question, or its answer. For
    ``several``, plurals come first, but one company may be "they" too; "it" is never a plural."""
    found: dict[str, float] = {}
    back = list(reversed(pasts))[:_BACK_THINGS]
    persons = {each.name for past in back for each in past.named if each.person}
    spoken = [*(thing for past in back for thing in _things_of(past)), *pasts[-1].topics]
    spoken = [each for each in spoken if several or not is_plural(each)]
    for each in sorted(spoken, key=lambda each: is_plural(each) is not several):
        if each and each not in persons and not _ROLE.search(each):
            found.setdefault(each, 1.0 if not found else _OTHER)
    return list(found.items())[:2]


def _things_of(past: Past) -> list[str]:
    plain = past.plain
    first, asked = subject(plain), phrases(plain)
    answer = [each.name for each in past.named if not each.person and each.name == past.short]
    things = [counted_thing(plain), *("" if _NO_THING.match(plain) else each for each in answer)]
    things += [first.text] if first else []
    return [*things, *(each.text for each in reversed(asked))]


def either(last: Past) -> tuple[str, ...]:
    """Two things that the question before named together ("the ferry or the tram"), if its answer
    is neither of them; else empty."""
    named = phrases(last.plain)
    persons = {plain_name(each.name) for each in last.named if each.person}
    for one, other in itertools.pairwise(named):
        between = last.plain[one.span.end : other.span.start].strip().lower()
        both = (one.text, other.text)
        alike = between in ("and", "or") and not any(map(is_plural, both))
        if alike and not any(each in persons or _ROLE.search(each) for each in both):
            known = last.short and any(last.short in each or each in last.short for each in both)
            return () if known else both
    return ()
