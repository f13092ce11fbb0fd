"""What a conversation remembers: a few facts of each of its last turns, and no text of articles."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pincite.index.engines.lexical import ENGLISH, asked_terms, terms
from pincite.qa.conversation.names import called, is_person, names
from pincite.qa.types import Answer

REMEMBERED: Final = 20
"""Turns that are remembered; older ones are forgotten."""

_ARTICLES: Final = 2  # cited articles that a turn remembers
_READ: Final = 20_000  # characters of a cited article
_TEXT: Final = 300  # characters of an answer or a sentence
_SHORT: Final = 6  # words of an answer that can stand in a question


@dataclass(frozen=True, slots=True)
class Named:
    """A name that was spoken of: ``weight`` how much the turn was about it; ``person`` whether it
    is one; how often its article calls it he and she."""

    name: str
    weight: float
    person: bool
    he: int = 0
    she: int = 0


@dataclass(frozen=True, slots=True)
class Past:
    """A turn that is over. ``question`` is the full question, ``answer`` its short answer and
    ``sentence`` where it stands, "" where nothing was found. ``terms`` are those of question,
    answer and title; ``around`` those of the whole article. ``choices`` are full questions that
    were offered where it was not clear what was meant."""

    typed: str
    question: str
    answer: str = ""
    sentence: str = ""
    articles: tuple[str, ...] = ()
    named: tuple[Named, ...] = ()
    terms: frozenset[str] = frozenset()
    around: frozenset[str] = frozenset()
    choices: tuple[str, ...] = ()

    @property
    def short(self) -> str:
        """The answer, where it is short enough to stand in a question."""
        return self.answer if len(self.answer.split()) <= _SHORT else ""


def remembered(typed: str, answer: Answer) -> Past:
    """What is remembered of a question and its answer."""
    question = answer.resolved or " ".join(answer.asked) or typed
    best = answer.citations[0] if answer.citations else None
    if best is None:
        near = answer.hits[0].article.text[:_READ] if answer.hits else ""
        known = tuple(_named(name, 2.0, near) for name in names(question))
        return Past(typed, question, named=known, terms=frozenset(asked_terms(question)))
    text = best.article.text[:_READ]
    said, sentence = best.text[:_TEXT], best.quote[:_TEXT]
    weights: dict[str, float] = {}
    for weight, source in ((3.0, said), (2.0, question), (1.0, sentence)):
        for name in names(source):
            weights.setdefault(name, weight)
    language = best.article.language or ENGLISH
    cited = dict.fromkeys(each.article.id for each in answer.citations[:_ARTICLES])
    return Past(
        typed,
        question,
        said,
        sentence,
        tuple(cited),
        tuple(_named(name, weight, text) for name, weight in weights.items()),
        frozenset(asked_terms(f"{question} {said} {sentence} {best.article.title}", language)),
        frozenset(terms(text, language)),
        choices=answer.suggestions if answer.kind == "which" else (),
    )


def _named(name: str, weight: float, text: str) -> Named:
    return Named(name, weight, is_person(name, text), *called(name, text))


def same_words(one: str, other: str) -> bool:
    """Whether two texts are the same but for case and marks."""
    return re.findall(r"\w+", one.casefold()) == re.findall(r"\w+", other.casefold())
