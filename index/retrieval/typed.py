"""The words of the articles that a typed word stands for."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import Final, Protocol

from pincite.index.engines.spelling import (
    Spelled,
    distance,
    inflected_from,
    key,
    respelled,
    sounds_alike,
)

_FORM: Final = 3  # letters of what a word is a form of
_LEAST: Final = 5  # letters: of shorter words, too many are one slip away


class KnownWords(Protocol):
    """The words of the articles."""

    def spelled(self, word: str) -> Spelled | None:
        """The word with this key, as ``pincite.index.engines.spelling`` makes it; None where it
        stands in no article."""
        ...

    def like(self, word: str, n: int) -> list[Spelled]:
        """Up to ``n`` words that this key may have been meant for, likeliest first."""
        ...


class Counting(Protocol):
    """An embedder that counts its tokens."""

    @property
    def counter(self) -> Callable[[str], int]:
        """The tokens of a text. Made when it is first asked for, which takes 80 MB: for a word
        that stands in an article, nobody asks."""
        ...


def words_like(
    word: str,
    n: int,
    words: KnownWords,
    missing: Callable[[str], tuple[str, ...]],
    embedder: Counting,
) -> list[tuple[str, int]]:
    """The words that a typed word stands for, as ``Retriever.words_like`` says. ``missing`` are the
    words of a text whose index terms stand nowhere."""
    wanted = key(word)
    here = words.spelled(wanted)
    if here is not None:
        return [(here.spelling, here.count)][:n]
    like = words.like(wanted, n)
    known = _known(wanted, embedder.counter)
    if not missing(word):  # it occurs with another ending
        whole = [each for each in like if each.word.startswith(wanted)]
        whole = whole or [each for each in like if set(each.word) == set(wanted)]
        if known or not whole:
            return [(word, 1)][:n]
        return [(each.spelling, each.count) for each in whole]
    if known:
        like = [each for each in like if sounds_alike(wanted, each.word)]
        held = [(each.spelling, each.count) for each in like]
        return [(word, 0), *held][:n]
    held = [(each.spelling, each.count) for each in like]
    if not like or distance(wanted, like[0].word, 1) > 1:
        # a word that no article holds may be nearer than any that one does
        held = [*((each, 0) for each in _respelled(word, embedder.counter)), *held]
    return held[:n]


def _known(word: str, counter: Callable[[str], int]) -> bool:
    """Whether the embedder's vocabulary has the word, or what it is a form of."""
    return any(counter(each) == 1 for each in (word, *inflected_from(word)) if len(each) >= _FORM)


def _respelled(word: str, counter: Callable[[str], int]) -> list[str]:
    """The likeliest word of the embedder's vocabulary that a word in small letters is a slip of, if
    there is one."""
    if len(word) < _LEAST or not (word.isascii() and word.isalpha() and word.islower()):
        return []
    return list(islice((each for each in respelled(word) if counter(each) == 1), 1))
