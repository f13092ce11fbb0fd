"""What a conversation remembers: a few facts of each of its last turns, and no text of articles."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from pincite.index.engines.lexical import ENGLISH, asked_terms, content_words, terms
from pincite.qa.asking.plans.names import in_small, names
from pincite.qa.asking.plans.phrases import counted_thing, topic
from pincite.qa.conversation.persons import he_or_she, is_person
from pincite.qa.conversation.standing import Place
from pincite.qa.types import Answer

REMEMBERED: Final = 20
"""Turns that are remembered; older ones are forgotten."""

_ARTICLES: Final = 2  # cited articles that a turn remembers
_READ: Final = 20_000  # characters of a cited article
_LONG: Final = 300  # characters of a question that a next line goes on from
_WHO: Final = re.compile(
    r"^\W*(?:and\s+)?(?:who|whom|whose|(?:which|what)\s+(?:\w+\s+)?(?:minister|president|mayor|"
    r"governor|judge|director|player|author|politician|person|man|woman|senator|officer))\b"
    r"(\s+(?:is|was)\b)?",
    re.I,
)
_TEXT: Final = 300  # characters of an answer or a sentence
_NAMES: Final = 3  # that a turn is about
_TOPICS: Final = 2
_TITLED: Final = 2  # words that may stand before a name
_NEARBY: Final = 0.4  # what a name that stands near weighs, the first of them
_FAR: Final = 6  # names before it, where it weighs half of that
_FIRST: Final = 1.0  # more, for the first name of a question
_WORDS: Final = 4  # beside them
_OWN_WORDS: Final = 2  # of a line that leans on another
_SHORT: Final = 6  # words of an answer that can stand in a question


@dataclass(frozen=True, slots=True)
class MentionedName:
    """A name that was spoken of: ``weight`` how much the turn was about it; ``person`` whether it
    is one; how much tells that it is he, and she."""

    name: str
    weight: float
    person: bool
    he: int = 0
    she: int = 0


@dataclass(frozen=True, slots=True)
class Past:
    """A turn that is over. ``question`` is the full question, ``plain`` the one that a next line
    goes on from, ``answer`` its short answer and ``sentence`` where it stands, "" where nothing was
    found. ``about`` are the names that it is about, ``topics`` the phrases that say what it is
    about, the latest first, and ``words`` its other telling words. ``terms`` are those of question,
    answer and title; ``around`` those of the whole article. ``choices`` are full questions that
    were offered where it was not clear what was meant. ``led`` says that ``topics`` only stood
    before the question, ``shifts`` that the line said it leaves what was spoken of, ``skips`` how
    many turns before it are left by its return to what was spoken of before them.
    ``place`` is where the sentence stands."""

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
    place: Place | None = None

    @property
    def short(self) -> str:
        """The answer, where it is short enough to stand in a question."""
        return self.answer if len(self.answer.split()) <= _SHORT else ""


def remembered(
    typed: str, answer: Answer, before: Past | None = None, plain: str = "", *, bare: bool = False
) -> Past:
    """What is remembered of a question and its answer; ``before`` is the turn that it leans on,
    ``plain`` the question without what only says what it is about. A ``bare`` one is about
    nothing of its own."""
    question = answer.resolved or " ".join(answer.asked) or typed
    own = in_small(plain or question, typed)[:_LONG].strip(" ?.!")
    best = answer.citations[0] if answer.citations else None
    hits = [hit for hit in answer.hits if best is None or hit.article.id == best.article.id]
    article = best.article if best else hits[0].article if hits else None
    text = article.text[:_READ] if article else ""
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
            _known(_named(name, weight, text, who=_is_who(own, name, said)), before)
            for name, weight in weights.items()
        ),
        frozenset(asked_terms(f"{question} {said} {sentence} {title}", language)),
        frozenset(terms(text, language)),
        answer.suggestions if answer.kind == "which" else (),
        question.startswith("About "),
        place=(best.article.id, best.sentence) if best else None,
    )


def _first(question: str) -> list[str]:
    """The first name of a question, and another one that "and" or "or" puts beside it."""
    told = names(question)[:2]
    beside = len(told) > 1 and re.search(
        rf"{re.escape(told[0])},? (?:and|or) (?:\w+ )?{re.escape(told[1])}", question
    )
    return told if beside else told[:1]


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


def _topics(question: str, said: str, before: Past | None) -> tuple[str, ...]:
    """What the question is about, and behind it what the one before was about, without names and
    words that are there already."""
    told: list[str] = []
    taken: set[str] = set()
    chosen = said if counted_thing(question) and names(said) == [said] else ""
    for each in (chosen, topic(question), *(before.topics if before else ())):
        if each and not asked_terms(each) <= taken:
            told = [] if taken and taken <= asked_terms(each) else told
            told.append(each)
            taken |= asked_terms(each)
    return tuple(told[:_TOPICS])


def _known(one: MentionedName, before: Past | None) -> MentionedName:
    """The name as it was known before, where the text says nothing of it."""
    same = [each for each in before.named if each.name == one.name] if before else []
    return replace(same[0], weight=one.weight) if same and not one.person else one


def _is_who(question: str, name: str, said: str) -> bool:
    """Whether a question treats a name as a person: as the answer to "who", or by "who is"."""
    who = _WHO.match(question)
    if who is None:
        return False
    if who[1] and question[who.end() :].strip(" ?") == name:
        return True
    return said.endswith(name) and len(said.split()) <= len(name.split()) + _TITLED


def _named(name: str, weight: float, text: str, *, who: bool) -> MentionedName:
    return MentionedName(name, weight, who or is_person(name, text), *he_or_she(name, text))


def same_words(one: str, other: str) -> bool:
    """Whether two texts are the same but for case and marks."""
    return re.findall(r"\w+", one.casefold()) == re.findall(r"\w+", other.casefold())
