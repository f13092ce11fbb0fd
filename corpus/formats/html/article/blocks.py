"""Turns a page's tree into the blocks it shows: paragraphs, headings, captions and tables, in
order.

Pure: the tree is not changed. Every word that a browser would show is in one block; scripts, form
fields and pictures have no words. Time is linear in the elements.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from pincite.corpus.boilerplate.body import ends_sentence
from pincite.corpus.formats.html.article.places import Place
from pincite.corpus.formats.html.article.regions import is_hidden, region
from pincite.corpus.formats.html.article.style_sheets import HidingRules
from pincite.corpus.formats.html.article.tables import (
    PageTable,
    captions_table,
    is_layout,
    is_table,
    table_of,
)

INLINE: Final = frozenset(
    """a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark math
    nobr q rb rp rt ruby s samp small span strike strong sub sup time tt u var wbr picture mi mn mo
    mrow msub msup msubsup mfrac msqrt mtext mstyle semantics mspace munder mover munderover mtable
    mtr mtd""".split()
)
NEVER_SHOWN: Final = frozenset(
    """annotation annotation-xml audio button canvas datalist embed head iframe input link map meta
    noframes noscript object option param progress script select source style svg template textarea
    title track video""".split()
)
_SENTENCE: Final = 60  # characters
_HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
_OPENING: Final = 6  # level of what opens a part of the text
_OPENS: Final = re.compile(r"accordion|collaps|faq|toggle-?title", re.IGNORECASE)
_NAMED: Final = frozenset(
    {"article", "main", "blockquote", "aside", "details"}
)  # by their tag alone
_CAPTIONS: Final = ("wp-caption-text", "caption", "figcaption", "image-caption", "photo-caption")


@dataclass(slots=True)
class PageBlock:
    """A block of a page. ``words`` keeps the page's line breaks, and for code its blanks; it is
    empty for a ``table``. ``links`` counts the characters in links. ``place`` is the index of its
    place."""

    words: str
    kind: str  # text, heading, item, caption, code, table
    place: int
    level: int = 0
    links: int = 0
    table: PageTable | None = None

    @property
    def all_words(self) -> str:
        """The words, including those of table cells."""
        return self.table.words() if self.table is not None else self.words

    @property
    def is_sentence(self) -> bool:
        """Whether its length and its end show that it is a sentence and not a heading, despite its
        tag."""
        long = self.level != 1 and len(self.words) >= _SENTENCE and ends_sentence(self.words)
        return long and not self.words.endswith(("!", "?", "！", "？"))


@dataclass(slots=True)
class _Walk:
    rules: HidingRules
    places: list[Place] = field(default_factory=list)
    blocks: list[PageBlock] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    links: int = 0

    def flush(self, kind: str, level: int, place: int) -> None:
        """Makes the collected text a block."""
        if self.pieces:
            text = "".join(self.pieces)
            if kind == "code":
                lines = [line.rstrip() for line in text.replace("\x0b", "\n").split("\n")]
                words = "\n".join(lines).strip("\n")
            else:
                each = (" ".join(line.split()) for line in text.split("\x0b"))
                words = "\n".join(filter(None, each))
            if words:
                self.blocks.append(PageBlock(words, kind, place, level, self.links))
        self.pieces, self.links = [], 0


def blocks_of(tree: Any, *, styled: bool = True) -> tuple[list[Place], list[PageBlock]]:
    """The places and the blocks of a page, in the order of the page. ``styled`` is whether its
    style sheets are looked at."""
    walk = _Walk(HidingRules(tree.iter() if styled else ()))
    body = tree if tree.tag == "body" else tree.find("body")
    if body is None:
        body = tree
    # (element, its children, kind, level, index of its place, whether in a link)
    stack: list[tuple[Any, Iterator[Any], str, int, int, bool]] = []
    _open(walk, stack, body, "text", 0, -1, link=False)
    while stack:
        element, children, kind, level, place, link = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            if element.tag not in INLINE and not element.tag.startswith("mjx-"):
                walk.flush(kind, level, place)
            if stack:
                above = stack[-1]
                _add_text(walk, element.tail, link=above[5])
        elif _skipped(child) or (child.tag in INLINE and walk.rules.hide(child)):
            if child.tag not in INLINE and child.tag in ("video", "audio", "iframe", "object"):
                walk.flush(kind, level, place)
            _add_text(walk, child.tail, link=link)
        elif child.tag == "figcaption" and captions_table(child):
            walk.flush(kind, level, place)
            _add_text(walk, child.tail, link=link)
        elif child.tag == "br":
            walk.pieces.append("\x0b")
            _add_text(walk, child.tail, link=link)
        elif child.tag in INLINE or child.tag.startswith("mjx-"):
            if child.tag == "a":
                link = True
            _add_text(walk, child.text, link=link)
            stack.append((child, iter(child), kind, level, place, link))
        elif is_table(child) and not is_layout(child):
            walk.flush(kind, level, place)
            walk.places.append(_place(walk, child, place))
            made = table_of(child)
            walk.blocks.append(PageBlock("", "table", len(walk.places) - 1, 0, made.links, made))
            _add_text(walk, child.tail, link=link)
        else:
            walk.flush(kind, level, place)
            _open(walk, stack, child, *_kind(child, kind, level), place, link=link)
    return walk.places, walk.blocks


def _open(
    walk: _Walk, stack: list[Any], element: Any, kind: str, level: int, above: int, *, link: bool
) -> None:
    named = element.get("class") or ""
    if named or element.tag in _NAMED:
        named = f"{element.tag} {named}"
    walk.places.append(_place(walk, element, above, named))
    _add_text(walk, element.text, link=link)
    stack.append((element, iter(element), kind, level, len(walk.places) - 1, link))


def _place(walk: _Walk, element: Any, above: int, named: str = "") -> Place:
    styled = walk.rules.hide(element)
    return Place(above, *region(element, styled=styled), named, styled)


def _add_text(walk: _Walk, text: str | None, *, link: bool) -> None:
    if text:
        walk.pieces.append(text)
        if link:
            walk.links += len(text.strip())


def _skipped(child: Any) -> bool:
    """Whether a child is not shown. An element hidden only from screen readers is shown if it is
    part of a word, like a large first letter."""
    if not isinstance(child.tag, str):
        return True
    if child.tag in NEVER_SHOWN:
        return not opens_part(child)
    if child.tag not in INLINE:
        return False
    if child.get("aria-hidden") == "true":
        return not ((child.tail or "")[:1].isalnum() and "".join(child.itertext()).isalnum())
    return is_hidden(child)


def opens_part(element: Any) -> bool:
    """Whether it is a button that opens the part of the text below it, whose heading it shows."""
    if element.tag != "button":
        return False
    holder = element.getparent()
    headed = holder is not None and holder.tag in _HEADINGS
    return headed or bool(_OPENS.search(element.get("class") or ""))


def _kind(element: Any, kind: str, level: int) -> tuple[str, int]:
    """The kind and level of the blocks in an element, given those of its parent."""
    tag = element.tag
    if tag in _HEADINGS:
        return "heading", _HEADINGS[tag]
    if tag in ("summary", "button"):
        return "heading", level or _OPENING
    if tag == "figcaption" or (element.get("class") or "").lower().strip() in _CAPTIONS:
        return "caption", 0
    if tag in ("pre", "listing", "xmp"):
        return "code", 0
    if tag in ("li", "dd", "dt") and kind == "text":
        return "item", 0
    return kind, level
