"""Whether a sentence agrees with the particulars of a question: its years, its names. Pure.

A sentence that answers a question about 2023 with the figure of 2022 looks right to a reader of
words, and so does what is said of another person of the same kind.
"""

from __future__ import annotations

import re
from typing import Final

from pincite.index.engines.folding import folded

_YEAR: Final = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
# a word with a capital, or a figure; the first word of a question tells nothing
_NAME: Final = re.compile(r"(?<=[\w,’')\]] )(?:[A-Z][\w’'-]+|\d[\d.,]*\d|\d)")
_WORD: Final = re.compile(r"\w+")


def years_agree(question: str, sentence: str, around: str) -> float:
    """From -1.0 to 1.0: 1.0 if the sentence names each year of the question, -1.0 if it names only
    others; 0.5 and -0.5 where it names none, and what stands ``around`` it does or does not; 0.0
    where the question names none."""
    asked = set(_YEAR.findall(question))
    if not asked:
        return 0.0
    named = set(_YEAR.findall(sentence))
    if named:
        return 1.0 if asked <= named else -1.0 if not asked & named else 0.0
    return 0.5 if asked <= set(_YEAR.findall(around)) else -0.5


def names_missing(question: str, around: str) -> float:
    """The share, from 0.0 to 1.0, of the question's names and figures that do not stand in what is
    read; 0.0 where it gives none."""
    names = {word for each in _NAME.findall(question) for word in _words(each)}
    return len(names - set(_words(around))) / len(names) if names else 0.0


def said_in(question: str, answer: str) -> float:
    """The share, from 0.0 to 1.0, of the answer's words that the question says itself."""
    asked, words = set(_words(question)), _words(answer)
    return sum(word in asked for word in words) / len(words) if words else 0.0


def _words(text: str) -> list[str]:
    return [each.removesuffix("s") for each in _WORD.findall(folded(text).lower())]
