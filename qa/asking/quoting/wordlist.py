"""Texts as lists of words, for exact comparison. Pure.

Two lists are equal if the texts have the same words and punctuation in the same order. White space,
quotation marks, the kind of dash, case and the different Unicode forms of one character (NFKC) make
no difference. Every word keeps its span in the original text.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import accumulate

from pincite.corpus.article import Span
from pincite.index.engines.folding import word_pattern

_QUOTES = "\"'“”„‟‘’‚‛«»‹›「」『』〝〞〟＂＇`´"
_DASHES = "-‐‑‒–—―−﹘﹣－"
_APOSTROPHE = str.maketrans("’‘ʼ＇", "''''")
_BETWEEN = "\0"


@dataclass(frozen=True)
class WordList:
    """The words and punctuation marks of a text. ``keys`` are compared; ``spans`` are their places
    in ``text``."""

    text: str
    keys: tuple[str, ...]
    spans: tuple[Span, ...]

    @classmethod
    def of(cls, text: str, within: Span | None = None) -> WordList:
        """The words of a text, or of the part ``within``; the spans refer to the whole text."""
        within = within or Span(0, len(text))
        found = [
            (key, Span(*match.span()))
            for match in _token().finditer(text, within.start, within.end)
            if (key := _key(match.group()))
        ]
        return cls(text, tuple(key for key, _ in found), tuple(span for _, span in found))

    def __len__(self) -> int:
        return len(self.keys)

    def bare(self) -> WordList:
        """The same words without the punctuation at both ends."""
        first, last = 0, len(self.keys)
        while first < last and is_punctuation(self.keys[first]):
            first += 1
        while first < last and is_punctuation(self.keys[last - 1]):
            last -= 1
        return WordList(self.text, self.keys[first:last], self.spans[first:last])

    def places(self, wanted: WordList) -> Iterator[Span]:
        """The spans where the words of ``wanted`` occur in this text, without overlap."""
        if not wanted.keys:
            return
        joined, starts = self._joined
        searched = _BETWEEN + _BETWEEN.join(wanted.keys) + _BETWEEN
        at = joined.find(searched)
        while at >= 0:
            first = bisect_left(starts, at + 1)
            last = first + len(wanted) - 1
            yield Span(self.spans[first].start, self.spans[last].end)
            at = joined.find(searched, at + len(searched) - 1)

    @cached_property
    def _joined(self) -> tuple[str, list[int]]:
        joined = _BETWEEN + "".join(key + _BETWEEN for key in self.keys)
        return joined, list(accumulate((len(key) + 1 for key in self.keys), initial=1))


def is_punctuation(key: str) -> bool:
    """Whether a key is a punctuation mark without a meaning of its own; "%" has one."""
    return key not in "%&#@*†" and all(unicodedata.category(c)[0] == "P" for c in key)


@cache
def _token() -> re.Pattern[str]:
    word = word_pattern("'’ʼ＇.,:").pattern
    return re.compile(rf"{word}|[{re.escape(_DASHES)}]+|\.\.+|[^\w\s]")


def _key(token: str) -> str:
    """The form of a token that is compared; "" if the token is ignored."""
    if all(c in _QUOTES for c in token):
        return ""
    if all(c in _DASHES for c in token):
        return "-"
    folded = unicodedata.normalize("NFKC", token.translate(_APOSTROPHE)).casefold()
    kept = "".join(c for c in folded if unicodedata.category(c) != "Cf")
    return "..." if kept in ("..", "....", ".....") else unicodedata.normalize("NFC", kept)
