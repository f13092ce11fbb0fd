"""The headings that an HTML page shows, and other elements that its classes call a headline.
Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Final
from urllib.parse import urlsplit

from pincite.corpus.draft import one_line
from pincite.corpus.formats.html.facts.shown_lines import names_of_element, seen_text

HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5")
_PARTS: Final = (*HEADINGS, "nav", "ul")  # an element that contains one is not a headline
_MAX_HEADINGS: Final = 300
_CLIMBED: Final = 200
_OTHERS: Final = ("nav", "aside", "footer", "form")
_HEADLINE: Final = re.compile(r"(?<![a-z])(?:head-?line|(?:entry|post|article|page)-?title)")
_NO_HEADLINE: Final = re.compile(
    r"(?<![a-z])nav|menu|comment|(?<![a-z]-)sidebar|widget|footer|cookie|newsletter|overlay|modal|popup"
)
# A kicker is above or inside a headline but not a part of it: "Covid-19", "Interview".
_KICKER: Final = re.compile(
    r"kicker|over-?line|top-?line|roof-?line|dachzeile|spitzmarke|eyebrow|pre-?title|pre-?headline"
    r"|title-?header|strap-?line"
)
_SITE: Final = re.compile(r"site-?(?:title|name)|(?<![a-z])logo(?![a-z])")
_SITE_WORDS: Final = (
    7  # a heading of this many words with a link to the home page may still be a title
)
_MAX_PARTS: Final = 4  # of a heading
_BUILT: Final = re.compile(r"elementor-[\w-]+")  # its classes call every part a widget
_NO_WORDS: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Headline:
    """A heading of the page. ``first`` says that it is an ``h1``, ``site`` that it is the site's
    name with a link to the home page, ``aside`` that it belongs to a menu or the like."""

    element: Any
    words: str
    first: bool
    site: bool
    aside: bool


def headings(tree: Any) -> list[Headline]:
    """The visible headings, and other elements called a headline, in the order of the page. If all
    lie in menus or the like, none counts as aside: the page may be one form."""
    found = []
    for element in islice(_called_headings(tree), _MAX_HEADINGS):
        words = one_line(seen_text(element).replace("\u00ad", ""))
        first = element.tag == "h1"
        if words and (first or not is_kicker(element)):
            found.append(
                Headline(element, words, first, _is_site(element, words), _is_aside(element))
            )
    all_aside = all(each.aside or each.site for each in found)
    return [replace(each, aside=False) for each in found] if all_aside else found


def is_kicker(element: Any) -> bool:
    """Whether the class or id of an element calls it a kicker."""
    return bool(_KICKER.search(names_of_element(element)))


def _called_headings(tree: Any) -> Iterator[Any]:
    for element in tree.iter("h1", "h2", "h3", "h4", "h5", "div", "span", "p", "td", "strong"):
        named = element.tag not in HEADINGS and _HEADLINE.search(names_of_element(element))
        if element.tag in HEADINGS or (named and next(element.iter(*_PARTS), None) is None):
            yield element


def _leads_home(element: Any) -> bool:
    """Whether the heading links to the site's home page, as the site's name does."""
    links = [*element.iter("a"), *islice(element.iterancestors("a"), 1)]
    return any(_is_home(link.get("href") or "") for link in links[:1])


def _is_home(address: str) -> bool:
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return False
    path = parts.path.rstrip("/").lower()
    return (
        bool(address.strip())
        and not parts.query
        and not parts.fragment
        and (path in ("", "/index.html", "/index.php", "/home"))
    )


def _is_site(element: Any, words: str) -> bool:
    short = len(words.split()) < _SITE_WORDS
    return (short or bool(_SITE.search(names_of_element(element)))) and _leads_home(element)


def _is_aside(element: Any) -> bool:
    """Whether a heading belongs to a menu, a comment or the like."""
    above = (element, *islice(element.iterancestors(), _CLIMBED))
    return any(
        each.tag in _OTHERS or _NO_HEADLINE.search(_BUILT.sub("", names_of_element(each)))
        for each in above
        if each.tag not in ("article", "main", "body", "html")
    )


def without_kicker(heading: Headline) -> str:
    """The words of a heading without its kicker element. If there is none, without the part before
    an element that holds only a dash or a colon. "" if there is neither."""
    children = list(heading.element)
    loose = (heading.element.text, *(each.tail for each in children))
    if any(words and words.strip() for words in loose) or not 1 < len(children) <= _MAX_PARTS:
        return ""
    marks = [each for each in children if _is_mark(each)]
    kickers = [each for each in children if _KICKER.search(names_of_element(each))]
    if not kickers and len(marks) == 1:
        kickers = children[: children.index(marks[0])]
    rest = [each for each in children if each not in kickers and each not in marks]
    found = one_line(" ".join(map(seen_text, rest)).replace("\u00ad", "")) if kickers else ""
    return found if " " in found else ""


def _is_mark(element: Any) -> bool:
    """Whether an element holds only a dash or the like, for screen readers."""
    return bool(_NO_WORDS.fullmatch(seen_text(element)))
