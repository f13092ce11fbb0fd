"""Whether a sentence has the years and names of a question. Pure.

The reader easily accepts a sentence with the figure of 2022 for a question about 2023, or a
sentence on another person of the same kind.
"""

from __future__ import annotations

import re
from typing import Final

from pincite.index.engines.folding import folded
from pincite.index.engines.lexical import terms, terms_in

_YEAR: Final = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
# a word with a capital, or a figure; not the first word of a question, which always has a capital
_NAME: Final = re.compile(r"(?<=[\w,’')\]] )(?:[A-Z][\w’'-]+|\d[\d.,]*\d|\d)")
_WORD: Final = re.compile(r"\w+")


def years_agree(question: str, sentence: str, around: str) -> float:
    """A number from -1.0 to 1.0: 1.0 if the sentence names every year of the question, 0.0 if it
    names some of them, -1.0 if it names only others. If the sentence names no year, 0.5 if the text
    ``around`` it has the question's years, else -0.5. 0.0 if the question names no year."""
    asked = set(_YEAR.findall(question))
    if not asked:
        return 0.0
    named = set(_YEAR.findall(sentence))
    if named:
        return 1.0 if asked <= named else -1.0 if not asked & named else 0.0
    return 0.5 if asked <= set(_YEAR.findall(around)) else -0.5


def names_missing(question: str, around: str) -> float:
    """The share, from 0.0 to 1.0, of the question's names and figures that ``around``, the text
    read, does not have; 0.0 if the question has none. "Senegalese" has the name "Senegal"."""
    names = {term for each in _NAME.findall(question) for term in terms(each)}
    return len(names - terms_in(around)) / len(names) if names else 0.0


def said_in(question: str, answer: str) -> float:
    """The share, from 0.0 to 1.0, of the answer's words that the question has too."""
    asked, words = set(_words(question)), _words(answer)
    return sum(word in asked for word in words) / len(words) if words else 0.0


def _words(text: str) -> list[str]:
    return [each.removesuffix("s") for each in _WORD.findall(folded(text).lower())]
