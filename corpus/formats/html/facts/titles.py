"""Finds the title of an HTML page's article: the shown headline that agrees with the page's
metadata. Pure.

A page names its article in ``og:title``, JSON-LD and ``<title>``, often with the site's name added.
It also shows several headings. The title is what occurs in both.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence, Set
from typing import Any, Final

from pincite.corpus.draft import one_line
from pincite.corpus.formats.html.facts.agreeing import (
    BETWEEN,
    EDGE,
    LOOSELY,
    agrees,
    bare_name,
    ends,
    letters,
    parts,
    shared,
    word_set,
)
from pincite.corpus.formats.html.facts.declared import PageData
from pincite.corpus.formats.html.facts.headings import (
    HEADINGS,
    Headline,
    headings,
    is_kicker,
    without_kicker,
)
from pincite.corpus.formats.html.facts.names import comparable, sites_of
from pincite.corpus.formats.html.facts.shown_lines import NOT, SURELY, page_lines

_MAX_NAMES: Final = 12
_HEADLINE: Final = 4  # words
_PARAGRAPH: Final = 25  # words

_YEAR: Final = re.compile(r"[12][0-9]{3}\s*$")
_BEHIND: Final = re.compile(r"\s*[|│·•]|\s+\d{1,2}[./]")  # another part, or a date
_KICKED: Final = 15  # characters; a shorter name may be part of another title by chance
# Shares of common words between a headline and a name in the metadata.
_LIKE: Final = 0.5
_ALIKE: Final = 0.2
_MOST: Final = 0.6


def title(tree: Any, data: PageData) -> tuple[str, Any]:
    """The article's title ("" if the page has none), and the element that shows it, or None."""
    all_headings = headings(tree)
    names = _whole([name for name in (*_declared_names(data), _page_title(tree)) if name])
    homes = {comparable(each.words) for each in all_headings if each.site}
    sites = sites_of(tree, data) - set(map(comparable, names)) | homes
    shown = [
        each
        for each in all_headings
        if comparable(each.words) not in sites and not any(ends(each.words, name) for name in names)
    ]
    bare = [words for name in names if (words := bare_name(name, sites))]
    own = [each for each in shown if not is_kicker(each.element)]
    words, element = (
        _shown(own, names, bare)
        or _shown(shown, names, bare)
        or _holding(shown, bare)
        or _part(tree, shown, bare, sites)
        or _only(shown)
        or _single(tree, shown, bare)
        or (next(iter(bare), ""), None)
    )
    kicked = {letters(each.words): rest for each in all_headings if (rest := without_kicker(each))}
    return kicked.get(letters(words), words), element


def _shown(
    shown: Sequence[Headline], names: Sequence[str], bare: Sequence[str]
) -> tuple[str, Any] | None:
    """The headline among the headings, or None. A heading that agrees with a name comes before a
    single ``h1`` that resembles one."""
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
    """The only ``h1``, or else the only element called a headline, on a page that names its article
    differently. None if there are none or several. It needs several words, because a short one may
    be a topic."""
    long = (each for each in shown if len(each.words.split()) >= _HEADLINE)
    own = [each for each in long if not each.aside]
    for among in ([e for e in own if e.first], [e for e in own if e.element.tag not in HEADINGS]):
        only = {comparable(each.words): each for each in among}
        if len(only) == 1:
            [found] = only.values()
            return found.words, found.element
    return None


def _resembling(firsts: Sequence[Headline], bare: Sequence[str]) -> tuple[Headline | None, float]:
    """The ``h1`` if there is only one, and the share of words it has in common with a name."""
    only = {comparable(each.words): each for each in firsts if not each.aside}
    first = next(iter(only.values())) if len(only) == 1 else None
    return first, _likeness(first, bare) if first else 0.0


def _likeness(heading: Headline, bare: Sequence[str]) -> float:
    return max((shared(heading.words, name) for name in bare), default=1.0)


def _holding(shown: Sequence[Headline], bare: Sequence[str]) -> tuple[str, Any] | None:
    """A heading that has most words of a name, with other words between them."""
    for name in bare:
        said, words = comparable(name), word_set(name)
        for each in shown if len(name.split()) >= _HEADLINE else ():
            own = not each.aside and said not in comparable(each.words)
            if own and len(words & word_set(each.words)) >= _MOST * len(words):
                return each.words, each.element
    return None


def _single(tree: Any, shown: Sequence[Headline], bare: Sequence[str]) -> tuple[str, Any] | None:
    """The only heading outside menus above the first paragraph; a later heading may belong to a
    part of the article. It needs several words, or a word of a name."""
    above = {each.element: each for each in shown if not each.aside}
    own = {each for element in above for each in (element, *element.iterancestors())}
    found: dict[str, Headline] = {}
    for line in page_lines(tree, own):
        for each in line.above:
            if each in above:
                found[comparable(above[each].words)] = above[each]
        if line.aside == NOT and len(line.words.split()) >= _PARAGRAPH:
            break
    if len(found) != 1:
        return None
    [only] = found.values()
    enough = len(only.words.split()) >= _HEADLINE or any(shared(only.words, n) for n in bare)
    return (only.words, only.element) if enough else None


def _is_rest(first: Headline, found: Headline, name: str) -> bool:
    """Whether an ``h1`` resembles only the part of a name that another heading does not show: the
    part with the site."""
    rest = comparable(name).replace(comparable(found.words), " ", 1)
    like = shared(first.words, rest)
    return bool(rest.strip(EDGE)) and like >= _LIKE and like > shared(first.words, found.words)


def _is_named_twice(heading: Headline, names: Sequence[str]) -> bool:
    """Whether two names of the page equal the heading."""
    return sum(comparable(name) == comparable(heading.words) for name in names) > 1


def _part(
    tree: Any, headed: Sequence[Headline], names: Sequence[str], sites: Set[str]
) -> tuple[str, Any] | None:
    """The longest part of a name that the page shows as a heading, or else as a line of its own,
    and that is not the site's name."""
    pieces = {comparable(part) for name in names for part in parts(name, LOOSELY)} - sites
    pieces -= {part for part in pieces if any(ends(part, name) for name in names)}
    if not pieces:
        return None
    own = [each for each in headed if not each.aside and comparable(each.words) in pieces]
    if own:
        found = max(own, key=lambda each: len(each.words))
        return found.words, found.element
    shown = (
        line
        for line in page_lines(tree)
        if line.aside != SURELY and comparable(line.words) in pieces
    )
    line = max(shown, key=lambda line: len(line.words), default=None)
    return (one_line(line.words), line.above[0] if line.above else None) if line else None


def _agreeing(headings: Sequence[Headline], name: str) -> Headline | None:
    """The heading that agrees with a name. The longest ``h1`` wins, unless another heading is
    longer and does not contain it: then the ``h1`` may be the site's name."""
    agreeing = [each for each in headings if agrees(each, name)]
    if not agreeing:
        return None
    first, other = (
        max(
            (e for e in agreeing if e.first is wanted),
            key=lambda e: len(comparable(e.words)),
            default=None,
        )
        for wanted in (True, False)
    )
    if first is None or other is None:
        return first or other
    one, two = comparable(first.words), comparable(other.words)
    return other if len(two) > len(one) and one not in two else first


def _without_kicker(words: str, names: Sequence[str], *, whole: bool) -> str:
    """A headline without a kicker before or after it in the same element, if the page names its
    article without it. If the element has no children (``whole``), a part that ends with a colon
    belongs to the headline."""
    cut = [(part, name) for name in names for part in parts(name, BETWEEN)]
    cut = [(part, "" if name.startswith(part) else name) for part, name in cut]
    for name, longer in (*((name, "") for name in names), *cut):
        if len(name) < _KICKED or len(words) <= len(name):
            continue
        before, end = words[: -len(name)], words[-len(name) :]
        apart = not before[-1].isalnum() or not end[0].isalnum()
        own = whole and before.rstrip().endswith(":")
        kicker = _is_kicker(before, longer) if longer else not own
        if comparable(end) == comparable(name) and apart and kicker:
            return end
        start, behind = words[: len(name)], words[len(name) :]
        if comparable(start) == comparable(name) and _BEHIND.match(behind):
            return start
    return words


def _is_kicker(before: str, name: str) -> bool:
    """Whether the words before a headline are also before it in the name, or are a date."""
    joined = before.rstrip()[-1:] in EDGE
    return not joined and (shared(before, name) >= _LIKE or bool(_YEAR.search(before)))


def _declared_names(data: PageData) -> list[str]:
    """The names of the article in the metadata, without ``<title>``."""
    headlines = [each.get("headline") for each in data.articles]
    given = (
        *data.meta_values("og:title"),
        *headlines,
        *data.meta_values("twitter:title", "dc.title", "title"),
    )
    lines = (
        one_line(html.unescape(each).replace("\u00ad", ""))
        for each in given
        if isinstance(each, str)
    )
    return list(dict.fromkeys(line for line in lines if line))[:_MAX_NAMES]


def _whole(names: Sequence[str]) -> list[str]:
    """The names without those cut off at a quotation mark, which another name continues: an
    attribute in such marks cannot contain one."""
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
