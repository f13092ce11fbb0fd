"""Takes out of a page's tree what stands in its lines but is no word of them: struck text, numbers
of notes, signs beside headings. Raised numbers become raised letters."""

from __future__ import annotations

from itertools import islice
from typing import Any, Final

from pincite.corpus.formats.shared.fragment import BLOCK_TAGS, HEADING_TAGS, MOST_STRUCK
from pincite.corpus.formats.shared.raised import is_note_mark, raised

_STRUCK: Final = ("del", "s", "strike")
_PIECES: Final = 20  # of text in such an element
_SIGNS: Final = frozenset(("¶", "#", "§", "🔗", "¶️"))
_EDIT: Final = "mw-editsection"  # the link beside a heading of a wiki
_RAISED: Final = ("sup", "msup")


def without_marks(tree: Any) -> None:
    """Changes the tree. The text behind what is taken out stays."""
    for each in list(tree.iter(*_STRUCK, "a", "span", *_RAISED)):
        if each.tag in _RAISED:
            _raise(each)
        elif _is_no_word(each):
            _empty(each)


def _is_no_word(element: Any) -> bool:
    if element.tag == "span":
        return _EDIT in (element.get("class") or "").split()
    words = _words(element)
    if element.tag in _STRUCK:
        # around blocks it is a tag that was never closed, or a whole article
        return 0 < len(words) <= MOST_STRUCK and next(element.iter(*BLOCK_TAGS), None) is None
    above = element.getparent()
    return words in _SIGNS and above is not None and above.tag in HEADING_TAGS


def _raise(element: Any) -> None:
    if element.tag == "msup":
        last = next(element.iterchildren(reversed=True), None)
    else:
        above = element.getparent()
        link = above if above is not None and above.tag == "a" else next(element.iter("a"), None)
        if link is not None and "#" in (link.get("href") or "") and is_note_mark(_words(element)):
            _empty(element)
            return
        last = element
    if last is not None and last.text and next(last.iterchildren(), None) is None:
        last.text = raised(last.text)


def _words(element: Any) -> str:
    """The words of an element; "" if it holds more than a few."""
    pieces = list(islice(element.itertext(), _PIECES + 1))
    return "".join(pieces).strip() if len(pieces) <= _PIECES else ""


def _empty(element: Any) -> None:
    """Removes the content of an element."""
    for child in list(element):
        element.remove(child)
    element.text = None
