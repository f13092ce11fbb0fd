"""The words of the articles that a typed word may mean."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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

_FORM: Final = 3  # least letters of a word's base form
_LEAST: Final = 5  # letters; shorter words have too many neighbours one error away


class KnownWords(Protocol):
    """The words of the articles."""

    def spelled(self, word: str) -> Spelled | None:
        """The word with this key (``pincite.index.engines.spelling.key``), or None if it occurs in
        no article."""
        ...

    def like(self, word: str, n: int) -> list[Spelled]:
        """Up to ``n`` words that this key may mean, likeliest first."""
        ...


class Counting(Protocol):
    """An embedder that counts its tokens."""

    def count(self, texts: Sequence[str]) -> list[int]:
        """The number of tokens of each text."""
        ...


def words_like(
    word: str,
    n: int,
    words: KnownWords,
    missing: Callable[[str], tuple[str, ...]],
    embedder: Counting,
) -> list[tuple[str, int]]:
    """The words that a typed word may mean, as in ``Retriever.words_like``. ``missing`` returns the
    words of a text whose index terms occur nowhere."""
    wanted = key(word)
    here = words.spelled(wanted)
    if here is not None:
        return [(here.spelling, here.count)][:n]
    like = words.like(wanted, n)
    known = _known(wanted, embedder)
    if not missing(word):  # the word occurs with another ending
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
        # another form of a word in the articles, or a word outside them, may be nearer
        held = [*_respelled(word, embedder, missing), *held]
    return held[:n]


def _known(word: str, embedder: Counting) -> bool:
    """Whether the embedder's vocabulary has the word or its base form."""
    forms = (each for each in (word, *inflected_from(word)) if len(each) >= _FORM)
    return any(embedder.count([each]) == [1] for each in forms)


def _respelled(
    word: str, embedder: Counting, missing: Callable[[str], tuple[str, ...]]
) -> list[tuple[str, int]]:
    """The likeliest word that a misspelled word in lower case may mean: one that occurs in the
    articles with another ending, or is in the embedder's vocabulary. Empty if there is none."""
    if len(word) < _LEAST or not (word.isascii() and word.isalpha() and word.islower()):
        return []
    # two letters swapped, one doubled or lacking come first, and are the likeliest slips
    likeliest = list(islice(respelled(word), 3 * len(word)))
    occurring = {*likeliest}.difference(missing(" ".join(likeliest)))
    for each in respelled(word):
        if each in occurring or embedder.count([each]) == [1]:
            return [(each, int(each in occurring))]
    return []
