"""Changes well-written questions by rules into questions as people type them.

The data's questions are whole sentences with a question mark. People often type search words, small
letters and typing errors. The text and its answers stay unchanged.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from pincite.index.engines.lexical import STOP_WORDS
from pincite.qa.training.data.rows import TrainingRow

# a question without these words would ask for something else
_TELLING = frozenset(
    "after against all before below between down during few from more most no nor not off only "
    "other out over same since than to under until without who when where why how".split()
)
_DROPPED = STOP_WORDS - _TELLING
_THING = re.compile(r"^what(?:'s| is| are| was| were) ((?:the|a|an) .+)$", re.I)
_ASKING = re.compile(r"^(?:who|what|when|where|why|how|which)\b", re.I)
_WORD = re.compile(r"\b[A-Za-z]{5,}\b")


def bare(question: str, _: random.Random) -> str:
    """The question without its question mark."""
    return question.rstrip(" ?") or question


def small(question: str, _: random.Random) -> str:
    """The question in small letters, without its question mark."""
    return bare(question, _).lower()


def searched(question: str, draw: random.Random) -> str:
    """Only the content words of the question, in order; half of the time in small letters. Words
    such as "who", "when" and "how" stay, and so do negations and comparisons."""
    words = [word for word in bare(question, draw).split() if _plain(word) not in _DROPPED]
    found = " ".join(word.strip(",;:") for word in words)
    if len(words) < 2:
        return small(question, draw)
    return found.lower() if draw.random() < 0.5 else found


def slipped(question: str, draw: random.Random) -> str:
    """The question with one or two typing errors in words of five letters or more: a letter left
    out, two letters exchanged, or a letter doubled. Figures are never changed, and the second error
    never undoes the first."""
    written = question
    for _ in range(draw.choice((1, 1, 2))):
        places = [found.span() for found in _WORD.finditer(question)]
        if not places:
            return small(question, draw)
        start, end = draw.choice(places)
        # the first letter of a word is seldom wrong
        at = draw.randrange(start + 1, end - 1)
        one, two = question[at], question[at + 1]
        slips = (one, two + one, one + one + two)
        found = [question[:at] + slip + question[at + 2 :] for slip in slips]
        question = draw.choice([each for each in found if each not in (question, written)])
    return question


def named(question: str, draw: random.Random) -> str:
    """ "What is the height of X?" as "height of X" or "whats the height of X"."""
    found = _THING.match(bare(question, draw))
    if not found:
        return small(question, draw)
    thing = found[1]
    return f"whats {thing}" if draw.random() < 0.4 else thing.partition(" ")[2].lower()


def polite(question: str, draw: random.Random) -> str:
    """The question with polite words before it, as if it were asked of a person."""
    if not _ASKING.match(question):
        return bare(question, draw)
    before = draw.choice(("Can you tell me ", "Do you know ", "Please tell me ", "tell me "))
    return before + question[0].lower() + question[1:]


WAYS: Sequence[Callable[[str, random.Random], str]] = (
    bare, small, small, searched, searched, slipped, slipped, named, polite,
)  # fmt: skip


def typed(rows: Sequence[TrainingRow], share: float, draw: random.Random) -> list[TrainingRow]:
    """The rows, with the questions of about ``share`` of them changed in one of the ``WAYS``."""
    return [
        replace(row, question=draw.choice(WAYS)(row.question, draw))
        if draw.random() < share
        else row
        for row in rows
    ]


def _plain(word: str) -> str:
    return word.lower().strip(".,;:'\"()")
