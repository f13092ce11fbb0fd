"""Sentences that give different numbers for the same thing. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from pincite.index.engines.lexical import ENGLISH, asked_terms
from pincite.qa.types import Citation

_NUMBER: Final = re.compile(
    r"(?<![\w.,])(?P<sign>[$€£¥])?(?P<digits>\d[\d,]*(?:\.\d+)?)"
    r"(?:[ \u00a0-](?P<scale>hundred|thousand|million|billion|trillion))?"
    r"(?:(?P<percent> ?%)|[ \u00a0-](?P<unit>[^\W\d_]+)(?: (?P<of>[^\W\d_]+))?)?"
)
SMALL_NUMBERS: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
).split()
"""The words for 0 to 20, in order."""

SCALES: Final = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
"""The words that multiply the number before them."""

_YEAR: Final = re.compile(r"1[5-9]\d\d|20\d\d")
_NO_UNIT: Final = frozenset(
    """and or in at on of to by from the a an with for who was were is are had have has a.m p.m am
    pm that which as when but after before than per""".split()
)
_SHARED: Final = 0.5  # share of the words of the shorter sentence that both must have
_MOST: Final = 200  # at most so many sentences with the same unit are compared


def differing(places: Sequence[Citation], mentioned: str = "") -> tuple[tuple[Citation, ...], ...]:
    """Groups of sentences that have the same subject and unit but different numbers, in order. Two
    sentences have the same subject if half the words of the shorter one are in the other. Numbers
    and the words of ``mentioned``, which all sentences have, are not counted."""
    by_unit: dict[str, list[tuple[Citation, float, frozenset[str]]]] = defaultdict(list)
    for place in places:
        words = _subject(place, mentioned)
        for unit, amount in figures(place.quote):
            by_unit[unit].append((place, amount, words))
    groups: list[tuple[Citation, ...]] = []
    for amounts in by_unit.values():
        for group in _differing_groups(amounts[:_MOST]):
            if group not in groups:
                groups.append(group)
    return tuple(groups)


def figures(text: str) -> Iterator[tuple[str, float]]:
    """Each amount in a text with its unit: "80 meters", "$5 million", "12 %". Numbers without a
    unit, such as years, are left out."""
    for found in _NUMBER.finditer(text):
        unit = found["sign"] or ("percent" if found["percent"] else (found["unit"] or "").lower())
        if unit in _NO_UNIT or not unit or (_YEAR.fullmatch(found["digits"]) and unit[-1] != "s"):
            continue
        amount = float(found["digits"].replace(",", "")) * SCALES.get(found["scale"] or "", 1.0)
        yield "percent" if unit == "percent" else unit.removesuffix("s"), amount


def _differing_groups(
    amounts: Sequence[tuple[Citation, float, frozenset[str]]],
) -> Iterator[tuple[Citation, ...]]:
    taken: set[int] = set()
    for n, (place, amount, words) in enumerate(amounts):
        if n in taken:
            continue
        rivals = [
            m
            for m, (other, number, there) in enumerate(amounts[n + 1 :], start=n + 1)
            if m not in taken and number != amount and other != place and _share(words, there)
        ]
        if rivals:
            taken.update(rivals)
            yield (place, *dict.fromkeys(amounts[m][0] for m in rivals))


def _share(one: frozenset[str], other: frozenset[str]) -> bool:
    least = min(len(one), len(other))
    return least >= 2 and len(one & other) >= _SHARED * least


def _subject(place: Citation, mentioned: str) -> frozenset[str]:
    language = place.article.language or ENGLISH
    found = asked_terms(place.quote, language) - asked_terms(mentioned, language)
    return frozenset(term for term in found if not any(c.isdigit() for c in term))
