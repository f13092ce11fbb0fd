"""Blocks of the article that the extractor missed: prose above, among or beside what it found, the
lead below the headline, captions, headings and lists within. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from pincite.corpus.formats.html.article.judged import Seen, Use
from pincite.corpus.formats.html.article.places import Place, sums_of, with_above
from pincite.corpus.formats.html.article.regions import Region, is_lead

_LINKED: Final = 0.5  # of a block's characters in links, from which on it is a menu
_LEAD: Final = 4  # words
_SHARE: Final = 0.3  # of what was found, in what is taken for a container of the article
_STORY: Final = 40  # words of a container like it


def bring_back(
    places: Sequence[Place], seen: Sequence[Seen], sums: Sequence[int], title: list[str]
) -> None:
    """Takes what the extractor missed where it stands above, among or beside the article, and below
    its headline."""
    held = [n for n, each in enumerate(seen) if each.use is Use.BODY]
    first, last = (held[0], held[-1]) if held else (0, len(seen))
    leads, top = _leads(places, seen), _headline(seen, title)
    near = _Near(places, (seen[n].block.place for n in held))
    alike = _alike(places, seen, sums)
    for n, each in enumerate(seen):
        if n in leads:
            each.use = Use.BODY
        if each.use is not Use.OUT or each.found or each.region > Region.BESIDE or n < top:
            continue
        within, close = each.region <= Region.HEADER, near.to(each.block.place)
        among = within and first < n < last
        lead = within and n < first and is_lead(places[each.block.place].kin)
        if (each.prose and not each.calls) or (lead and len(each.words) >= _LEAD):
            taken = (within and (n < last or close or alike[each.block.place])) or (
                close and n < last
            )
        elif each.block.kind == "caption":
            taken = within and n < last
        elif each.block.kind in ("heading", "table"):
            taken = among and close and each.linked < _LINKED
        elif each.block.kind == "item":
            taken = among and near.listed(each.block.place) and each.linked < _LINKED
        else:
            taken = among and near.same(each.block.place) and each.linked < _LINKED
        if taken:
            label = each.block.kind == "caption" and not each.says
            each.use = Use.ASIDE if label else Use.BODY


def _headline(seen: Sequence[Seen], title: list[str]) -> int:
    """The number of the block that shows the title above the first paragraph, 0 if none does."""
    prose = (n for n, e in enumerate(seen) if e.use is Use.BODY and e.prose)
    first = next(prose, 0)
    heads = (n for n in range(first) if seen[n].block.kind == "heading" and not seen[n].menu)
    return max((n for n in heads if seen[n].words == title), default=0)


def _leads(places: Sequence[Place], seen: Sequence[Seen]) -> set[int]:
    """The blocks that are called a lead and stand between the headline and the first paragraph."""
    prose = (n for n, e in enumerate(seen) if e.use is Use.BODY and e.prose)
    first = next(prose, 0)
    heads = (n for n in range(first) if seen[n].block.level == 1 and not seen[n].menu)
    top = max(heads, default=first)
    return {
        n
        for n in range(top + 1, first)
        if seen[n].region <= Region.BESIDE
        and seen[n].prose
        and not seen[n].calls
        and not seen[n].linked
        and any(is_lead(places[at].kin) for at in with_above(places, seen[n].block.place, 3))
    }


def _alike(places: Sequence[Place], seen: Sequence[Seen], sums: Sequence[int]) -> list[bool]:
    """Whether each place is, or stands in, a container that is called as the article's innermost
    one is and holds a story of its own."""
    inner = {n for n, inside in enumerate(sums) if inside > _SHARE * sums[0]}
    inner -= {places[n].above for n in inner}
    kin = {places[n].kin for n in inner} - {""}
    prose = [len(each.words) if each.prose else 0 for each in seen]
    stories = sums_of(places, [each.block.place for each in seen], prose)
    found: list[bool] = []
    for place, words in zip(places, stories, strict=True):
        own = place.kin in kin and words >= _STORY
        found.append(own or (place.above >= 0 and found[place.above]))
    return found


class _Near:
    """Tells whether a place is among others: the same, beside one, or one level off."""

    def __init__(self, places: Sequence[Place], among: Iterable[int]) -> None:
        self._places = places
        self._same = set(among)
        self._above = {places[n].above for n in self._same}
        self._higher = {places[n].above for n in self._above if n >= 0}
        self._near = self._above | self._higher

    def same(self, place: int) -> bool:
        """Whether it is one of them."""
        return place in self._same

    def listed(self, place: int) -> bool:
        """Whether it is an item of a list that stands beside one of them."""
        above = self._places[place].above
        return above in self._above or (above >= 0 and self._places[above].above in self._above)

    def to(self, place: int) -> bool:
        """Whether it is one of them or stands near one."""
        above = self._places[place].above
        return (
            place in self._same
            or above in self._above
            or above in self._same
            or place in self._above
            or above in self._higher
            or (above >= 0 and self._places[above].above in self._near)
        )
