"""Whether a name in a text is a person's, and whether the person is called he or she. Pure.

The evidence is the text's own pronouns, titles and given names. The given names are those of the
1990 census of the United States that nearly always belong to one sex, and names of other countries.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from typing import Final

from pincite.qa.asking.plans.names import NAME, plain_name

_CALLED: Final = re.compile(r"\b(he|him|his|she|her|hers)\b", re.I)
_NEAR: Final = 160  # characters after a name in which a pronoun is taken to mean it
_HE: Final = frozenset("mr sir lord king prince pope chairman spokesman count duke".split())
_SHE: Final = frozenset(
    "mrs ms miss lady queen princess chairwoman spokeswoman countess duchess actress".split()
)
_FULL: Final = 4  # a person's name has fewer words than this
_THING: Final = re.compile(
    r"\b(?:Street|Road|Square|Bridge|House|Hall|Park|Airport|Station|School|College|University|"
    r"Hospital|Museum|Foundation|Prize|Award|Cup|Bank|Group|Inc|Ltd|Corp|Company|Sons|Island|River|"
    r"Lake|Valley|Bay|City|County|Act|Center|Centre|Church|Theatre|Theater|Stadium|Shipyard)$"
)
_GIVEN: Final = 2  # a given name or a title counts as much as so many pronouns


@cache
def _given() -> tuple[frozenset[str], frozenset[str]]:
    """The given names of men and those of women, in small letters."""
    text = (files(__package__) / "given_names.json").read_text("utf-8")
    values = json.loads(text)
    return frozenset(values["he"].split()), frozenset(values["she"].split())


def he_or_she(name: str, text: str) -> tuple[int, int]:
    """The evidence that a person is a man, and that it is a woman: the text's pronouns, the title,
    and the given name, which may be elsewhere in the text."""
    he, she = called(name, text)
    plain = plain_name(name)
    whole = plain if " " in plain else _full_name(plain, text)
    words = {word.lower().strip(".") for word in name.removesuffix(plain).split()}
    first = re.split(r"[ -]", whole)[0].lower()
    men, women = _given()
    known = " " in whole
    he += _GIVEN * (bool(words & _HE) or (known and first in men))
    she += _GIVEN * (bool(words & _SHE) or (known and first in women))
    return he, she


def _full_name(surname: str, text: str) -> str:
    """A surname with the given name that the text has before it; unchanged if there is none."""
    men, women = _given()
    for found in re.finditer(rf"\b([A-Z][\w’'-]+) {re.escape(surname)}\b", text):
        if found[1].split("-")[0].lower() in men | women:
            return found.group()
    return surname


def called(name: str, text: str) -> tuple[int, int]:
    """How often "he", and how often "she", follows the name's last word in the text before another
    name does."""
    last = plain_name(name).split()[-1]
    he = she = 0
    for match in list(re.finditer(rf"\b{re.escape(last)}\b", text))[:20]:
        behind = text[match.end() : match.end() + _NEAR]
        other = next((m for m in NAME.finditer(behind) if _may_be_meant(m, behind)), None)
        word = _CALLED.search(behind[: other.start()] if other else behind)
        if word:
            masculine = word.group().lower().startswith("hi") or word.group().lower() == "he"
            he, she = he + masculine, she + (not masculine)
    return he, she


def _may_be_meant(name: re.Match[str], text: str) -> bool:
    """Whether the next pronoun may refer to a name: the name is not a place or itself a pronoun."""
    placed = re.search(r"\b(?:in|at|of|from|for|to|near|on|with|the)\s+$", text[: name.start()])
    return not placed and not _CALLED.fullmatch(name.group())


def is_person(name: str, text: str) -> bool:
    """Whether a name is a person's: the text calls it he or she or lets it speak, and does not
    write "the" before it; or it has a title or begins with a given name."""
    last = re.escape(name.split()[-1])
    if re.search(rf"\b[Tt]he {re.escape(name)}\b", text) and name == plain_name(name):
        return False
    speaks = re.search(rf"\b{last}(?:, [^.,]{{1,40}},)? (?:said|says|told)\b|\bsaid {last}\b", text)
    if name in text and not re.search(rf"(?<!\bin )(?<!\bat )(?<!\bto ){re.escape(name)}\b", text):
        return False  # it always comes after "in", "at" or "to", as a place does
    plain = plain_name(name)
    if plain == name and " " not in name:
        # a surname has a first name before it somewhere, is not the start of a longer name, and is
        # not used as a place
        first = re.search(rf"\b(?!The\b)[A-Z][a-z]+ {last}\b", text)
        placed = not speaks and re.search(rf"\b(?:in|at|near) {last}\b", text)
        if not first or placed or re.search(rf"\b{last} [A-Z]", text):
            return False
    men, women = _given()
    given = 1 < len(plain.split()) < _FULL and not _THING.search(plain)
    if given and plain.split()[0].lower() in men | women:
        return True
    return plain != name or bool(speaks) or sum(called(name, text)) > 0
