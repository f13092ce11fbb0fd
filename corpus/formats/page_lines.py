"""The lines that an HTML page shows, each with what its elements are called. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

_BLOCKS: Final = frozenset(
    """address article aside blockquote body br caption center dd details div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section
    summary table tbody td tfoot th thead tr ul""".split()
)
_APART: Final = ("time", "abbr")  # and yet within a line
_UNSEEN: Final = frozenset(
    "head script style template iframe svg select option button textarea".split()
)
# What a block is called that holds other stories, readers' words or the site's own: surely, and
# perhaps.
_OTHERS: Final = re.compile(
    r"comment(?!s?-?(?:link|count|number))|kommentar|disqus|related|recent|popular|recommend"
    r"|navi|(?<![a-z])nav|menu|breadcrumb|newsletter|cookie|consent|trending|most-?read"
    r"|latest|copyright|archive|calendar|ticker|more-|read-?also|topbar|top-bar|today"
    r"|current-?(?:date|time)|header-date|readers?-|(?<![a-z])ads?(?![a-z])"
)
_PERHAPS: Final = re.compile(
    r"respon[ds]|repl(?:y|ies)|sidebar|widget|teaser|(?<!post[-_])(?<!entry[-_])(?<!asset[-_])(?<!article[-_])footer|carousel|slider|promo|masthead|banner"
)
NOT, PERHAPS, SURELY = range(3)
_CALLED: Final = ("class", "id", "itemprop", "property", "rel")
_STATED: Final = ("datetime", "title", "content")
_YEAR: Final = re.compile(r"[12][0-9]{3}")
_CHANGED: Final = re.compile(r"modif|(?<!published )updated(?! published)")
_MAX_NAMES: Final = 300


@dataclass(frozen=True, slots=True)
class Line:
    """A line that a page shows. ``names`` are the classes, ids and properties of its block and of
    what is in it, ``stated`` the attributes of its elements that may hold a moment; ``aside`` says
    whether it stands among what is not the article: NOT, PERHAPS or SURELY; ``above`` are the
    blocks it stands in, the nearest first."""

    words: str
    names: str
    stated: tuple[str, ...]
    aside: int
    above: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows: its lines, ``at`` the one of the headline, None where that is not known,
    and ``own``, the headline's element and all that it stands in."""

    lines: tuple[Line, ...]
    at: int | None
    own: tuple[Any, ...]

    @classmethod
    def of(cls, tree: Any, named: str, headline: Any) -> Shown:
        """The lines of a page whose title is ``named`` and shown by the element ``headline``; that
        is None where it is shown by a mere line, or not at all."""
        own = (headline, *headline.iterancestors()) if headline is not None else ()
        shown = tuple(lines(tree, own))
        if headline is not None:
            places = (i for i, line in enumerate(shown) if headline in line.above)
        else:
            same = named and (line.aside == NOT and line.words == named for line in shown)
            places = (i for i, yes in enumerate(same or ()) if yes)
        return cls(shown, next(places, None), own)


@dataclass(slots=True)
class _Open:
    """The line that is being put together."""

    words: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    stated: list[str] = field(default_factory=list)

    def taken(self, aside: int, above: tuple[Any, ...]) -> Line | None:
        words = " ".join("".join(self.words).split())
        stated, names = tuple(self.stated), " ".join(self.names)
        self.words, self.names, self.stated = [], [], []
        return Line(words, names, stated, aside, above) if words or stated else None


def lines(tree: Any, own: Collection[Any] = ()) -> Iterator[Line]:
    """The lines of a page, from top to bottom. The elements ``own`` are the article's, whatever
    they are called."""
    line = _Open()
    body = tree.getroottree().getroot()
    stack: list[tuple[Any, Iterator[Any], int]] = [(body, iter(body), NOT)]
    line.words.append(body.text or "")
    while stack:
        element, children, aside = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            if element.tag in _BLOCKS and (done := line.taken(aside, _blocks(stack, element))):
                yield done
            line.words += (
                " " if element.tag in _APART else "",
                element.tail or "" if stack else "",
            )
            continue
        if not isinstance(child.tag, str) or child.tag in _UNSEEN:
            line.words.append(child.tail or "")
            continue
        if child.tag in _BLOCKS and (done := line.taken(aside, _blocks(stack))):
            yield done
        names = called(child)
        line.names.append(names)
        if not _CHANGED.search(names):
            line.stated += (each for name in _STATED if _YEAR.search(each := child.get(name) or ""))
        line.words += (" " if child.tag in _APART else "", child.text or "")
        inner = NOT if child in own else max(aside, _aside(child, names))
        stack.append((child, iter(child), inner))


def called(element: Any) -> str:
    """The tag, classes, id and properties of an element, in small letters."""
    given = (element.get(name) or "" for name in _CALLED)
    return f"{element.tag} {' '.join(given)[:_MAX_NAMES].lower()}"


def seen_text(element: Any) -> str:
    """The text of an element on one line, what is not shown left out."""
    parts: list[str] = []
    unseen = 0
    waiting: list[Any] = [element]
    while waiting and len(parts) < 1000:
        each = waiting.pop()
        if isinstance(each, str):
            parts.append(each)
            continue
        if each is not element:
            waiting.append(each.tail or "")
        if not isinstance(each.tag, str) or each.tag in _UNSEEN:
            unseen += 1
            continue
        gap = " " if each.tag in _BLOCKS else ""
        waiting += [gap, *reversed(list(each)), gap + (each.text or "")]
    return " ".join("".join(parts).split())


def aside(element: Any, own: Collection[Any] = ()) -> int:
    """Whether an element stands among what is not the article: NOT, PERHAPS or SURELY."""
    found = NOT
    while element is not None and element.tag not in ("body", "html") and element not in own:
        found = max(found, _aside(element, called(element)))
        element = element.getparent()
    return found


def _aside(element: Any, names: str) -> int:
    if element.tag in ("body", "html", "main"):
        return NOT
    if element.tag == "nav" or _OTHERS.search(names):
        return SURELY
    if element.tag in ("header", "footer"):
        inside = next(element.iterancestors("article", "main"), None) is not None
        return NOT if inside else SURELY if element.tag == "footer" else PERHAPS
    return PERHAPS if element.tag in ("aside", "form") or _PERHAPS.search(names) else NOT


def _blocks(stack: list[tuple[Any, Iterator[Any], int]], last: Any = None) -> tuple[Any, ...]:
    """The three blocks nearest to the line."""
    found = [] if last is None else [last]
    found += [element for element, _, _ in reversed(stack) if element.tag in _BLOCKS][:3]
    return tuple(found[:3])
