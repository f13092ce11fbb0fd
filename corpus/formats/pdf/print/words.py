"""A printed word with its box, and rows of words. Pure."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple

from pincite.corpus.boilerplate.body import ends_sentence

_LEAST: Final = 0.1  # points of height
_CLAUSES: Final = frozenset(",;，；、،؛")
_WORD_GAP: Final = 0.8  # heights; words further apart may be in two columns


class PrintedWord(NamedTuple):
    """A word and its box in points; y grows upwards. ``raised`` marks a small number above the
    line. A fragment is several words in one; ``parts`` are these words."""

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
        """The height, never 0, so that it can be a divisor."""
        return max(self.y1 - self.y0, _LEAST)


Page = list[PrintedWord]  # in the order of the file
Row = list[PrintedWord]  # the words of one line, in reading order


def text_of(row: Sequence[PrintedWord]) -> str:
    """The words of a row, separated by blanks."""
    return " ".join(word.text for word in row)


def is_complete(text: str) -> bool:
    """Whether a line ends like a sentence or announces a list, and not only like a clause."""
    return ends_sentence(text) and text.rstrip()[-1:] not in _CLAUSES


def on_one_line(one: PrintedWord, other: PrintedWord) -> bool:
    """Whether two words are on one line: similar in height, and overlapping by half of the lower
    one."""
    _, _, foot, _, top, *_ = one
    _, _, low, _, high, *_ = other
    one_is, other_is = max(top - foot, _LEAST), max(high - low, _LEAST)
    less, more = (one_is, other_is) if one_is < other_is else (other_is, one_is)
    return (top if top < high else high) - (foot if foot > low else low) >= less / 2 and (
        more <= 2 * less
    )


def is_next_to(one: PrintedWord, other: PrintedWord) -> bool:
    """Whether ``other`` directly follows ``one`` on its line, one blank apart."""
    return on_one_line(one, other) and -1 <= (other.x0 - one.x1) / one.height <= _WORD_GAP


def joined_words(words: Sequence[PrintedWord]) -> PrintedWord:
    """Neighbouring words as one, with the height of most letters, so that a bullet does not make it
    higher."""
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
    """Words that are neighbours in the file and on the page, joined."""
    found: list[list[PrintedWord]] = []
    for word in words:
        if found and is_next_to(found[-1][-1], word):
            found[-1].append(word)
        else:
            found.append([word])
    return [joined_words(each) for each in found]


def rows_of(pieces: Sequence[PrintedWord]) -> list[Row]:
    """Fragments by line, from top to bottom and in reading order."""
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
    """From left to right. From right to left if most letters are Hebrew or Arabic; words written
    from left to right keep their order."""
    ordered = sorted(row, key=lambda each: each.x0)
    if all(word.text.isascii() for word in ordered):
        return ordered
    leftwards = [_is_right_to_left(word.text) for word in ordered]
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


def _is_right_to_left(text: str) -> bool:
    return any(unicodedata.bidirectional(c) in ("R", "AL") for c in text)
