"""The elements of a page that hold blocks, and what stands in them. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pincite.corpus.formats.html.article.regions import Region


@dataclass(slots=True)
class Place:
    """An element that holds blocks. ``above`` is the number of the place it stands in, less than
    its own; -1 for the root's. ``region`` is what it is for by itself, ``named`` whether only its
    class or id says so. ``kin`` names its tag and class: what is called the same serves the same
    end."""

    above: int
    region: Region
    named: bool = False
    kin: str = ""


def sums_of(places: Sequence[Place], at: Sequence[int], weights: Sequence[int]) -> list[int]:
    """How much stands in each place, in those within it too; ``at`` is the place of each weight."""
    sums = [0] * len(places)
    for place, weight in zip(at, weights, strict=True):
        sums[place] += weight
    for n in range(len(places) - 1, 0, -1):
        sums[places[n].above] += sums[n]
    return sums


def with_above(places: Sequence[Place], place: int, most: int) -> Iterator[int]:
    """The place and those that it stands in, ``most`` of them at the most."""
    while place >= 0 and most > 0:
        yield place
        place, most = places[place].above, most - 1
