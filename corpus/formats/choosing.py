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
from enum import IntEnum
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
_CAPTION: Final = 4
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


class Use(IntEnum):
    """What becomes of a block."""

    OUT = 0  # not in the text
    ASIDE = 1  # in the text, never cited
    BODY = 2


@dataclass(slots=True)
class Seen:
    """A block with what is known of it: its words, the region that it stands in, whether the
    extractor found it, and what becomes of it."""

    block: Block
    words: list[str]
    region: Region
    found: bool
    use: Use = Use.OUT

    @property
    def linked(self) -> float:
        """The share of its characters that are in links."""
        table = self.block.table
        links = self.block.links if table is None else table.links
        return links / max(1, len(self.block.all_words))

    @property
    def prose(self) -> bool:
        """Whether it reads as a paragraph: several words, a sentence's end, few links."""
        return (
            self.block.kind in ("text", "item")
            and len(self.words) >= _PROSE
            and ends_sentence(self.block.words)
            and self.linked < _LINKED
        )


def looked_at(places: Sequence[Place], blocks: Sequence[Block], found: Found) -> list[Seen]:
    """The blocks, each with the region that it stands in and whether the extractor found it."""
    words = [tokens(block.all_words) for block in blocks]
    held = [found.has(each) for each in words]
    weights = [len(each) if is_in else 0 for each, is_in in zip(words, held, strict=True)]
    if not any(weights):
        weights = [len(each) for each in words]
    regions = _regions(places, _sums(places, blocks, weights))
    return [
        Seen(block, each, regions[block.place], is_in)
        for block, each, is_in in zip(blocks, words, held, strict=True)
    ]


def _sums(places: Sequence[Place], blocks: Sequence[Block], weights: Sequence[int]) -> list[int]:
    """How much stands in each place, in those within it too."""
    sums = [0] * len(places)
    for block, weight in zip(blocks, weights, strict=True):
        sums[block.place] += weight
    for n in range(len(places) - 1, 0, -1):
        sums[places[n].above] += sums[n]
    return sums


def _regions(places: Sequence[Place], sums: Sequence[int]) -> list[Region]:
    """What each place is for, what it stands in counted. A place that holds most of the article is
    no menu, whatever it is called."""
    most = _WHOLE * sums[0]
    regions: list[Region] = []
    for place, inside in zip(places, sums, strict=True):
        own = place.region if inside <= most else Region.ARTICLE
        above = regions[place.above] if place.above >= 0 else Region.ARTICLE
        regions.append(max(own, above))
    return regions


def choose(places: Sequence[Place], seen: Sequence[Seen]) -> None:
    """Says what becomes of each block."""
    for each in seen:
        each.use = _of_found(each) if each.found else Use.OUT
    held = [n for n, each in enumerate(seen) if each.use is Use.BODY]
    _bring_back(places, seen, held)
    if any(each.use is Use.BODY and each.block.kind != "heading" for each in seen):
        _dangling(seen)
    elif not any(each.use for each in seen):
        for each in seen:
            each.use = Use.BODY if each.found else Use.OUT


def _of_found(each: Seen) -> Use:
    """What becomes of a block that the extractor found, by where it stands."""
    if each.region is Region.CONSENT:
        return Use.OUT
    if each.region in (Region.HIDDEN, Region.COMMENTS, Region.AROUND):
        return Use.ASIDE if each.prose else Use.OUT
    menu = each.block.kind in ("text", "heading") and each.linked > _LINKED
    return Use.ASIDE if menu and not each.prose else Use.BODY


def _bring_back(places: Sequence[Place], seen: Sequence[Seen], held: Sequence[int]) -> None:
    """Takes prose that the extractor missed where it stands above, among or beside the article."""
    near = _Near(places, [seen[n].block.place for n in held])
    first, last = (held[0], held[-1]) if held else (0, len(seen))
    for n, each in enumerate(seen):
        if each.use is not Use.OUT or each.found or each.region > Region.BESIDE:
            continue
        close = near.to(each.block.place)
        within = each.region <= Region.HEADER
        if each.prose:
            taken = (within and (n < last or close)) or (close and n < last)
        elif each.block.kind == "caption":
            taken = within and first <= n < last and len(each.words) >= _CAPTION
        elif each.block.kind == "heading":
            taken = within and first < n < last and close and each.linked < _LINKED
        else:
            taken = within and first < n < last and near.same(each.block.place) and each.linked < _LINKED
        if taken:
            each.use = Use.BODY


class _Near:
    """Tells whether a place is among others: the same, beside one, or one level off."""

    def __init__(self, places: Sequence[Place], among: Iterable[int]) -> None:
        self._places = places
        self._same = set(among)
        self._above = {places[n].above for n in self._same}
        self._higher = {places[n].above for n in self._above if n >= 0}

    def same(self, place: int) -> bool:
        """Whether it is one of them."""
        return place in self._same

    def to(self, place: int) -> bool:
        """Whether it is one of them or stands near one."""
        above = self._places[place].above
        return (
            place in self._same
            or above in self._above
            or above in self._same
            or place in self._above
            or above in self._higher
            or self._places[above].above in self._higher
        )


def _dangling(seen: Sequence[Seen]) -> None:
    """Leaves out headings over nothing that is taken: those at the end, and those over links."""
    lowest = 0  # level of the next heading that may stand above what follows; 0: nothing follows
    ended, below = True, False  # nothing follows at all; what follows directly is left out
    for each in reversed(seen):
        if each.use is not Use.BODY:
            below = each.linked > _LINKED
            continue
        if each.block.kind != "heading":
            lowest, ended = 7, False
        elif lowest > each.block.level:
            lowest = each.block.level
        elif ended or below:
            each.use = Use.OUT
        below = False


def lost(found: Found, taken: Iterable[Seen]) -> float:
    """The share of the words that the extractor found and the text lacks."""
    ours = Counter(word for each in taken for word in each.words)
    theirs = Counter(found.words)
    return sum((theirs - ours).values()) / max(1, sum(theirs.values()))
