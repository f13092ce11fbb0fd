"""Finds running headers, footers and page numbers: lines repeated at the edge of many pages.
Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

_EDGE: Final = 2  # lines at the top and at the bottom that may be running lines
_SHARE: Final = 0.4  # share of the pages; left and right pages may have different lines
_MAX_LETTERS: Final = 200
_NUMBER: Final = re.compile(r"\d+|\b[ivxlc]+\b")


def running_lines(pages: Sequence[Sequence[str]]) -> list[tuple[int, int]]:
    """The number of lines at the top and at the bottom of each page that are not article.

    Apart from its numbers, such a line is the same at this edge of at least two pages and of two
    pages in five.
    """
    tops = [[_key(line) for line in page[:_EDGE]] for page in pages]
    feet = [[_key(line) for line in page[: -_EDGE - 1 : -1]] for page in pages]
    least = max(2, _SHARE * len(pages))
    found = []
    for page, top, foot in zip(pages, _counted(tops, least), _counted(feet, least), strict=True):
        found.append((top, min(foot, len(page) - top)))
    return found


def _counted(edges: Sequence[Sequence[str]], least: float) -> list[int]:
    seen = Counter(key for edge in edges for key in set(edge) if key)
    numbers = []
    for edge in edges:
        count = 0
        while count < len(edge) and edge[count] and seen[edge[count]] >= least:
            count += 1
        numbers.append(count)
    return numbers


def _key(line: str) -> str:
    if len(line) > _MAX_LETTERS:
        return ""
    return _NUMBER.sub("#", " ".join(line.casefold().split()))
