"""Which blocks of a page are its article: those that an extractor found, and what belongs to them.

An extractor (trafilatura) says which words are article. It misses blocks: a second container, a
paragraph in ``strong``, a standfirst in the header. So every block that the page shows is looked
at again: where it is for something else (a menu, a dialog, comments) it is left out, else it is
taken where the extractor found it or where it reads as prose and stands among what was found.
Pure. Time is linear.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from corpus.boilerplate import ends_sentence
from corpus.formats.blocks import Block, Place
from corpus.formats.regions import Region

_TOKEN: Final = re.compile(r"[^\W\u2e80-\u9fff\uac00-\ud7af\u0e00-\u0e7f_]+|[\u0e00-\u0e7f\u2e80-\u9fff\uac00-\ud7af]")
_GRAM: Final = 4
_FOUND: Final = 0.6  # share of a block's word groups that the extractor's text has
_WHOLE: Final = 0.5  # what holds more of the article than this is no menu or sidebar
_LINKED: Final = 0.5  # of a block's characters in links, from which on it is a menu
_PROSE: Final = 8  # words
_LOST: Final = 0.1


def tokens(text: str) -> list[str]:
    """The words of a text, in lower case; of scripts without blanks, the characters."""
    return _TOKEN.findall(text.lower())


class Found:
    """What an extractor found: its lines and its groups of four words."""

    def __init__(self, text: str) -> None:
        self.words: list[str] = []
        self._lines: set[tuple[str, ...]] = set()
        for line in text.split("\n"):
            words = tokens(line)
            self._lines.add(tuple(words))
            self.words += words
        self._grams = set(_grams(self.words))

    def has(self, words: Sequence[str]) -> bool:
        """Whether these words are a line of what was found, or most of them stand together in it."""
        if tuple(words) in self._lines:
            return True
        if len(words) < _GRAM:
            return False
        held = [gram in self._grams for gram in _grams(words)]
        return sum(held) >= _FOUND * len(held)


def _grams(words: Sequence[str]) -> Iterable[tuple[str, ...]]:
    return zip(*(words[n:] for n in range(_GRAM)), strict=False)


@dataclass(slots=True)
class Seen:
    """A block with what is known of it."""

    block: Block
    words: list[str]
    region: Region
    found: bool
    taken: bool = False

    @property
    def prose(self) -> bool:
        """Whether it reads as a paragraph: several words, a sentence's end, few links."""
        block = self.block
        if block.kind in ("table", "heading", "code"):
            return False
        return (
            len(self.words) >= _PROSE
            and ends_sentence(block.words)
            and block.links < _LINKED * len(block.words)
        )


def looked_at(places: Sequence[Place], blocks: Sequence[Block], found: Found) -> list[Seen]:
    """The blocks, each with the region that it stands in and whether the extractor found it."""
    words = [tokens(block.all_words) for block in blocks]
    held = [found.has(each) for each in words]
    weights = [len(each) if is_in else 0 for each, is_in in zip(words, held, strict=True)]
    if not any(weights):
        weights = [len(each) for each in words]
    regions = _regions(places, blocks, weights)
    return [
        Seen(block, each, regions[block.place], is_in)
        for block, each, is_in in zip(blocks, words, held, strict=True)
    ]


def _regions(
    places: Sequence[Place], blocks: Sequence[Block], weights: Sequence[int]
) -> list[Region]:
    """What each place is for, what it stands in counted. A place that holds most of the article is
    no menu, whatever it is called."""
    sums = [0] * len(places)
    for block, weight in zip(blocks, weights, strict=True):
        sums[block.place] += weight
    for n in range(len(places) - 1, 0, -1):
        sums[places[n].above] += sums[n]
    most = _WHOLE * sum(weights)
    regions: list[Region] = []
    for n, place in enumerate(places):
        own = place.region if sums[n] <= most else Region.ARTICLE
        above = regions[place.above] if place.above >= 0 else Region.ARTICLE
        regions.append(max(own, above))
    return regions


def choose(places: Sequence[Place], seen: Sequence[Seen]) -> None:
    """Marks the blocks that are taken."""
    for each in seen:
        each.taken = each.found and each.region < Region.AROUND
    _between(places, seen)


def _between(places: Sequence[Place], seen: Sequence[Seen]) -> None:
    pass


def lost(found: Found, taken: Iterable[Seen]) -> float:
    """The share of the words that the extractor found and the text lacks."""
    ours = Counter(word for each in taken for word in each.words)
    theirs = Counter(found.words)
    return sum((theirs - ours).values()) / max(1, sum(theirs.values()))
