"""Makes a page's tree shallow and narrow, with the same words, before trafilatura reads it.

trafilatura takes quadratic time in the elements of a paragraph and in the attributes of a tag, and
it is recursive. Normal pages stay far below these limits, with one exception: if ``<font>`` or
``<div>`` is never closed, a page is nested hundreds of levels deep.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from pincite.corpus.formats.shared.fragment import HEADING_TAGS

MAX_ATTRIBUTES: Final = 1000  # of one tag
MAX_DEPTH: Final = 100
MAX_INLINE: Final = 1000  # elements in a paragraph, or children of one element

_NO_ARTICLE: Final = frozenset("button footer nav script select style svg".split())
_INLINE: Final = frozenset(
    """a abbr acronym b bdi bdo big center cite code data del dfn em font i ins kbd label mark nobr
    q s samp small span strike strong sub sup time tt u var wbr""".split()
)


def make_shallow(root: Any) -> None:
    """Changes a tree in place. Every word of the article stays, in its order.

    If an element lies deeper than MAX_DEPTH, the most frequent tag among its ancestors is found,
    and the parent of the outermost element with it is flattened to paragraphs and headings. If a
    paragraph has more than MAX_INLINE elements, or another element that many children, inline
    elements (emphasis, links) are replaced by their words.
    """
    waiting = [(root, 0)]
    while waiting:
        element, depth = waiting.pop()
        if depth == MAX_DEPTH:
            above = list(element.iterancestors())
            if above[-1] is root:  # otherwise already flattened
                [(tag, _)] = Counter(each.tag for each in above).most_common(1)
                outermost = next(each for each in reversed(above) if each.tag == tag)
                _flatten(root if outermost is root else outermost.getparent())
        elif element.tag == "p" or element.tag in HEADING_TAGS:
            if next(islice(element.iterdescendants(), MAX_INLINE, None), None) is not None:
                _fill(element, _pieces(element))
        else:
            if len(element) > MAX_INLINE:
                _without_inline(element)
            waiting.extend((child, depth + 1) for child in element)


def _flatten(top: Any) -> None:
    """Makes the content of ``top`` paragraphs and headings directly below it."""
    blocks: list[tuple[str, list[str]]] = [("p", [])]
    for tag, words in _pieces(top):
        if tag in ("", "br"):
            blocks[-1][1].append("\n" if tag else words)
        else:
            blocks.append((tag if tag in HEADING_TAGS else "p", []))
    _fill(top, ())
    for tag, lines in blocks:
        if "".join(lines).strip():
            made = top.makeelement(tag)
            _fill(made, (("br", "") if line == "\n" else ("", line) for line in lines))
            top.append(made)


def _pieces(top: Any) -> Iterator[tuple[str, str]]:
    """The content of ``top`` in order: ("", words), ("br", "") for a line break, and (tag or "p",
    "") where a block begins or ends."""
    yield "", top.text or ""
    above: list[Any] = []
    levels = [iter(top)]
    while levels:
        child = next(levels[-1], None)
        if child is not None and child.tag not in _NO_ARTICLE and child.tag != "br":
            if child.tag not in _INLINE:
                yield str(child.tag), ""
            yield "", child.text or ""
            above.append(child)
            levels.append(iter(child))
            continue
        if child is None:
            levels.pop()
            if not above:
                return
            child = above.pop()
            if child.tag not in _INLINE:
                yield "p", ""
        elif child.tag == "br":
            yield "br", ""
        yield "", child.tail or ""


def _fill(element: Any, pieces: Any) -> None:
    """Replaces the content of ``element`` by words and line breaks."""
    runs: list[list[str]] = [[]]
    for tag, words in pieces:
        if tag:
            runs.append([])
        else:
            runs[-1].append(words)
    for child in list(element):
        element.remove(child)
    element.text = "".join(runs[0])
    for run in runs[1:]:
        made = element.makeelement("br")
        made.tail = "".join(run)
        element.append(made)


def _without_inline(parent: Any) -> None:
    """Replaces inline children by their words; other children stay."""
    runs: list[tuple[Any, list[str]]] = [(None, [parent.text or ""])]
    for child in list(parent):
        if child.tag in _INLINE and all(each.tag in _INLINE for each in child.iter()):
            runs[-1][1].extend((*child.itertext(), child.tail or ""))
            parent.remove(child)
        else:
            runs.append((child, [child.tail or ""]))
    parent.text = "".join(runs[0][1])
    for child, run in runs[1:]:
        child.tail = "".join(run)
