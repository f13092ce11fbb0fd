"""The lines that an HTML page shows, each with the classes and ids of its elements. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any, Final

_BLOCKS: Final = frozenset(
    """address article aside blockquote body br caption center dd details div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section
    summary table tbody td tfoot th thead tr ul""".split()
)
_APART: Final = ("time", "abbr")  # separate words, but in the same line
_WHOLE: Final = ("article", "main")
_CLIMBED: Final = 200
_UNSEEN: Final = frozenset(
    "head script style template iframe svg select option button textarea".split()
)
# Classes of blocks that hold other stories, comments or texts of the site: surely, and perhaps.
_OTHERS: Final = re.compile(
    r"comment(?!s?-?(?:link|count|number))|kommentar|disqus|related|recent|popular|recommend"
    r"|navi|(?<![a-z])nav|menu|breadcrumb|newsletter|cookie|consent|trending|most-?read"
    r"|latest|copyright|archive|calendar|ticker|more-|read-?also|topbar|top-bar|today"
    r"|current-?(?:date|time)|header-date|readers?-|(?<![a-z])ads?(?![a-z])"
)
_PERHAPS: Final = re.compile(
    r"respon[ds]|repl(?:y|ies)|sidebar|widget|teaser|(?<!post[-_])(?<!entry[-_])(?<!asset[-_])(?<!article[-_])footer|carousel|slider|promo|masthead|banner"
    r"|(?<![a-z])top(?![a-z])"
)
_STORY: Final = re.compile(r"teaser|related|recommend|promo|comment(?!s?-(?:open|close))")
NOT, PERHAPS, SURELY = range(3)
_CALLED: Final = ("class", "id", "itemprop", "property", "rel")
_STATED: Final = ("datetime", "title", "content")
_YEAR: Final = re.compile(r"[12][0-9]{3}")
_CHANGED: Final = re.compile(r"modif|(?<!published )updated(?! published)")
_HEAD_ABOVE: Final = 8
_HEAD_BELOW: Final = 20
_MAX_NAMES: Final = 300


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line that a page shows. ``names`` are the classes, ids and properties of its block and of
    the elements in it. ``stated`` are attributes that may hold a moment. ``aside`` says whether it
    lies outside the article: NOT, PERHAPS or SURELY. ``above`` are the blocks around it, the
    nearest first."""

    words: str
    names: str
    stated: tuple[str, ...]
    aside: int
    above: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class PageLines:
    """The lines of a page. ``at`` is the index of the headline, or None if unknown; ``own`` are the
    headline's element and its ancestors."""

    lines: tuple[PageLine, ...]
    at: int | None
    own: tuple[Any, ...]

    @classmethod
    def of(cls, tree: Any, named: str, headline: Any) -> PageLines:
        """The lines of a page with the title ``named``. ``headline`` is the element that shows the
        title; None if a plain line shows it, or nothing does."""
        own = (headline, *headline.iterancestors()) if headline is not None else ()
        shown = tuple(page_lines(tree, own))
        if headline is not None:
            places = (i for i, line in enumerate(shown) if headline in line.above)
        else:
            same = named and (line.aside == NOT and line.words == named for line in shown)
            places = (i for i, yes in enumerate(same or ()) if yes)
        return cls(shown, next(places, None), own)

    @property
    def head(self) -> tuple[PageLine, ...]:
        """The lines near the headline that may belong to its article."""
        at = self.at or 0
        near = self.lines[max(at - _HEAD_ABOVE, 0) : at + _HEAD_BELOW]
        return tuple(line for line in near if line.aside != SURELY)


@dataclass(slots=True)
class _Open:
    """The line that is being built."""

    words: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    stated: list[str] = field(default_factory=list)

    def open(self, element: Any, names: str) -> None:
        """Adds the start of an element to the line."""
        self.names.append(names)
        if not _CHANGED.search(names):
            given = (element.get(name) or "" for name in _STATED)
            self.stated += (value for value in given if _YEAR.search(value))
        self.words += (" " if element.tag in _APART else "", element.text or "")

    def taken(self, aside: int, above: tuple[Any, ...]) -> PageLine | None:
        words = " ".join("".join(self.words).split())
        stated, names = tuple(self.stated), " ".join(self.names)
        self.words, self.names, self.stated = [], [], []
        return PageLine(words, names, stated, aside, above) if words or stated else None


def page_lines(tree: Any, own: Collection[Any] = ()) -> Iterator[PageLine]:
    """The lines of a page, from top to bottom. The elements ``own`` belong to the article, despite
    their classes."""
    line, ours = _Open(), frozenset(own)
    root = tree.getroottree().getroot()
    # an element, its remaining children, whether it is aside, whether it is in an article
    stack: list[tuple[Any, Iterator[Any], int, bool]] = [(root, iter(root), NOT, False)]
    line.words.append(root.text or "")
    while stack:
        element, children, aside, inside = stack[-1]
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
        names = names_of_element(child)
        line.open(child, names)
        inner = NOT if child in ours else max(aside, _aside(child, names, inside=inside))
        stack.append((child, iter(child), inner, inside or child.tag in _WHOLE))


def names_of_element(element: Any) -> str:
    """The tag, classes, id and properties of an element, in lower case."""
    given = (element.get(name) or "" for name in _CALLED)
    return f"{element.tag} {' '.join(given)[:_MAX_NAMES].lower()}"


def seen_text(element: Any) -> str:
    """The visible text of an element on one line."""
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
    """Whether an element lies outside the article: NOT, PERHAPS or SURELY."""
    found = NOT
    above = [element, *islice(element.iterancestors(), _CLIMBED)]
    shared = next((i for i, each in enumerate(above) if each in own), len(above))
    inside = any(each.tag in _WHOLE for each in above[shared:])
    for each in reversed(above[:shared]):
        found = max(found, _aside(each, names_of_element(each), inside=inside))
        inside = inside or each.tag in _WHOLE
    return found


def _aside(element: Any, names: str, *, inside: bool) -> int:
    """Whether an element alone suggests that it is aside; ``inside`` says that it lies in an
    article."""
    if element.tag in ("body", "html", "main"):
        return NOT
    if element.tag == "article":
        return PERHAPS if _STORY.search(names) else NOT
    if element.tag == "nav" or _OTHERS.search(names):
        return SURELY
    if element.tag in ("header", "footer"):
        return NOT if inside else SURELY if element.tag == "footer" else PERHAPS
    return PERHAPS if element.tag in ("aside", "form") or _PERHAPS.search(names) else NOT


def _blocks(
    stack: Sequence[tuple[Any, Iterator[Any], int, bool]], last: Any = None
) -> tuple[Any, ...]:
    """The three nearest blocks around the line."""
    above = (entry[0] for entry in reversed(stack) if entry[0].tag in _BLOCKS)
    return tuple(islice(above if last is None else chain([last], above), 3))
