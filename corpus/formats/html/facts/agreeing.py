"""How a heading and what a page calls its article agree: parts, edges and words of names. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from itertools import pairwise
from typing import Final

from pincite.corpus.formats.html.facts.headings import Headline
from pincite.corpus.formats.html.facts.names import as_in_address, comparable

_NO_NAME: Final = ("blog archive", "blog archiv", "home", "startseite")
BETWEEN: Final = re.compile(r" +(?:[|│·•»«›‹>/]+|[-–—:]{1,2}|::) +|: +|\s*[|│»›]\s*")
LOOSELY: Final = re.compile(r"\s+(?:[|│·•»«›‹>/]+|[-–—:]+|::)\s+|[-–—_|│]+|: +")
EDGE: Final = " |│·•»«›‹>/-–—:"


def parts(name: str, between: re.Pattern[str]) -> Iterator[str]:
    """What stands before and behind each place where a name can be cut, and between two."""
    cuts = list(between.finditer(name))
    for cut in cuts:
        yield from (part for part in (name[: cut.start()], name[cut.end() :]) if part.strip())
    for one, two in pairwise(cuts):
        yield name[one.end() : two.start()]


def agrees(heading: Headline, name: str) -> bool:
    """Whether the heading is what the name says, or a part of it that stands by itself."""
    shown, told = comparable(heading.words), comparable(name)
    if not shown or shown == told:
        return bool(shown)
    start, end = told.startswith(shown), told.endswith(shown)
    rest = told[len(shown) :] if start else told[: -len(shown)] if end else ""
    edge = rest[:1] if start else rest[-1:]
    if not rest or (edge and edge.isalnum()):
        return False
    apart = rest.strip()[:1] if start else rest.strip()[-1:]
    return apart in EDGE or (heading.first and len(shown) >= len(told) * 0.6)


def ends(words: str, name: str) -> bool:
    """Whether words are the short part at the end of a name, where a site's stands."""
    shown, told = comparable(words).strip(EDGE), comparable(name).rstrip(EDGE)
    rest = told.removesuffix(shown).rstrip()
    cut = rest.endswith((*"|│·•»-–—", "::"))
    return rest != told and cut and len(shown) * 2 < len(rest)


def bare_name(name: str, sites: Set[str]) -> str:
    """A name without the site's, at its end or start."""
    while cuts := list(BETWEEN.finditer(name)):
        first, last = cuts[0], cuts[-1]
        if _is_site(name[last.end() :], sites):
            name = name[: last.start()].rstrip()
        elif _is_site(name[: first.start()], sites):
            name = name[first.end() :].lstrip()
        else:
            break
    return "" if _is_site(name, sites) else name


def _is_site(words: str, sites: Set[str]) -> bool:
    """Whether words are what the site is called, as it is written or as addresses write it."""
    said = comparable(words)
    ways = as_in_address(said)
    return (
        said in sites
        or said in _NO_NAME
        or any(not ways.isdisjoint(as_in_address(site)) for site in sites)
    )


def shared(one: str, other: str) -> float:
    """The share of the words of the shorter that the other has."""
    words = word_set(one), word_set(other)
    return len(words[0] & words[1]) / max(min(map(len, words)), 1)


def letters(words: str) -> str:
    """Words for comparing: letters and digits only."""
    return re.sub(r"[\W_]+", "", comparable(words))


def word_set(text: str) -> set[str]:
    """The words of a text, in small letters."""
    return set(re.findall(r"\w+", comparable(text)))
