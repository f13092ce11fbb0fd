"""Sets aside some of the chosen blocks: lines above the headline, links at the ends, lists of other
stories, repeated quotations, and headings without text below. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pincite.corpus.boilerplate.body import ends_sentence
from pincite.corpus.boilerplate.line_patterns import is_related
from pincite.corpus.formats.html.article.extracted import ExtractedText
from pincite.corpus.formats.html.article.judged import JudgedBlock, Use
from pincite.corpus.formats.html.article.places import Place, with_above
from pincite.corpus.formats.html.article.regions import is_quote

_LINKED: Final = 0.5  # share of characters in links above which a block is a menu
_ALL: Final = 0.95
_END_LINKED: Final = 0.3
_LABEL: Final = 7  # below all levels of headings
_LEAD: Final = 4  # words
_GROUP: Final = 4  # words
_QUOTE: Final = 80  # words of a pull quote


def quote_once(places: Sequence[Place], seen: Sequence[JudgedBlock]) -> None:
    """Sets aside quotations that only repeat the text of a paragraph."""
    body = [each for each in seen if each.use is Use.BODY]
    quotes = [
        each
        for each in body
        if each.block.kind in ("text", "heading")
        and _GROUP <= len(each.words) < _QUOTE
        and any(is_quote(places[n].signature) for n in with_above(places, each.block.place, 2))
    ]
    if quotes:
        shown = {id(each) for each in quotes}
        rest = ExtractedText("\n".join(e.block.all_words for e in body if id(e) not in shown))
        for each in quotes:
            if rest.has(each.words):
                each.use = Use.ASIDE


def set_ends_aside(seen: Sequence[JudgedBlock]) -> None:
    """Sets aside lines above the headline unless they are sentences, and lines with links above the
    first paragraph or below the last one: dates, names and topics."""
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


def set_links_aside(places: Sequence[Place], seen: Sequence[JudgedBlock]) -> None:
    """Sets aside headings of related stories and the blocks below them up to the next paragraph or
    heading, and lists below the last paragraph that only link to other pages."""
    lists: dict[int, list[JudgedBlock]] = {}
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


def drop_dangling(seen: Sequence[JudgedBlock]) -> None:
    """Sets aside headings with no chosen block below: those at the end and those above links. A
    short line that ends with a colon counts as a heading."""
    lowest = 0  # a heading must have a lower level than this; 0: no block follows
    ended, below = True, False  # no block follows at all; the next block is a menu
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
