"""The words of a page by the direction they are set in, each direction turned upright. Pure.

A page is read in the direction of most of its letters, whichever that is. What is set in another
one, such as a stamp across the page or the name of an axis, is read by itself.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from statistics import median
from typing import Final

from pincite.corpus.formats.pdf.glyphs import PlacedWord
from pincite.corpus.formats.pdf.print.words import Page, PrintedWord

_TOGETHER: Final = 8  # degrees: the lines of a crooked scan are not quite alike
_MOST: Final = 12  # directions on a page; what is left is read with the last one


def directions(words: Sequence[PlacedWord]) -> list[Page]:
    """The words of each direction, upright, that with most letters first; in each they are in the
    order given."""
    found = [_upright(*each) for each in _groups([word for word in words if word.text])]
    return sorted(found, key=lambda page: -sum(len(word.text) for word in page))


def _groups(words: list[PlacedWord]) -> Iterator[tuple[float, list[PlacedWord]]]:
    """The words of about one angle, each time those of the angle that most letters have."""
    for turn in range(_MOST):
        if not words:
            return
        letters: Counter[int] = Counter()
        for word in words:
            letters[round(word.angle / _TOGETHER)] += len(word.text)
        common = letters.most_common(1)[0][0]
        angle = median(word.angle for word in words if round(word.angle / _TOGETHER) == common)
        near = [_apart(word.angle, angle) <= _TOGETHER for word in words]
        if turn == _MOST - 1:
            near = [True] * len(words)
        yield angle, [word for word, is_near in zip(words, near, strict=True) if is_near]
        words = [word for word, is_near in zip(words, near, strict=True) if not is_near]


def _apart(one: float, other: float) -> float:
    return abs((one - other + 180) % 360 - 180)


def _upright(angle: float, words: Iterable[PlacedWord]) -> Page:
    """Words as they stand where the page is turned so that their direction runs to the right."""
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    page: Page = []
    for text, x, y, width, height, _, bold, raised in words:
        left, low = x * cos + y * sin, y * cos - x * sin
        page.append(PrintedWord(text, left, low, left + width, low + height, bold, raised))
    return page
