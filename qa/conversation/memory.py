"""What a conversation remembers: a few facts on each of its last turns, no whole articles."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from sys import intern
from typing import Final

from pincite.index.engines.lexical import ENGLISH, asked_terms, content_words, terms
from pincite.qa.asking.plans.names import in_capitals, in_small, names
from pincite.qa.asking.plans.phrases import counted_thing, topic
from pincite.qa.conversation.context import SentencePlace
from pincite.qa.conversation.persons import he_or_she, is_person
from pincite.qa.types import Answer

REMEMBERED: Final = 20
"""Turns that are remembered; older ones are forgotten."""

_ARTICLES: Final = 2  # cited articles that a turn remembers
_PASSAGES: Final = 3  # whose names are known as well
_READ: Final = 20_000  # characters of a cited article that are examined
_LONG: Final = 300  # characters of a question that are kept for a follow-up
_WHO: Final = re.compile(
    r"^\W*(?:and\s+)?(?:who|whom|whose|(?:which|what)\s+(?:\w+\s+)?(?:minister|president|mayor|"
    r"governor|judge|director|player|author|politician|person|man|woman|senator|officer))\b"
    r"(\s+(?:is|was)\b)?",
    re.I,
)
_TEXT: Final = 300  # characters of an answer or a sentence that are kept
_NAMES: Final = 3  # names that a turn is about, at most
_TOPICS: Final = 2
_TITLED: Final = 2  # words that may come before a name
_NEARBY: Final = 0.4  # the weight of the first name in the passage of an answer
_FAR: Final = 6  # a name after so many others in that passage has half this weight
_FIRST: Final = 1.0  # added to the weight of the first name of a question
_WORDS: Final = 4  # further words of a turn, at most
_OWN_WORDS: Final = 2  # of these, words of the line itself if it follows another turn
_SHORT: Final = 6  # words of an answer that is short enough to be part of a question


@dataclass(frozen=True, slots=True)
class MentionedName:
    """A name that a turn mentions. ``weight`` is how much the turn is about it, ``person`` whether
    it is a person's. ``he`` and ``she`` count the evidence for a man and for a woman."""

    name: str
    weight: float
    person: bool
    he: int = 0
    she: int = 0


@dataclass(frozen=True, slots=True)
class Past:
    """A past turn.

    ``typed`` is the line as typed, ``question`` the full question, and ``plain`` the question that
    a follow-up continues. ``answer`` is the exact answer and ``sentence`` the sentence with it;
    both are "" if nothing was found. ``place`` is the sentence's place, and ``articles`` are the
    ids of the cited articles. ``kind`` is the form of the question, as in ``Answer.kind``.

    ``about`` are the names that the turn is about, ``topics`` the phrases that say what it is
    about, the latest first, ``words`` its other content words, and ``named`` all names mentioned.
    ``terms`` are the terms of question, answer and title; ``around`` those of the whole article.

    ``choices`` are the full questions that were offered if the meaning was unclear. ``led`` says
    that the topics were only put before the question ("About …:"). ``shifts`` says that the line
    changed the topic. ``skips`` is how many earlier turns it left out by returning to a topic.
    """

    typed: str
    question: str
    plain: str = ""
    answer: str = ""
    sentence: str = ""
    articles: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    named: tuple[MentionedName, ...] = ()
    terms: frozenset[str] = frozenset()
    around: frozenset[str] = frozenset()
    choices: tuple[str, ...] = ()
    led: bool = False
    shifts: bool = False
    skips: int = 0
    place: SentencePlace | None = None
    kind: str = "answer"

    @property
    def short(self) -> str:
        """The answer, if it is short enough to be part of a question; else ""."""
        return self.answer if len(self.answer.split()) <= _SHORT else ""


def remembered(
    typed: str, answer: Answer, before: Past | None = None, plain: str = "", *, bare: bool = False
) -> Past:
    """What is remembered of a question and its answer. ``before`` is the turn that it follows, and
    ``plain`` the question without an added topic. A ``bare`` question has no topic of its own."""
    question = answer.resolved or " ".join(answer.asked) or typed
    best = answer.citations[0] if answer.citations else None
    hits = [hit for hit in answer.hits if best is None or hit.article.id == best.article.id]
    article = best.article if best else hits[0].article if hits else None
    text = article.text[:_READ] if article else ""
    passages = (f"{hit.article.title}\n{hit.text}" for hit in answer.hits[:_PASSAGES])
    written = names("\n".join((text, article.title if article else "", *passages)))
    question = in_capitals(question, written)
    own = in_capitals(in_small(plain or question, typed), written)[:_LONG].strip(" ?.!")
    said, sentence = (best.text[:_TEXT], best.quote[:_TEXT]) if best else ("", "")
    nearby = hits[0].text if hits else ""
    weights: dict[str, float] = {}
    first = _first(question)
    for weight, source in ((3.0, said), (2.0, question), (1.0, sentence)):
        for name in names(source):
            weights.setdefault(name, weight + (_FIRST if name in first else 0.0))
    for n, name in enumerate(names(nearby)):
        weights.setdefault(name, _NEARBY / (1 + n / _FAR))
    language = (article.language if article else None) or ENGLISH
    title = article.title if article else ""
    cited = [each.article.id for each in answer.citations[:_ARTICLES]]
    about, words = _topic(own, before)
    return Past(
        typed,
        question,
        own,
        said,
        sentence,
        tuple(dict.fromkeys(cited or ([article.id] if article else []))),
        about,
        before.topics if bare and before else _topics(own, said, before),
        words,
        tuple(
            _as_known_before(_mentioned(name, weight, text, who=_is_who(own, name, said)), before)
            for name, weight in weights.items()
        ),
        # turns have many terms in common, and each is one string in memory
        frozenset(map(intern, asked_terms(f"{question} {said} {sentence} {title}", language))),
        frozenset(map(intern, terms(text, language))),
        answer.suggestions if answer.kind == "which" else (),
        question.startswith("About "),
        place=(best.article.id, best.sentence) if best else None,
        kind=answer.kind,
    )


def _first(question: str) -> list[str]:
    """The first name of a question, and the second if "and" or "or" joins it to the first."""
    found = names(question)[:2]
    beside = len(found) > 1 and re.search(
        rf"{re.escape(found[0])},? (?:and|or) (?:\w+ )?{re.escape(found[1])}", question
    )
    return found if beside else found[:1]


def _topic(question: str, before: Past | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names that a question is about, and its other content words; those of the turn before
    follow its own."""
    own = names(question)
    known = asked_terms(" ".join(own))
    words = [word.text for word in content_words(question) if not set(word.terms) <= known]
    if before is None:
        return tuple(own[:_NAMES]), tuple(words[:_WORDS])
    about = dict.fromkeys([*own, *before.about])
    content = dict.fromkeys([*words[:_OWN_WORDS], *before.words])
    return tuple(about)[:_NAMES], tuple(content)[:_WORDS]


def _topics(question: str, said: str, before: Past | None) -> tuple[str, ...]:
    """What the question is about, then what the turn before was about, without repeated words."""
    found: list[str] = []
    taken: set[str] = set()
    chosen = said if counted_thing(question) and names(said) == [said] else ""
    for each in (chosen, topic(question), *(before.topics if before else ())):
        if each and not asked_terms(each) <= taken:
            found = [] if taken and taken <= asked_terms(each) else found
            found.append(each)
            taken |= asked_terms(each)
    return tuple(found[:_TOPICS])


def _as_known_before(one: MentionedName, before: Past | None) -> MentionedName:
    """The name as the turn before knew it, if this turn's text does not show a person; else
    unchanged."""
    same = [each for each in before.named if each.name == one.name] if before else []
    return replace(same[0], weight=one.weight) if same and not one.person else one


def _is_who(question: str, name: str, said: str) -> bool:
    """Whether a question treats a name as a person: it asks "who is" the name, or asks "who" and
    the name is the answer."""
    who = _WHO.match(question)
    if who is None:
        return False
    if who[1] and question[who.end() :].strip(" ?") == name:
        return True
    return said.endswith(name) and len(said.split()) <= len(name.split()) + _TITLED


def _mentioned(name: str, weight: float, text: str, *, who: bool) -> MentionedName:
    return MentionedName(name, weight, who or is_person(name, text), *he_or_she(name, text))


def same_words(one: str, other: str) -> bool:
    """Whether two texts have the same words, apart from case and punctuation."""
    return re.findall(r"\w+", one.casefold()) == re.findall(r"\w+", other.casefold())
