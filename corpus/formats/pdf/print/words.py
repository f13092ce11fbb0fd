"""A word of print with its box, and lines of them. Pure."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple

from pincite.corpus.boilerplate.body import ends_sentence

_LEAST: Final = 0.1  # points of height
_CLAUSES: Final = frozenset(",;，；、،؛")
_WORD_GAP: Final = 0.8  # of the height: what is further apart may be two columns


class PrintedWord(NamedTuple):
    """Letters and their box; y grows upwards, all in points. ``raised`` is a small number above
    the line. ``parts`` are the words of a fragment, which is several of them in one."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    bold: bool = False
    raised: bool = False
    parts: tuple[PrintedWord, ...] = ()

    @property
    def height(self) -> float:
        """Never 0, so that it can be divided by."""
        return max(self.y1 - self.y0, _LEAST)


Page = list[PrintedWord]  # in the order of the file
Row = list[PrintedWord]  # what stands on one line, from left to right


def text_of(row: Sequence[PrintedWord]) -> str:
    """The words of a row, a blank between them."""
    return " ".join(word.text for word in row)


def is_complete(text: str) -> bool:
    """Whether a line ends as a sentence does, or announces a list; not as a mere clause."""
    return ends_sentence(text) and text.rstrip()[-1:] not in _CLAUSES


def on_one_line(one: PrintedWord, other: PrintedWord) -> bool:
    """Whether two stand on one line: about as high, and half of the lower one beside the other."""
    _, _, foot, _, top, *_ = one
    _, _, low, _, high, *_ = other
    one_is, other_is = max(top - foot, _LEAST), max(high - low, _LEAST)
    less, more = (one_is, other_is) if one_is < other_is else (other_is, one_is)
    return (top if top < high else high) - (foot if foot > low else low) >= less / 2 and (
        more <= 2 * less
    )


def is_next_to(one: PrintedWord, other: PrintedWord) -> bool:
    """Whether ``other`` stands right behind ``one`` on its line, a blank apart."""
    return on_one_line(one, other) and -1 <= (other.x0 - one.x1) / one.height <= _WORD_GAP


def joined_words(words: Sequence[PrintedWord]) -> PrintedWord:
    """Neighbours as one, as high as most of their letters: no bullet makes a line higher."""
    if len(words) == 1:
        return words[0]
    main = words[0]
    if any(abs(word.height - main.height) > 0.05 * main.height for word in words):
        letters: Counter[float] = Counter()
        for word in words:
            letters[round(word.height, 1)] += len(word.text)
        most = letters.most_common(1)[0][0]
        main = next(word for word in words if round(word.height, 1) == most)
    return PrintedWord(
        text_of(words),
        min(word.x0 for word in words),
        main.y0,
        max(word.x1 for word in words),
        main.y1,
        all(word.bold or not any(map(str.isalnum, word.text)) for word in words),
        parts=tuple(words),
    )


def fragments(words: Sequence[PrintedWord]) -> list[PrintedWord]:
    """Words beside each other in the file and on the page as one."""
    found: list[list[PrintedWord]] = []
    for word in words:
        if found and is_next_to(found[-1][-1], word):
            found[-1].append(word)
        else:
            found.append([word])
    return [joined_words(each) for each in found]


def rows_of(pieces: Sequence[PrintedWord]) -> list[Row]:
    """Fragments by line, from top to bottom and in the order in which they are read."""
    rows: list[Row] = []
    tallest: list[PrintedWord] = []
    for piece in sorted(pieces, key=lambda each: (-(each.y0 + each.y1), each.x0)):
        if rows and on_one_line(tallest[-1], piece):
            rows[-1].append(piece)
            tallest[-1] = max(tallest[-1], piece, key=lambda each: each.height)
        else:
            rows.append([piece])
            tallest.append(piece)
    return [_in_order(row) for row in rows]


def _in_order(row: Row) -> Row:
    """From left to right; from right to left where most letters are Hebrew or Arabic, in which
    what is written from left to right stays so."""
    ordered = sorted(row, key=lambda each: each.x0)
    if all(word.text.isascii() for word in ordered):
        return ordered
    leftwards = [_leftwards(word.text) for word in ordered]
    letters = sum(len(word.text) for word in ordered)
    if 2 * sum(len(w.text) for w, left in zip(ordered, leftwards, strict=True) if left) < letters:
        return ordered
    found: Row = []
    run: Row = []
    for word, left in zip(reversed(ordered), reversed(leftwards), strict=True):
        if left:
            found += [*reversed(run), word]
            run = []
        else:
            run.append(word)
    return found + run[::-1]


def _leftwards(text: str) -> bool:
    return any(unicodedata.bidirectional(c) in ("R", "AL") for c in text)
