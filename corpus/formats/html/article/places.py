"""The elements of a page that hold blocks, and sums over their contents. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pincite.corpus.formats.html.article.regions import Region

_PARTS: Final = ("aside ", "details ")


@dataclass(slots=True)
class Place:
    """An element that holds blocks. ``above`` is the index of its parent place, lower than its own;
    -1 for the root. ``region`` is its own purpose, and ``named`` says whether only its class or id
    shows it. ``signature`` is its tag and class: places with the same signature have the same
    purpose. ``styled`` says whether a style sheet of the page hides it."""

    above: int
    region: Region
    named: bool = False
    signature: str = ""
    styled: bool = False


def sums_of(places: Sequence[Place], at: Sequence[int], weights: Sequence[int]) -> list[int]:
    """The sum of the weights in each place, including the places inside it. ``at`` gives the place
    of each weight."""
    sums = [0] * len(places)
    for place, weight in zip(at, weights, strict=True):
        sums[place] += weight
    for n in range(len(places) - 1, 0, -1):
        sums[places[n].above] += sums[n]
    return sums


def parts_of(places: Sequence[Place]) -> list[int]:
    """For each place, the outermost box within the text that holds it, whose headings say nothing
    of what stands below the box; -1 if there is none."""
    found: list[int] = []
    for n, place in enumerate(places):
        above = found[place.above] if place.above >= 0 else -1
        found.append(n if above < 0 and place.signature.startswith(_PARTS) else above)
    return found


def with_above(places: Sequence[Place], place: int, most: int) -> Iterator[int]:
    """The place and its ancestors, at most ``most`` places."""
    while place >= 0 and most > 0:
        yield place
        place, most = places[place].above, most - 1
