"""The text that an extractor found on a page: which blocks are in it, and which of its words a set
lacks.

Pure. Time is linear in the words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

# In scripts without blanks between words, each character is a word.
_TOKEN: Final = re.compile(
    r"[^\W_\u0e00-\u0e7f\u2e80-\u9fff\uac00-\ud7af]+|[\u0e00-\u0e7f\u2e80-\u9fff\uac00-\ud7af]"
)
_GROUP: Final = 4  # words
_FOUND: Final = 0.6  # share of a block's groups of words


def tokens(text: str) -> list[str]:
    """The words of a text in lower case; in scripts without blanks, the characters."""
    return _TOKEN.findall(text.lower())


class ExtractedText:
    """The text that an extractor found, one block per line."""

    def __init__(self, text: str) -> None:
        self.lines = [line for each in text.split("\n") if (line := " ".join(each.split()))]
        each = [tokens(line) for line in self.lines]
        self._whole = {tuple(words) for words in each if words}
        self.words = [word for words in each for word in words]
        self._groups = set(_groups(self.words))

    def has(self, words: Sequence[str]) -> bool:
        """Whether these words are one of its lines, or most groups of neighbouring words occur in
        it."""
        if tuple(words) in self._whole:
            return True
        held = [group in self._groups for group in _groups(words)]
        return bool(held) and sum(held) >= _FOUND * len(held)

    def lost(self, words: Iterable[str]) -> float:
        """The share of its words that are not among ``words``."""
        missing = Counter(self.words)
        missing.subtract(Counter(words))
        return sum(count for count in missing.values() if count > 0) / max(1, len(self.words))

    def lines_without(self, words: Iterable[str]) -> Iterator[str]:
        """The lines that have most of their words not in ``words``."""
        known = set(words)
        for line in self.lines:
            own = tokens(line)
            if own and sum(word not in known for word in own) > len(own) // 2:
                yield line


def _groups(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(words[n:] for n in range(_GROUP)), strict=False)
