"""Running headers, footers and page numbers: what repeats at the edge of most pages. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

_EDGE: Final = 2  # lines at the top and at the bottom that may be one
_SHARE: Final = 0.4  # of the pages: left and right pages may have each their own
_MAX_LETTERS: Final = 200
_NUMBER: Final = re.compile(r"\d+|\b[ivxlc]+\b")


def running_lines(pages: Sequence[Sequence[str]]) -> list[tuple[int, int]]:
    """How many lines at the top and at the bottom of each page are no article.

    Numbers apart, such a line stands at the same edge of two pages in five, and of two at least.
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
