"""What a conversation remembers: a few facts of each of its last turns, and no text of articles."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pincite.index.engines.lexical import ENGLISH, asked_terms, content_words, terms
from pincite.qa.conversation.names import called, is_person, names
from pincite.qa.types import Answer

REMEMBERED: Final = 20
"""Turns that are remembered; older ones are forgotten."""

_ARTICLES: Final = 2  # cited articles that a turn remembers
_READ: Final = 20_000  # characters of a cited article
_TEXT: Final = 300  # characters of an answer or a sentence
_NAMES: Final = 3  # that a turn is about
_WORDS: Final = 4  # beside them
_OWN_WORDS: Final = 2  # of a line that leans on another
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
    ``sentence`` where it stands, "" where nothing was found. ``about`` are the names that it is
    about and ``words`` its other telling words. ``terms`` are those of question,
    answer and title; ``around`` those of the whole article. ``choices`` are full questions that
    were offered where it was not clear what was meant."""

    typed: str
    question: str
    answer: str = ""
    sentence: str = ""
    articles: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    named: tuple[Named, ...] = ()
    terms: frozenset[str] = frozenset()
    around: frozenset[str] = frozenset()
    choices: tuple[str, ...] = ()

    @property
    def short(self) -> str:
        """The answer, where it is short enough to stand in a question."""
        return self.answer if len(self.answer.split()) <= _SHORT else ""


def remembered(typed: str, answer: Answer, before: Past | None = None) -> Past:
    """What is remembered of a question and its answer; ``before`` is the turn that it leans on."""
    question = answer.resolved or " ".join(answer.asked) or typed
    best = answer.citations[0] if answer.citations else None
    hits = [hit for hit in answer.hits if best is None or hit.article.id == best.article.id]
    article = best.article if best else hits[0].article if hits else None
    text = article.text[:_READ] if article else ""
    said, sentence = (best.text[:_TEXT], best.quote[:_TEXT]) if best else ("", "")
    nearby = hits[0].text if hits else ""
    weights: dict[str, float] = {}
    for weight, source in ((3.0, said), (2.0, question), (1.0, sentence), (0.4, nearby)):
        for name in names(source):
            weights.setdefault(name, weight)
    language = (article.language if article else None) or ENGLISH
    title = article.title if article else ""
    cited = [each.article.id for each in answer.citations[:_ARTICLES]]
    about, words = _topic(typed if "(" in question else question, before)
    return Past(
        typed,
        question,
        said,
        sentence,
        tuple(dict.fromkeys(cited or ([article.id] if article else []))),
        about,
        words,
        tuple(_named(name, weight, text) for name, weight in weights.items()),
        frozenset(asked_terms(f"{question} {said} {sentence} {title}", language)),
        frozenset(terms(text, language)),
        answer.suggestions if answer.kind == "which" else (),
    )


def _topic(question: str, before: Past | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names that a question is about, and its other telling words, with what it leaves to the
    one before."""
    own = names(question)
    known = asked_terms(" ".join(own))
    words = [word.text for word in content_words(question) if not set(word.terms) <= known]
    if before is None:
        return tuple(own[:_NAMES]), tuple(words[:_WORDS])
    about = dict.fromkeys([*own, *before.about])
    telling = dict.fromkeys([*words[:_OWN_WORDS], *before.words])
    return tuple(about)[:_NAMES], tuple(telling)[:_WORDS]


def _named(name: str, weight: float, text: str) -> Named:
    return Named(name, weight, is_person(name, text), *called(name, text))


def same_words(one: str, other: str) -> bool:
    """Whether two texts are the same but for case and marks."""
    return re.findall(r"\w+", one.casefold()) == re.findall(r"\w+", other.casefold())
