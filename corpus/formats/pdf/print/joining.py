"""Joins printed lines to a paragraph and repairs words broken at the end of a line. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from pincite.corpus.draft import wide

_WORD: Final = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*")
_BROKEN: Final = re.compile(r"[^\W_]+[-‐]\Z")
_FIRST: Final = re.compile(r"[^\W_]+")
_MIN_PART: Final = 4  # "well-known" has two such parts, "with-out" has not


class Joiner:
    """Joins lines. A hyphenated word is written as elsewhere in the text: the text itself is the
    dictionary, without the ends of its lines, where half words occur."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._words = {w.casefold() for line in lines for w in _WORD.findall(_inner(line))}

    def join(self, lines: Sequence[str]) -> tuple[str, list[int]]:
        """The paragraph, and the offset where each line begins in it. No line may be empty."""
        parts: list[str] = []
        starts: list[int] = []
        length = 0
        for line, below in zip(lines, (*lines[1:], ""), strict=True):
            starts.append(length)
            whole = self._ended(line, below) if below else line
            parts.append(whole)
            length += len(whole)
        return "".join(parts), starts

    def _ended(self, line: str, below: str) -> str:
        """A line with its separator from the next one: a blank, nothing, or its hyphen removed."""
        broken, first = _BROKEN.search(line), _FIRST.match(below)
        if broken and first:
            keep = self._keeps_hyphen(broken[0][:-1], first[0])
            return line if keep else line[:-1]
        if line[-1] == "—" and line[-2:-1].isalnum():
            return line
        return line if wide(line[-1]) and wide(below[0]) else f"{line} "

    def _keeps_hyphen(self, one: str, other: str) -> bool:
        if not (one.isalpha() and one[-1].islower() and other.isalpha() and other[0].islower()):
            return True
        left, right = one.casefold(), other.casefold()
        if left + right in self._words:
            return False
        if f"{left}-{right}" in self._words:
            return True
        parts = min(len(left), len(right)) >= _MIN_PART
        return parts and {left, right} <= self._words


def _inner(line: str) -> str:
    """A line without its first word, and without its last word if that is broken."""
    rest = line.partition(" ")[2]
    return _BROKEN.sub("", rest)
