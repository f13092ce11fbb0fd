"""Groups the words of a page by their direction and turns each group upright. Pure.

The direction of most letters is the direction of the page. Words in another direction, such as a
stamp across the page or the label of an axis, are read separately.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from statistics import median
from typing import Final

from pincite.corpus.formats.pdf.glyphs import PlacedWord
from pincite.corpus.formats.pdf.print.words import Page, PrintedWord

_TOGETHER: Final = 8  # degrees; lines of a crooked scan differ a little
_MOST: Final = 12  # directions on a page; the last one takes all remaining words


def directions(words: Sequence[PlacedWord]) -> list[Page]:
    """The words of each direction, turned upright, in the order given. The direction with most
    letters comes first."""
    found = [_upright(*each) for each in _groups([word for word in words if word.text])]
    return sorted(found, key=lambda page: -sum(len(word.text) for word in page))


def _groups(words: list[PlacedWord]) -> Iterator[tuple[float, list[PlacedWord]]]:
    """Groups of words with about the same angle, the angle of most letters first."""
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
    """The words with coordinates as if the page were turned so that their direction is to the
    right."""
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    page: Page = []
    for text, x, y, width, height, _, bold, raised in words:
        left, low = x * cos + y * sin, y * cos - x * sin
        page.append(PrintedWord(text, left, low, left + width, low + height, bold, raised))
    return page
