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
_UNSEEN: Final = frozenset(
    "head script style template noscript iframe svg select option button textarea".split()
)
_ASIDE: Final = frozenset(("nav", "aside", "form", "header", "footer"))
# what a block is called that holds other stories, readers' words or the site's own
_OTHERS: Final = re.compile(
    r"comment|kommentar|respon[ds]|repl(?:y|ies)|disqus|sidebar|widget|related|recent|popular"
    r"|teaser|recommend|footer|navi|(?<![a-z])nav|menu|breadcrumb|newsletter|cookie|consent"
    r"|trending|carousel|slider|promo|latest|copyright|archive|calendar|ticker|more-|read-?also"
    r"|masthead|topbar|top-bar|current-?(?:date|time)|today|(?<![a-z])ads?(?![a-z])|banner"
)
_CALLED: Final = ("class", "id", "itemprop", "property", "rel")
_STATED: Final = ("datetime", "title", "content")
_YEAR: Final = re.compile(r"[12][0-9]{3}")
_MAX_NAMES: Final = 300


@dataclass(frozen=True, slots=True)
class Line:
    """A line that a page shows. ``names`` are the classes, ids and properties of its block and of
    what is in it, ``stated`` the attributes of its elements that may hold a moment; ``aside`` says
    that it stands among what is not the article; ``above`` are the blocks it stands in, the
    nearest first."""

    words: str
    names: str
    stated: tuple[str, ...]
    aside: bool
    above: tuple[Any, ...]


@dataclass(slots=True)
class _Open:
    """The line that is being put together."""

    words: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    stated: list[str] = field(default_factory=list)

    def taken(self, aside: bool, above: tuple[Any, ...]) -> Line | None:
        words = " ".join("".join(self.words).split())
        stated, names = tuple(self.stated), " ".join(self.names)
        self.words, self.names, self.stated = [], [], []
        return Line(words, names, stated, aside, above) if words or stated else None


def lines(tree: Any, own: Collection[Any] = ()) -> Iterator[Line]:
    """The lines of a page, from top to bottom. The elements ``own`` are the article's, whatever
    they are called."""
    line = _Open()
    body = next(tree.iter("body"), tree)
    stack: list[tuple[Any, Iterator[Any], bool]] = [(body, iter(body), False)]
    line.words.append(body.text or "")
    while stack:
        element, children, aside = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            if element.tag in _BLOCKS and (done := line.taken(aside, _blocks(stack, element))):
                yield done
            line.words.append(element.tail or "" if stack else "")
            continue
        if not isinstance(child.tag, str) or child.tag in _UNSEEN:
            line.words.append(child.tail or "")
            continue
        if child.tag in _BLOCKS and (done := line.taken(aside, _blocks(stack))):
            yield done
        names = called(child)
        line.names.append(names)
        line.stated += (
            value for each in _STATED if (value := child.get(each)) and _YEAR.search(value)
        )
        line.words.append(child.text or "")
        inner = (aside or _is_aside(child, names)) and child not in own
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


def is_aside(element: Any, own: Collection[Any] = ()) -> bool:
    """Whether an element or one about it holds what is not the article."""
    while element is not None and element.tag not in ("body", "html"):
        if element not in own and _is_aside(element, called(element)):
            return True
        element = element.getparent()
    return False


def _is_aside(element: Any, names: str) -> bool:
    if element.tag in ("body", "html", "main", "article"):
        return False
    if element.tag in ("header", "footer"):
        return next(element.iterancestors("article", "main"), None) is None
    return element.tag in _ASIDE or bool(_OTHERS.search(names))


def _blocks(stack: list[tuple[Any, Iterator[Any], bool]], last: Any = None) -> tuple[Any, ...]:
    """The three blocks nearest to the line."""
    found = [] if last is None else [last]
    found += [element for element, _, _ in reversed(stack) if element.tag in _BLOCKS][:3]
    return tuple(found[:3])
