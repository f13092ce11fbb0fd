"""Persons that a text names, and whether each is he or she. Pure.

What the text calls them tells it, and so do titles and given names: those of the census of the
United States of 1990 that are hardly ever of the other sex, and of other countries.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from typing import Final

from pincite.qa.asking.plans.names import NAME, plain_name

_CALLED: Final = re.compile(r"\b(he|him|his|she|her|hers)\b", re.I)
_NEAR: Final = 160  # characters behind a name in which a pronoun is taken for it
_HE: Final = frozenset("mr sir lord king prince pope chairman spokesman count duke".split())
_SHE: Final = frozenset(
    "mrs ms miss lady queen princess chairwoman spokeswoman countess duchess actress".split()
)
_FULL: Final = 4  # words: fewer are a person's name
_THING: Final = re.compile(
    r"\b(?:Street|Road|Square|Bridge|House|Hall|Park|Airport|Station|School|College|University|"
    r"Hospital|Museum|Foundation|Prize|Award|Cup|Bank|Group|Inc|Ltd|Corp|Company|Sons|Island|River|"
    r"Lake|Valley|Bay|City|County|Act|Center|Centre|Church|Theatre|Theater|Stadium|Shipyard)$"
)
_GIVEN: Final = 2  # times that a pronoun behind the name counts, for its given name or title


@cache
def _given() -> tuple[frozenset[str], frozenset[str]]:
    """Given names of men, and of women, in small letters."""
    text = (files(__package__) / "given_names.json").read_text("utf-8")
    told = json.loads(text)
    return frozenset(told["he"].split()), frozenset(told["she"].split())


def he_or_she(name: str, text: str) -> tuple[int, int]:
    """How much tells that a person is he, and that it is she: how often the text calls it so, its
    title, and its given name, which the text may name elsewhere."""
    he, she = called(name, text)
    plain = plain_name(name)
    whole = plain if " " in plain else _in_full(plain, text)
    words = {word.lower().strip(".") for word in name.removesuffix(plain).split()}
    first = re.split(r"[ -]", whole)[0].lower()
    men, women = _given()
    known = " " in whole
    he += _GIVEN * (bool(words & _HE) or (known and first in men))
    she += _GIVEN * (bool(words & _SHE) or (known and first in women))
    return he, she


def _in_full(surname: str, text: str) -> str:
    """A surname with the given name that stands before it in the text; as it is where none does."""
    men, women = _given()
    for found in re.finditer(rf"\b([A-Z][\w’'-]+) {re.escape(surname)}\b", text):
        if found[1].split("-")[0].lower() in men | women:
            return found.group()
    return surname


def called(name: str, text: str) -> tuple[int, int]:
    """How often the text goes on with he, and with she, just behind the name's last word before
    another name comes."""
    last = plain_name(name).split()[-1]
    he = she = 0
    for match in list(re.finditer(rf"\b{re.escape(last)}\b", text))[:20]:
        behind = text[match.end() : match.end() + _NEAR]
        other = next((m for m in NAME.finditer(behind) if _acts(m, behind)), None)
        word = _CALLED.search(behind[: other.start()] if other else behind)
        if word:
            masculine = word.group().lower().startswith("hi") or word.group().lower() == "he"
            he, she = he + masculine, she + (not masculine)
    return he, she


def _acts(name: re.Match[str], text: str) -> bool:
    """Whether a name in a text may be whom the next pronoun means: no place, no pronoun itself."""
    placed = re.search(r"\b(?:in|at|of|from|for|to|near|on|with|the)\s+$", text[: name.start()])
    return not placed and not _CALLED.fullmatch(name.group())


def is_person(name: str, text: str) -> bool:
    """Whether the text treats the name as a person: calls it he or she, or lets it speak, and does
    not write "the" before it; or whether it begins with a given name."""
    last = re.escape(name.split()[-1])
    if re.search(rf"\b[Tt]he {re.escape(name)}\b", text) and name == plain_name(name):
        return False
    speaks = re.search(rf"\b{last}(?:, [^.,]{{1,40}},)? (?:said|says|told)\b|\bsaid {last}\b", text)
    if name in text and not re.search(rf"(?<!\bin )(?<!\bat )(?<!\bto ){re.escape(name)}\b", text):
        return False  # it only ever stands where a place does
    plain = plain_name(name)
    if plain == name and " " not in name:
        # a surname has a first name before it somewhere, begins no longer name, and is no place
        first = re.search(rf"\b(?!The\b)[A-Z][a-z]+ {last}\b", text)
        placed = not speaks and re.search(rf"\b(?:in|at|near) {last}\b", text)
        if not first or placed or re.search(rf"\b{last} [A-Z]", text):
            return False
    men, women = _given()
    given = 1 < len(plain.split()) < _FULL and not _THING.search(plain)
    if given and plain.split()[0].lower() in men | women:
        return True
    return plain != name or bool(speaks) or sum(called(name, text)) > 0
