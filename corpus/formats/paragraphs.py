"""Makes paragraphs where a page has none, so that its blocks stay apart once the tags are gone.

Pages are also laid out in tables and written in bare ``div`` elements or with ``br`` between the
paragraphs. Knows no parser: it is given the tree, and changes it in place.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any, Final

_INLINE: Final = frozenset(
    """a abbr b br cite code del em font i img ins mark q s small span strong sub sup time u
    wbr""".split()
)
_PARAGRAPHS: Final = frozenset({"div", "p", "h1", "h2", "h3", "h4", "h5", "h6"})
_LAYOUT: Final = 2  # as many paragraphs in one cell are a column of a page, not an entry in a table


def make_paragraphs(tree: Any) -> None:
    """Tables that lay out a page become ``div`` elements, loose text in such an element a ``p``.

    Of several with nothing but text, side by side, each is a paragraph; any other gets paragraphs
    within it and keeps its name, by which the article of a page is found. Time is linear.
    """
    for table in {_table(cell) for cell in tree.iter("td") if _paragraphs(cell) >= _LAYOUT}:
        _flatten(table)
    leaves = _leaves(tree)
    for leaf in leaves:
        beside = (leaf.getprevious(), leaf.getnext())
        if any(other in leaves for other in beside if other is not None):
            leaf.tag = "p"
    for element in list(tree.iter("div")):
        _wrap(element)
    _name_article(tree.find("body"))


def _name_article(body: Any) -> None:
    """Where paragraphs stand right in the page's body, what stands there is its article: without a
    name for it, all but its paragraphs is left out, lists among it."""
    if body is None or body.find("p") is None or body.find(".//article") is not None:
        return
    article = body.makeelement("article")
    article.text, body.text = body.text, None
    article.extend(list(body))
    body.append(article)


def _paragraphs(cell: Any) -> int:
    """How many paragraphs stand right in this cell; two line breaks in a row end one as well."""
    breaks = sum(
        one.tag == two.tag == "br" and not (one.tail or "").strip() for one, two in pairwise(cell)
    )
    return int(breaks + sum(child.tag in _PARAGRAPHS for child in cell))


def _table(cell: Any) -> Any:
    return next(cell.iterancestors("table"), cell)


def _flatten(table: Any) -> None:
    """The table, its rows and cells become ``div``; a table within a cell stays one."""
    table.tag = "div"
    for group in [table, *table.iterchildren("tbody", "thead", "tfoot")]:
        group.tag = "div"
        for row in group.iterchildren("tr"):
            row.tag = "div"
            for cell in row.iterchildren("td", "th"):
                cell.tag = "div"


def _leaves(tree: Any) -> dict[Any, None]:
    """The ``div`` elements that hold text and nothing but what belongs within a paragraph."""
    above: set[Any] = set()
    for element in tree.iter():
        if element.tag not in _INLINE:
            for parent in element.iterancestors():
                if parent in above:
                    break
                above.add(parent)
    return {
        element: None
        for element in tree.iter("div")
        if element not in above and any(words.strip() for words in element.itertext())
    }


def _wrap(element: Any) -> None:
    """Each run of text between the blocks of ``element`` becomes a paragraph."""
    before = None
    run: list[Any] = []
    for child in [*element, None]:
        if child is not None and child.tag in _INLINE:
            run.append(child)
            continue
        text = (element.text if before is None else before.tail) or ""
        if any(map(str.isalpha, text + "".join(map(_beside_links, run)))):
            paragraph = element.makeelement("p")
            paragraph.text = text
            paragraph.extend(run)
            if before is None:
                element.text = None
                element.insert(0, paragraph)
            else:
                before.tail = None
                before.addnext(paragraph)
        before, run = child, []


def _beside_links(element: Any) -> str:
    """The text of and behind an inline element, a link's own text apart: a menu is no paragraph."""
    inner = "" if element.tag == "a" else "".join(element.itertext())
    return inner + (element.tail or "")
