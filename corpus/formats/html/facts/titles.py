"""The title of an HTML page's article: the headline that the page shows, where what it says of
itself agrees. Pure.

A page names its article in ``og:title``, JSON-LD and ``<title>``, often with the site's name behind
it, and shows a headline among others. What stands in both is the title.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence, Set
from itertools import pairwise
from typing import Any, Final

from pincite.corpus.draft import one_line
from pincite.corpus.formats.html.facts.declared import PageData
from pincite.corpus.formats.html.facts.headings import (
    HEADINGS,
    Headline,
    headings,
    is_aside,
    is_kicker,
    without_kicker,
)
from pincite.corpus.formats.html.facts.names import plain, sites_of
from pincite.corpus.formats.html.facts.shown_lines import SURELY, lines

_MAX_NAMES: Final = 12
_HEADLINE: Final = 4  # words
_SITE: Final = 7  # words: a heading of more that leads to the first page is not the site's name

_NO_NAME: Final = ("blog archive", "blog archiv", "home", "startseite")
_BETWEEN: Final = re.compile(r" +(?:[|·•»«›‹>/]+|[-–—:]{1,2}|::) +|: +|\s*[|»›]\s*")
_LOOSELY: Final = re.compile(r"\s+(?:[|·•»«›‹>/]+|[-–—:]+|::)\s+|[-–—_|]+|: +")
_YEAR: Final = re.compile(r"[12][0-9]{3}\s*$")
_EDGE: Final = " |·•»«›‹>/-–—:"
_BEHIND: Final = re.compile(r"\s*[|·•]|\s+\d{1,2}[./]")  # another part, or a date
_KICKED: Final = 15  # characters: what is shorter may be a part of another title by chance
# Shares of the words that a headline and what the page says of itself have in common.
_LIKE: Final = 0.5
_ALIKE: Final = 0.2


def title(tree: Any, data: PageData) -> tuple[str, Any]:
    """The article's title, "" where the page has none, and the element that shows it, or None."""
    all_headings = list(headings(tree))
    names = _whole([name for name in (*_told(data), _page_title(tree)) if name])
    homes = {plain(e.words) for e in all_headings if e.home and len(e.words.split()) < _SITE}
    sites = sites_of(tree, data) - set(map(plain, names)) | homes
    shown = [
        each
        for each in all_headings
        if plain(each.words) not in sites and not any(_ends(each, name) for name in names)
    ]
    bare = [words for name in names if (words := _bare(name, sites))]
    own = [each for each in shown if not is_kicker(each.element)]
    words, element = (
        _shown(own, names, bare)
        or _shown(shown, names, bare)
        or _part(tree, bare, sites)
        or _only(shown)
        or (next(iter(bare), ""), None)
    )
    kicked = {_letters(each.words): rest for each in all_headings if (rest := without_kicker(each))}
    return kicked.get(_letters(words), words), element


def _shown(
    shown: Sequence[Headline], names: Sequence[str], bare: Sequence[str]
) -> tuple[str, Any] | None:
    """The headline among the headings, None where none can be told: one that agrees with a name
    before the only ``h1`` that resembles it."""
    firsts = [each for each in shown if each.first]
    for name in names:
        found = _agreeing(shown, name)
        if found and (found.first or not firsts or _is_named_twice(found, names)):
            return found.words, found.element
    first, likeness = _resembling(firsts, bare)
    if first and likeness >= _LIKE:
        for name in names:
            found = _agreeing(shown, name)
            if found and _is_rest(first, found, name):
                return found.words, found.element
        whole = not len(first.element)
        return _without_kicker(first.words, bare, whole=whole), first.element
    for name in names:
        if found := _agreeing(shown, name):
            return found.words, found.element
    return (first.words, first.element) if first and likeness >= _ALIKE else None


def _only(shown: Sequence[Headline]) -> tuple[str, Any] | None:
    """The only ``h1``, or else the only line that is called a headline, on a page that names its
    article otherwise; None where there are none or several. It has some words: what has fewer may
    be a topic."""
    long = (each for each in shown if len(each.words.split()) >= _HEADLINE)
    own = [each for each in long if not is_aside(each.element)]
    for among in ([e for e in own if e.first], [e for e in own if e.element.tag not in HEADINGS]):
        only = {plain(each.words): each for each in among}
        if len(only) == 1:
            [found] = only.values()
            return found.words, found.element
    return None


def _resembling(firsts: Sequence[Headline], bare: Sequence[str]) -> tuple[Headline | None, float]:
    """The ``h1``, where there is one only, and how much it resembles a name: the share of words."""
    only = {plain(each.words): each for each in firsts if not is_aside(each.element)}
    first = next(iter(only.values())) if len(only) == 1 else None
    if first is None:
        return None, 0.0
    return first, max((_shared(first.words, name) for name in bare), default=1.0)


def _is_rest(first: Headline, found: Headline, name: str) -> bool:
    """Whether an ``h1`` resembles only the part of a name that another heading does not show: the
    site's part."""
    rest = plain(name).replace(plain(found.words), " ", 1)
    like = _shared(first.words, rest)
    return bool(rest.strip(_EDGE)) and like >= _LIKE and like > _shared(first.words, found.words)


def _is_named_twice(heading: Headline, names: Sequence[str]) -> bool:
    """Whether two names of the page are the heading and nothing else."""
    return sum(plain(name) == plain(heading.words) for name in names) > 1


def _part(tree: Any, names: Sequence[str], sites: Set[str]) -> tuple[str, Any] | None:
    """The longest part of a name that the page shows as a line of its own and that is not the
    site's."""
    parts = {plain(part) for name in names for part in _parts(name, _LOOSELY)} - sites
    if not parts:
        return None
    shown = (line for line in lines(tree) if line.aside != SURELY and plain(line.words) in parts)
    line = max(shown, key=lambda line: len(line.words), default=None)
    return (one_line(line.words), line.above[0] if line.above else None) if line else None


def _parts(name: str, between: re.Pattern[str]) -> Iterator[str]:
    """What stands before and behind each place where a name can be cut, and between two."""
    cuts = list(between.finditer(name))
    for cut in cuts:
        yield from (part for part in (name[: cut.start()], name[cut.end() :]) if part.strip())
    for one, two in pairwise(cuts):
        yield name[one.end() : two.start()]


def _agreeing(headings: Sequence[Headline], name: str) -> Headline | None:
    """The heading that agrees with a name: the longest ``h1``, but for one that is only its other
    part, as a site's name is."""
    agreeing = [each for each in headings if _agrees(each, name)]
    if not agreeing:
        return None
    first, other = (
        max(
            (e for e in agreeing if e.first is wanted),
            key=lambda e: len(plain(e.words)),
            default=None,
        )
        for wanted in (True, False)
    )
    if first is None or other is None:
        return first or other
    one, two = plain(first.words), plain(other.words)
    return other if len(two) > len(one) and one not in two else first


def _without_kicker(words: str, names: Sequence[str], *, whole: bool) -> str:
    """A headline without what stands before or behind it in the same element, where the page names
    its article without that. In an element without others (``whole``) what ends in a colon is part
    of the headline."""
    parts = [(part, name) for name in names for part in _parts(name, _BETWEEN)]
    parts = [(part, "" if name.startswith(part) else name) for part, name in parts]
    for name, longer in (*((name, "") for name in names), *parts):
        if len(name) < _KICKED or len(words) <= len(name):
            continue
        before, end = words[: -len(name)], words[-len(name) :]
        apart = not before[-1].isalnum() or not end[0].isalnum()
        own = whole and before.rstrip().endswith(":")
        kicker = _is_kicker(before, longer) if longer else not own
        if plain(end) == plain(name) and apart and kicker:
            return end
        start, behind = words[: len(name)], words[len(name) :]
        if plain(start) == plain(name) and _BEHIND.match(behind):
            return start
    return words


def _is_kicker(before: str, name: str) -> bool:
    """Whether the words before a headline are what the name has before it, or a date."""
    joined = before.rstrip()[-1:] in _EDGE
    return not joined and (_shared(before, name) >= _LIKE or bool(_YEAR.search(before)))


def _told(data: PageData) -> list[str]:
    """What the page calls its article, apart from its ``<title>``."""
    headlines = [each.get("headline") for each in data.articles]
    given = (*data.told("og:title"), *headlines, *data.told("twitter:title", "dc.title", "title"))
    lines = (
        one_line(html.unescape(each).replace("\u00ad", ""))
        for each in given
        if isinstance(each, str)
    )
    return list(dict.fromkeys(line for line in lines if line))[:_MAX_NAMES]


def _whole(names: Sequence[str]) -> list[str]:
    """The names less those that a quotation mark ended, where another goes on behind the mark: an
    attribute in such marks cannot hold one."""
    return [
        name
        for name in names
        if not any(other.startswith((f'{name} "', f'{name}"')) for other in names)
    ]


def _page_title(tree: Any) -> str:
    element = next((each for each in tree.iter("title") if each.getparent().tag != "svg"), None)
    return (
        one_line("".join(element.itertext()).replace("\u00ad", "")) if element is not None else ""
    )


def _agrees(heading: Headline, name: str) -> bool:
    """Whether the heading is what the name says, or a part of it that stands by itself."""
    shown, told = plain(heading.words), plain(name)
    if not shown or shown == told:
        return bool(shown)
    start, end = told.startswith(shown), told.endswith(shown)
    rest = told[len(shown) :] if start else told[: -len(shown)] if end else ""
    edge = rest[:1] if start else rest[-1:]
    if not rest or (edge and edge.isalnum()):
        return False
    apart = rest.strip()[:1] if start else rest.strip()[-1:]
    return apart in _EDGE or (heading.first and len(shown) >= len(told) * 0.6)


def _ends(heading: Headline, name: str) -> bool:
    """Whether a heading is the short part at the end of a name, where a site's stands."""
    shown, told = plain(heading.words), plain(name)
    rest = told.removesuffix(shown).rstrip()
    return rest != told and rest[-1:] in tuple("|·•»-–—") and len(shown) * 2 < len(rest)


def _bare(name: str, sites: frozenset[str]) -> str:
    """A name without the site's, at its end or start."""
    while cuts := list(_BETWEEN.finditer(name)):
        first, last = cuts[0], cuts[-1]
        if _is_site(name[last.end() :], sites):
            name = name[: last.start()].rstrip()
        elif _is_site(name[: first.start()], sites):
            name = name[first.end() :].lstrip()
        else:
            break
    return "" if _is_site(name, sites) else name


def _is_site(words: str, sites: frozenset[str]) -> bool:
    said = plain(words)
    return (
        said in sites
        or said in _NO_NAME
        or said.replace(" ", "") in {site.replace(" ", "") for site in sites}
    )


def _shared(one: str, other: str) -> float:
    """The share of the words of the shorter that the other has."""
    words = [set(re.findall(r"\w+", plain(each))) for each in (one, other)]
    return len(words[0] & words[1]) / max(min(map(len, words)), 1)


def _letters(words: str) -> str:
    """Words for comparing: letters and digits only."""
    return re.sub(r"[\W_]+", "", plain(words))
