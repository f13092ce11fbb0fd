"""Finds blocks of the article that the extractor missed: prose above, among or beside the found
blocks, the lead below the headline, and captions, headings and lists inside the article. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from pincite.corpus.boilerplate.line_patterns import has_boilerplate_shape
from pincite.corpus.formats.html.article.judged import JudgedBlock, Use
from pincite.corpus.formats.html.article.places import Place, sums_of, with_above
from pincite.corpus.formats.html.article.regions import Region, is_lead

_LINKED: Final = 0.5  # share of characters in links above which a block is a menu
_LEAD: Final = 4  # words
_SHORTEST: Final = {"text": 8, "item": 4}  # words of a lead that is no sentence, by its kind
_NEVER: Final = 1_000_000
_SHARE: Final = 0.3  # share of the found words that makes an element a container of the article
_LISTED: Final = 3  # items
_STORY: Final = 40  # words that another such container must have
_ABOVE: Final = 6  # ancestors of the headline in which its story is searched
_WHOLE: Final = 100  # words of a story
_HARDLY: Final = 0.2  # share of a story's words below which it was not found


def mark_story_found(
    places: Sequence[Place], seen: Sequence[JudgedBlock], title: list[str]
) -> None:
    """Marks the prose around the headline as found if the extractor found almost nothing of it and
    took another part of the page for the article."""
    at = [each.block.place for each in seen]
    head = next((e for e in seen if e.block.level and not e.menu and e.words == title), None)
    if head is None or not title:
        return
    prose = [
        len(each.words) if each.prose and each.region <= Region.HEADER and not each.calls else 0
        for each in seen
    ]
    stories = sums_of(places, at, prose)
    own = sums_of(places, at, [n if e.found else 0 for n, e in zip(prose, seen, strict=True)])
    above = with_above(places, head.block.place, _ABOVE)
    story = next((place for place in above if stories[place] >= _WHOLE), None)
    if story is None or own[story] > _HARDLY * stories[story]:
        return
    within = [False] * len(places)
    for n, place in enumerate(places):
        within[n] = n == story or (place.above >= 0 and within[place.above])
    for each, words in zip(seen, prose, strict=True):
        each.found = each.found or (bool(words) and within[each.block.place])


def use_missed_blocks(
    places: Sequence[Place], seen: Sequence[JudgedBlock], sums: Sequence[int], title: list[str]
) -> None:
    """Uses blocks that the extractor missed above, among or beside the article and below its
    headline."""
    held = [n for n, each in enumerate(seen) if each.use is Use.BODY]
    first, last = (held[0], held[-1]) if held else (0, len(seen))
    leads, top = _leads(places, seen, title), _headline(seen, title)
    near = _Near(places, (seen[n].block.place for n in held))
    alike, plain = _alike(places, seen, sums), _plain_lists(places, seen)
    boxes = _boxes(places, seen, near)
    for n, each in enumerate(seen):
        boxed = first < n < last and boxes[each.block.place] and not each.found
        if n in leads or (boxed and not (each.calls or has_boilerplate_shape(each.block.words))):
            each.use = Use.BODY
        if each.use is not Use.OUT or each.found or each.region > Region.BESIDE or n < top:
            continue
        within, close = each.region <= Region.HEADER, near.to(each.block.place)
        among = within and first < n < last
        lead = within and n < first and is_lead(places[each.block.place].signature)
        if (each.prose and not each.calls) or (lead and len(each.words) >= _LEAD):
            taken = (within and (n < last or close or alike[each.block.place])) or (
                close and n < last
            )
        elif each.block.kind == "caption":
            taken = within and n < last
        elif each.block.kind in ("heading", "table"):
            shown = not (each.calls or has_boilerplate_shape(each.block.words))
            above = within and 0 <= top < n < first and each.block.kind == "heading"
            taken = (among or above) and close and each.linked < _LINKED and shown
        elif each.block.kind == "item":
            listed = near.listed(each.block.place) or (0 <= top < n and plain[each.block.place])
            taken = (
                within
                and n < last
                and listed
                and each.linked < _LINKED
                and (among or not each.linked)
            )
        else:
            taken = among and near.same(each.block.place) and each.linked < _LINKED
        if taken:
            label = each.block.kind == "caption" and not each.says
            each.use = Use.ASIDE if label else Use.BODY


def _headline(seen: Sequence[JudgedBlock], title: list[str]) -> int:
    """The index of the block that shows the title above the first paragraph, or -1 if there is
    none."""
    prose = (n for n, e in enumerate(seen) if e.use is Use.BODY and e.prose)
    first = next(prose, 0)
    heads = (n for n in range(first) if seen[n].block.kind == "heading" and not seen[n].menu)
    return max((n for n in heads if seen[n].words == title), default=-1)


def _leads(places: Sequence[Place], seen: Sequence[JudgedBlock], title: list[str]) -> set[int]:
    """The blocks with the class of a lead between the headline and the first paragraph."""
    prose = (n for n, e in enumerate(seen) if e.use is Use.BODY and e.prose)
    first = next(prose, 0)
    heads = [n for n in range(first) if seen[n].block.level and not seen[n].menu]
    top = max((n for n in heads if seen[n].block.level == 1), default=first)
    if top == first:
        top = max((n for n in heads if seen[n].words == title), default=first)
    return {
        n
        for n in range(top + 1, first)
        if seen[n].region <= Region.BESIDE
        and (seen[n].prose or len(seen[n].words) >= _SHORTEST.get(seen[n].block.kind, _NEVER))
        and not seen[n].calls
        and not seen[n].linked
        and any(is_lead(places[at].signature) for at in with_above(places, seen[n].block.place, 3))
    }


def _alike(places: Sequence[Place], seen: Sequence[JudgedBlock], sums: Sequence[int]) -> list[bool]:
    """For each place, whether it is or lies in a container with the same class as the article's
    innermost one and with enough prose."""
    inner = {n for n, inside in enumerate(sums) if inside > _SHARE * sums[0]}
    inner -= {places[n].above for n in inner}
    signatures = {places[n].signature for n in inner} - {""}
    prose = [len(each.words) if each.prose else 0 for each in seen]
    stories = sums_of(places, [each.block.place for each in seen], prose)
    found: list[bool] = []
    for place, words in zip(places, stories, strict=True):
        own = place.signature in signatures and words >= _STORY
        found.append(own or (place.above >= 0 and found[place.above]))
    return found


def _plain_lists(places: Sequence[Place], seen: Sequence[JudgedBlock]) -> list[bool]:
    """For each place, whether it is an item of a list of three or more items without any link, such
    as ingredients or properties."""
    items = [each for each in seen if each.block.kind == "item"]
    linked: dict[int, int] = {}
    count: dict[int, int] = {}
    for each in items:
        above = places[each.block.place].above
        linked[above] = linked.get(above, 0) + each.block.links
        count[above] = count.get(above, 0) + 1
    return [count.get(p.above, 0) >= _LISTED and not linked[p.above] for p in places]


def _boxes(places: Sequence[Place], seen: Sequence[JudgedBlock], near: _Near) -> list[bool]:
    """For each place, whether it lies in a box of facts: an ``aside`` among the article's
    paragraphs that holds sentences and no links."""
    at = [each.block.place for each in seen]
    prose = sums_of(places, at, [each.prose for each in seen])
    links = sums_of(places, at, [round(100 * each.linked) for each in seen])
    found: list[bool] = []
    for n, place in enumerate(places):
        above = place.above >= 0 and found[place.above]
        aside = place.signature.startswith("aside") and place.region is Region.BESIDE
        own = aside and prose[n] > 0 and not links[n] and near.beside(n)
        found.append((above and place.region <= Region.BESIDE) or own)
    return found


class _Near:
    """Tells whether a place is near one of a set of places."""

    def __init__(self, places: Sequence[Place], among: Iterable[int]) -> None:
        self._places = places
        self._same = set(among)
        self._above = {places[n].above for n in self._same}
        self._higher = {places[n].above for n in self._above if n >= 0}
        self._near = self._above | self._higher

    def same(self, place: int) -> bool:
        """Whether the place is one of the set."""
        return place in self._same

    def beside(self, place: int) -> bool:
        """Whether it is beside a place of the set."""
        return self._places[place].above in self._above

    def listed(self, place: int) -> bool:
        """Whether it is an item of a list beside a place of the set."""
        above = self._places[place].above
        return above in self._above or (above >= 0 and self._places[above].above in self._above)

    def to(self, place: int) -> bool:
        """Whether it is a place of the set, beside one, or one level away."""
        above = self._places[place].above
        return (
            place in self._same
            or above in self._above
            or above in self._same
            or place in self._above
            or above in self._higher
            or (above >= 0 and self._places[above].above in self._near)
        )
