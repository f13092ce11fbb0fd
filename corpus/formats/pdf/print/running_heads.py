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
_DIGIT: Final = re.compile(r"[0-9]+")
_DIGITS: Final = 9  # digits of a number that are looked at
_NUMBER: Final = re.compile(r"\d+|\b[ivxlc]+\b")


def running_lines(pages: Sequence[Sequence[str]]) -> list[tuple[int, int]]:
    """The number of lines at the top and at the bottom of each page that are not article.

    Apart from its numbers, such a line is the same at this edge of at least two pages and of two
    pages in five. Each number in it is that of the page, or that of a part of the document; the
    rows of a table have others.
    """
    tops = _keys([page[:_EDGE] for page in pages])
    feet = _keys([page[: -_EDGE - 1 : -1] for page in pages])
    least = max(2, _SHARE * len(pages))
    found = []
    for page, top, foot in zip(pages, _counted(tops, least), _counted(feet, least), strict=True):
        found.append((top, min(foot, len(page) - top)))
    return found


def _keys(edges: Sequence[Sequence[str]]) -> list[list[str]]:
    """The lines at an edge of each page without their numbers; "" for lines whose numbers are those
    of rows."""
    keys = [[_key(line) for line in edge] for edge in edges]
    numbers: dict[str, list[tuple[int, list[int]]]] = {}
    for page, (edge, own) in enumerate(zip(edges, keys, strict=True)):
        for line, key in zip(edge, own, strict=True):
            if key:
                found = (int(each[-_DIGITS:]) for each in _DIGIT.findall(line))
                numbers.setdefault(key, []).append((page, list(found)))
    running = {key for key, lines in numbers.items() if _counts(lines)}
    return [[key if key in running else "" for key in own] for own in keys]


def _counts(lines: Sequence[tuple[int, list[int]]]) -> bool:
    """Whether each number of a line, given with its page, counts pages or stays for some."""
    if len({len(found) for _, found in lines}) > 1:
        return True
    for values in zip(*(found for _, found in lines), strict=True):
        away = Counter(value - page for (page, _), value in zip(lines, values, strict=True))
        counted = 2 * away.most_common(1)[0][1] > len(lines)
        if not counted and 2 * len(set(values)) > len(lines):
            return False
    return True


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
