"""Which blocks of a page are its article: those that an extractor found, and what belongs to them.

An extractor (trafilatura) says which words are article. It misses blocks: a second container, a
paragraph in ``strong``, a standfirst in the header. So every block that the page shows is looked
at again: what stands in a menu, a dialog or among comments is never cited, and prose that stands
above, among or beside what was found is taken. Pure. Time is linear in the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from pincite.corpus.boilerplate.body import ends_sentence
from pincite.corpus.boilerplate.line_patterns import is_related
from pincite.corpus.formats.html.blocks import Block, Place
from pincite.corpus.formats.html.extracted import Found, tokens
from pincite.corpus.formats.html.judged import Seen, Use
from pincite.corpus.formats.html.regions import Region, is_lead, is_quote, of_consent

_LINKED: Final = 0.5  # of a block's characters in links, from which on it is a menu
_ALL: Final = 0.95
_UNSEEN: Final = 0.7  # of the words found are in no block: a script shows them
_END_LINKED: Final = 0.3
_LABEL: Final = 7  # below all levels of headings
_LEAD: Final = 4  # words
_GROUP: Final = 4  # words
_QUOTE: Final = 80  # words of a pull quote
_SHARE: Final = 0.3  # of what was found, in what is taken for a container of the article
_STORY: Final = 40  # words of a container like it
# What holds more of the article than this is no menu and no consent wall, whatever it is called.
_MOST: Final = {Region.HIDDEN: 0.8, Region.CONSENT: 0.95, Region.NEVER: 0.95}
_HALF: Final = 0.5
_NAMED_MOST: Final = 0.3  # where only a name says what it is
_OF_PAGE: Final = frozenset({Region.CONSENT, Region.NEVER})
_ASKING: Final = {Region.DIALOG: Region.CONSENT, Region.HIDDEN: Region.NEVER}
# What holds the headline or the page's main part is none of these, whatever it is called.
_NOT_ABOVE: Final = frozenset({Region.BESIDE, Region.DIALOG, Region.AROUND, Region.COMMENTS})
_PARAGRAPH: Final = 40  # words


def chosen(
    places: Sequence[Place], blocks: Sequence[Block], found: Found, title: str = ""
) -> list[Seen]:
    """The blocks in their order, each with what becomes of it. Where most of what was found is in
    none of them, as in a page that a script is to fill, what was found itself, a block a line.
    ``title`` is the article's, "" where it is not known."""
    seen, sums = _looked_at(places, blocks, found, tokens(title))
    for each in seen:
        each.use = _of_found(each, places) if each.found else Use.OUT
    _bring_back(places, seen, sums, tokens(title))
    if any(each.use is Use.BODY and each.block.kind != "heading" for each in seen):
        _set_ends_aside(seen)
        _set_links_aside(places, seen)
        _drop_dangling(seen)
    elif not any(each.use for each in seen):
        for each in seen:
            each.use = Use.BODY if each.found else Use.OUT
    _quote_once(places, seen)
    if found.lost(word for each in seen for word in each.words) > _UNSEEN:
        return [
            Seen(Block(line, "text", 0), tokens(line), Region.ARTICLE, found=True, use=Use.BODY)
            for line in found.lines
        ]
    return seen


def _looked_at(
    places: Sequence[Place], blocks: Sequence[Block], found: Found, title: list[str]
) -> tuple[list[Seen], list[int]]:
    """The blocks, and how many words of what was found stand in each place."""
    words = [tokens(block.all_words) for block in blocks]
    seen = [
        Seen(block, each, Region.ARTICLE, found.has(each))
        for block, each in zip(blocks, words, strict=True)
    ]
    # links do not make a menu an article, however many of them were found
    loose = [round(len(each.words) * (1 - min(1.0, each.linked))) for each in seen]
    weights = [weight if each.found else 0 for each, weight in zip(seen, loose, strict=True)]
    if not any(weights):
        weights = loose
    sums = _sums(places, blocks, weights)
    consent = _sums(places, blocks, [of_consent(block.all_words) for block in blocks])
    heads = [e.block.kind == "heading" and not e.menu and e.words == title for e in seen]
    headed = _sums(places, blocks, heads)
    regions = _regions(places, sums, _sums(places, blocks, loose), consent, headed)
    for each in seen:
        each.region = regions[each.block.place]
    return seen, sums


def _sums(places: Sequence[Place], blocks: Sequence[Block], weights: Sequence[int]) -> list[int]:
    """How much stands in each place, in those within it too."""
    sums = [0] * len(places)
    for block, weight in zip(blocks, weights, strict=True):
        sums[block.place] += weight
    for n in range(len(places) - 1, 0, -1):
        sums[places[n].above] += sums[n]
    return sums


def _regions(
    places: Sequence[Place],
    sums: Sequence[int],
    whole: Sequence[int],
    consent: Sequence[int],
    headed: Sequence[int],
) -> list[Region]:
    """What each place is for, what it stands in counted. A place that holds most of what was found,
    or the headline, is no menu, whatever it is called; a request for consent it is, unless it is
    all of the page."""
    regions: list[Region] = []
    for place, inside, words, asks, head in zip(places, sums, whole, consent, headed, strict=True):
        own = _ASKING.get(place.region, place.region) if asks else place.region
        if head and place.named and place.region in _NOT_ABOVE:
            own = Region.ARTICLE
        of, all_of = (words, whole[0]) if own in _OF_PAGE else (inside, sums[0])
        loose = place.named and own in (Region.BESIDE, Region.AROUND)
        if of > (_NAMED_MOST if loose else _MOST.get(own, _HALF)) * all_of:
            own = Region.ARTICLE
        above = regions[place.above] if place.above >= 0 else Region.ARTICLE
        hidden = {own, above} == {Region.CONSENT, Region.HIDDEN}
        regions.append(Region.NEVER if hidden else max(own, above))
    return regions


def _of_found(each: Seen, places: Sequence[Place]) -> Use:
    """What becomes of a block that the extractor found, by where it stands."""
    if each.region >= Region.HIDDEN:
        return Use.ASIDE if each.prose and each.region is Region.HIDDEN else Use.OUT
    if each.region is Region.AROUND and _is_paragraph(each, places):
        return Use.BODY
    if each.region > Region.BESIDE:
        return Use.OUT if each.menu or each.linked > _ALL else Use.ASIDE
    loose = each.region is Region.BESIDE and each.block.kind == "text" and not each.sentence
    label = each.block.kind == "caption" and not each.says
    return Use.ASIDE if each.menu or loose or label else Use.BODY


def _is_paragraph(each: Seen, places: Sequence[Place]) -> bool:
    """Whether it is a long paragraph without links in an ``article`` element, and nothing but a
    name says that it is no part of it: "section--ads" is often a section with an advertisement."""
    if not each.prose or each.block.links or len(each.words) < _PARAGRAPH:
        return False
    at = each.block.place
    while at >= 0 and not places[at].kin.startswith("article "):
        if places[at].region is Region.AROUND and not places[at].named:
            return False
        at = places[at].above
    return at >= 0


def _bring_back(
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
        and any(is_lead(places[at].kin) for at in _with_above(places, seen[n].block.place, 3))
    }


def _alike(places: Sequence[Place], seen: Sequence[Seen], sums: Sequence[int]) -> list[bool]:
    """Whether each place is, or stands in, a container that is called as the article's innermost
    one is and holds a story of its own."""
    inner = {n for n, inside in enumerate(sums) if inside > _SHARE * sums[0]}
    inner -= {places[n].above for n in inner}
    kin = {places[n].kin for n in inner} - {""}
    prose = [len(each.words) if each.prose else 0 for each in seen]
    stories = _sums(places, [each.block for each in seen], prose)
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
            or (above >= 0 and self._places[above].above in self._higher)
        )


def _quote_once(places: Sequence[Place], seen: Sequence[Seen]) -> None:
    """Sets aside quotations that only show again what a paragraph says."""
    body = [each for each in seen if each.use is Use.BODY]
    quotes = [
        each
        for each in body
        if each.block.kind in ("text", "heading")
        and _GROUP <= len(each.words) < _QUOTE
        and any(is_quote(places[n].kin) for n in _with_above(places, each.block.place, 2))
    ]
    if quotes:
        shown = {id(each) for each in quotes}
        rest = Found("\n".join(e.block.all_words for e in body if id(e) not in shown))
        for each in quotes:
            if rest.has(each.words):
                each.use = Use.ASIDE


def _with_above(places: Sequence[Place], place: int, most: int) -> Iterator[int]:
    """The place and those that it stands in, ``most`` of them at the most."""
    while place >= 0 and most > 0:
        yield place
        place, most = places[place].above, most - 1


def _set_ends_aside(seen: Sequence[Seen]) -> None:
    """Sets aside what stands above the headline, sentences apart, and lines with links above the
    first paragraph or below the last: dates, names and topics."""
    top = next((n for n, e in enumerate(seen) if e.use and e.block.level == 1), 0)
    prose = [n for n, e in enumerate(seen) if e.use is Use.BODY and e.prose]
    first, last = (prose[0], prose[-1]) if prose else (0, len(seen))
    for n, each in enumerate(seen):
        if each.use is not Use.BODY or each.block.kind != "text":
            continue
        kicker = n < min(top, first) and not ends_sentence(each.block.words)
        linked = not first < n < last and each.linked > _END_LINKED and not each.sentence
        if kicker or linked:
            each.use = Use.ASIDE


def _set_links_aside(places: Sequence[Place], seen: Sequence[Seen]) -> None:
    """Sets aside headings of related stories with what they stand over, up to the next paragraph or
    heading, and lists below the last paragraph that are links to other pages only."""
    lists: dict[int, list[Seen]] = {}
    related = False
    for each in seen:
        if each.use is not Use.BODY:
            continue
        if each.prose and each.linked <= _END_LINKED:
            lists.clear()
        if each.block.kind == "item":
            lists.setdefault(places[each.block.place].above, []).append(each)
        if is_related(each.block.words):
            related = True
            each.use = Use.ASIDE
        elif each.block.kind == "heading" or (each.prose and each.linked <= _END_LINKED):
            related = False
        elif related:
            each.use = Use.ASIDE
    for items in lists.values():
        if len(items) > 1 and all(e.linked > _ALL and len(e.words) >= _LEAD for e in items):
            for each in items:
                each.use = Use.ASIDE


def _drop_dangling(seen: Sequence[Seen]) -> None:
    """Sets aside headings over nothing that is taken: those at the end, and those over links. A
    short line that ends in a colon is one of them."""
    lowest = 0  # level of the next heading that may stand above what follows; 0: nothing follows
    ended, below = True, False  # nothing follows at all; what follows directly is a menu
    for each in reversed(seen):
        if each.use is not Use.BODY:
            below = each.linked > _LINKED
            continue
        level = 0 if each.block.is_sentence else each.block.level or _LABEL * each.labels
        if not level:
            lowest, ended = _LABEL + 1, False
        elif lowest > level:
            lowest = level
        elif ended or below:
            each.use = Use.ASIDE
        below = False
