"""Decides which blocks of a page are its article: blocks that an extractor found, and more near
them.

The extractor (trafilatura) says which words are article. It misses some blocks: a second container,
a paragraph in ``strong``, a standfirst in the header. So every visible block is judged again.
Blocks in a menu, in a dialog or among comments are never cited. Prose above, among or beside the
found blocks is added. Pure. Time is linear in the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pincite.corpus.formats.html.article.blocks import PageBlock
from pincite.corpus.formats.html.article.consent import (
    asks_permission,
    is_about_consent,
    is_request,
    speaks_of_consent,
)
from pincite.corpus.formats.html.article.extracted import ExtractedText, tokens
from pincite.corpus.formats.html.article.judged import JudgedBlock, Use
from pincite.corpus.formats.html.article.missed_blocks import mark_story_found, use_missed_blocks
from pincite.corpus.formats.html.article.places import Place, parts_of, sums_of
from pincite.corpus.formats.html.article.regions import Region
from pincite.corpus.formats.html.article.set_aside import (
    drop_dangling,
    quote_once,
    set_ends_aside,
    set_links_aside,
)

_ALL: Final = 0.95
_UNSEEN: Final = 0.7  # share of the found words that are in no block, because a script shows them
# An element with a larger share of the article is not a menu or consent wall, despite its name.
_MOST: Final = {Region.HIDDEN: 0.8, Region.CONSENT: 0.95, Region.NEVER: 0.95}
_HALF: Final = 0.5
_NAMED_MOST: Final = 0.3  # the limit if only its class or id says what it is
_OF_PAGE: Final = frozenset({Region.CONSENT, Region.NEVER})
_ASKING: Final = {Region.DIALOG: Region.CONSENT, Region.HIDDEN: Region.NEVER}
# An element with the headline or the page's main part is none of these, despite its name.
_NOT_ABOVE: Final = frozenset({Region.BESIDE, Region.DIALOG, Region.AROUND, Region.COMMENTS})
_PARAGRAPH: Final = 40  # words
_SAID: Final = 6  # words of a sentence
_SEVERAL: Final = 2


def judged_blocks(
    places: Sequence[Place], blocks: Sequence[PageBlock], found: ExtractedText, title: str = ""
) -> list[JudgedBlock]:
    """The blocks in order, each with its use. If most of the found words are in no block, as in a
    page that a script fills, the found lines become the blocks. ``title`` is the article's, or ""
    if unknown."""
    seen, sums = _with_regions(places, blocks, found, tokens(title))
    mark_story_found(places, seen, tokens(title))
    for each in seen:
        each.use = _use_of_found(each, places) if each.found else Use.OUT
    use_missed_blocks(places, seen, sums, tokens(title))
    if any(each.use is Use.BODY and each.block.kind != "heading" for each in seen):
        set_ends_aside(seen)
        set_links_aside(places, seen)
        drop_dangling(seen)
    elif not any(each.use for each in seen):
        for each in seen:
            each.use = Use.BODY if each.found else Use.OUT
    quote_once(places, seen)
    if found.lost(word for each in seen for word in each.words) > _UNSEEN:
        return [
            JudgedBlock(
                PageBlock(line, "text", 0), tokens(line), Region.ARTICLE, found=True, use=Use.BODY
            )
            for line in found.lines
        ]
    return seen


def _with_regions(
    places: Sequence[Place], blocks: Sequence[PageBlock], found: ExtractedText, title: list[str]
) -> tuple[list[JudgedBlock], list[int]]:
    """The blocks with their regions, and the number of found words in each place."""
    words = [tokens(block.all_words) for block in blocks]
    seen = [
        JudgedBlock(block, each, Region.ARTICLE, found.has(each))
        for block, each in zip(blocks, words, strict=True)
    ]
    # found links do not count: a menu of links is not an article
    loose = [round(len(each.words) * (1 - min(1.0, each.linked))) for each in seen]
    weights = [weight if each.found else 0 for each, weight in zip(seen, loose, strict=True)]
    if not any(each.found and each.prose for each in seen):
        # the extractor may drop an element that is never closed, with all its content
        weights = loose
    at = [block.place for block in blocks]
    sums = sums_of(places, at, weights)
    consent = sums_of(places, at, [is_about_consent(block.all_words) for block in blocks])
    heads = [e.block.kind == "heading" and not e.menu and e.words == title for e in seen]
    headed = sums_of(places, at, heads)
    asking = _walls(places, seen)
    regions = _regions(places, sums, sums_of(places, at, loose), consent, headed, asking)
    parts = parts_of(places)
    for each in seen:
        each.region, each.part = regions[each.block.place], parts[each.block.place]
    return seen, sums


def _walls(places: Sequence[Place], seen: Sequence[JudgedBlock]) -> list[bool]:
    """For each place, whether it only asks for permission to set cookies or to use data, whatever
    its name: several sentences that all speak of it, one of which asks."""
    at = [each.block.place for each in seen]
    says = [len(each.words) >= _SAID and each.linked < _HALF for each in seen]
    texts = [each.block.all_words for each in seen]
    about = [n and speaks_of_consent(words) for n, words in zip(says, texts, strict=True)]
    asks = [n and asks_permission(words) for n, words in zip(about, texts, strict=True)]
    whole = [n and is_request(words) for n, words in zip(asks, texts, strict=True)]
    counts = zip(*(sums_of(places, at, each) for each in (says, about, asks, whole)), strict=True)
    return [
        sentences == those and asking > 0 and (those >= _SEVERAL or alone > 0)
        for sentences, those, asking, alone in counts
    ]


def _regions(
    places: Sequence[Place],
    sums: Sequence[int],
    whole: Sequence[int],
    consent: Sequence[int],
    headed: Sequence[int],
    asking: Sequence[bool],
) -> list[Region]:
    """The region of each place, with the regions around it taken into account. A place that holds
    most of the found words, or the headline, is not a menu, whatever its name. It may still be a
    consent request, unless it is the whole page."""
    regions: list[Region] = []
    by_signature = _by_signature(places, sums)
    by_style = _by_style(places, sums) > _HALF * sums[0]
    for place, inside, words, asks, head, wall in zip(
        places, sums, whole, consent, headed, asking, strict=True
    ):
        own = _ASKING.get(place.region, place.region) if asks else place.region
        own = max(own, Region.CONSENT) if wall and not head else own
        if head and (place.named or place.region is Region.BESIDE) and place.region in _NOT_ABOVE:
            own = Region.ARTICLE
        of, all_of = (words, whole[0]) if own in _OF_PAGE else (inside, sums[0])
        loose = place.named and own in (Region.BESIDE, Region.AROUND)
        if of > (_NAMED_MOST if loose else _MOST.get(own, _HALF)) * all_of:
            own = Region.ARTICLE
        if (
            place.named
            and own in _NOT_ABOVE
            and by_signature.get(place.signature, 0) > _HALF * sums[0]
        ):
            own = Region.ARTICLE
        if place.styled and by_style and own is Region.HIDDEN:
            own = Region.ARTICLE
        above = regions[place.above] if place.above >= 0 else Region.ARTICLE
        hidden = {own, above} == {Region.CONSENT, Region.HIDDEN}
        regions.append(Region.NEVER if hidden else max(own, above))
    return regions


def _by_style(places: Sequence[Place], sums: Sequence[int]) -> int:
    """The number of found words in all that the page's style sheets hide."""
    words = 0
    within: list[bool] = []
    for place, inside in zip(places, sums, strict=True):
        around = place.above >= 0 and within[place.above]
        words += inside if place.styled and not around else 0
        within.append(place.styled or around)
    return words


def _by_signature(places: Sequence[Place], sums: Sequence[int]) -> dict[str, int]:
    """For each tag and class, the number of found words in all places with it."""
    by_signature: dict[str, int] = {}
    for place, inside in zip(places, sums, strict=True):
        if place.named and place.signature:
            by_signature[place.signature] = by_signature.get(place.signature, 0) + inside
    return by_signature


def _use_of_found(each: JudgedBlock, places: Sequence[Place]) -> Use:
    """The use of a block that the extractor found, by its region."""
    if each.region >= Region.HIDDEN:
        return Use.ASIDE if each.prose and each.region is Region.HIDDEN else Use.OUT
    if each.region is Region.AROUND and _is_paragraph(each, places):
        return Use.BODY
    if each.region > Region.BESIDE:
        return Use.OUT if each.menu or each.linked > _ALL else Use.ASIDE
    loose = each.region is Region.BESIDE and each.block.kind == "text" and not each.sentence
    label = each.block.kind == "caption" and not each.says
    return Use.ASIDE if each.menu or loose or label else Use.BODY


def _is_paragraph(each: JudgedBlock, places: Sequence[Place]) -> bool:
    """Whether it is a long paragraph without links in an ``article`` element that only a name
    excludes. "section--ads" is often a section with an advertisement in it."""
    if not each.prose or each.block.links or len(each.words) < _PARAGRAPH:
        return False
    at = each.block.place
    while at >= 0 and not places[at].signature.startswith("article "):
        if places[at].region is Region.AROUND and not places[at].named:
            return False
        at = places[at].above
    return at >= 0
