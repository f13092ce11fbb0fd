"""Compares a heading with the names that a page gives its article: parts, edges, shared words.
Pure."""

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
    """The parts of a name: before and after each separator, and between two separators."""
    cuts = list(between.finditer(name))
    for cut in cuts:
        yield from (part for part in (name[: cut.start()], name[cut.end() :]) if part.strip())
    for one, two in pairwise(cuts):
        yield name[one.end() : two.start()]


def agrees(heading: Headline, name: str) -> bool:
    """Whether the heading equals the name or a separate part of it."""
    shown, named = comparable(heading.words), comparable(name)
    if not shown or shown == named:
        return bool(shown)
    start, end = named.startswith(shown), named.endswith(shown)
    rest = named[len(shown) :] if start else named[: -len(shown)] if end else ""
    edge = rest[:1] if start else rest[-1:]
    if not rest or (edge and edge.isalnum()):
        return False
    apart = rest.strip()[:1] if start else rest.strip()[-1:]
    return apart in EDGE or (heading.first and len(shown) >= len(named) * 0.6)


def ends(words: str, name: str) -> bool:
    """Whether the words are the short last part of a name, where the site's name usually is."""
    shown, named = comparable(words).strip(EDGE), comparable(name).rstrip(EDGE)
    rest = named.removesuffix(shown).rstrip()
    cut = rest.endswith((*"|│·•»-–—", "::"))
    return rest != named and cut and len(shown) * 2 < len(rest)


def bare_name(name: str, sites: Set[str]) -> str:
    """A name without the site's name at its end or start."""
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
    """Whether the words are a name of the site, in normal writing or as in an address."""
    said = comparable(words)
    ways = as_in_address(said)
    return (
        said in sites
        or said in _NO_NAME
        or any(not ways.isdisjoint(as_in_address(site)) for site in sites)
    )


def shared(one: str, other: str) -> float:
    """The share of the words of the shorter text that the other also has."""
    words = word_set(one), word_set(other)
    return len(words[0] & words[1]) / max(min(map(len, words)), 1)


def letters(words: str) -> str:
    """Only the letters and digits of words, for comparison."""
    return re.sub(r"[\W_]+", "", comparable(words))


def word_set(text: str) -> set[str]:
    """The words of a text in lower case."""
    return set(re.findall(r"\w+", comparable(text)))
