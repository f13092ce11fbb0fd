"""Chooses, among several figures in one sentence, the one that the question asks for. Pure.

In "Its $19 billion purchase of Vexa, its $1 billion one of Tull", a reader finds the sentence but
may mark the wrong figure. If the question names one of the things, the figure in the same clause is
meant. In "The death toll of the two earthquakes exceeds 6,000 people", "how many died" means the
figure that counts people.
"""

from __future__ import annotations

import math
import re
from collections.abc import Set
from typing import Final

from pincite.corpus.article import Span
from pincite.corpus.metadata.months import ENGLISH
from pincite.index.engines.lexical import STOP_WORDS, terms
from pincite.qa.asking.lookup.figures import SMALL_NUMBERS
from pincite.qa.types import Candidate

_FIGURE: Final = re.compile(
    r"(?:(?P<sign>[$€£¥])\s?)?\d[\d,.]*\d?(?:\s(?:hundred|thousand|million|billion|trillion))?"
    r"(?P<percent>\s?%|\spercent)?"
)
_CLAUSES: Final = re.compile(r"(?<!\d),\s|;\s|\s(?:and|while|but|whereas|against)\s")
_NAME: Final = re.compile(
    rf"\b(?!(?:{'|'.join(name[:3] for name in ENGLISH)})(?:\.|\b|[a-z]*(?:ary|ch|il|e|y|st|ber)"
    r"\b)|\w+day\b)[A-Z][\w’'-]+"
)


_SMALL: Final = "|".join(SMALL_NUMBERS)
_TENS: Final = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_COUNT: Final = re.compile(
    rf"(?<![\w.,-])(?!(?:1[5-9]|20)\d\d(?![\d,]))"  # no years
    rf"(?:\d[\d,]*(?:\.\d+)?|(?:{_TENS})(?:-(?:{_SMALL}))?|(?:{_SMALL}))"
    r"(?: (?:hundred|thousand|million|billion))?(?![\w%-]|\s?%|\sper\s?cent)",
    re.I,
)
_BEHIND: Final = re.compile(r"(?:\s+(?!and\b|\d)[\w’'-]+){1,5}")
_HOW_MANY: Final = re.compile(
    r"\bhow\s+many\s+(?:(?:more|other|new)\s+)?(?P<thing>[a-z][\w’'-]+)", re.I
)
_PEOPLE: Final = frozenset(terms("people persons men women children were was have are has of"))
_DIE: Final = frozenset(terms("died dies die dying dead killed kills kill killing deaths death"))
_HARM: Final = frozenset(terms("injured hurt wounded injuries"))
_DEAD: Final = _DIE | frozenset(terms("people persons fatalities victims casualties"))


def pinpointed(question: str, candidate: Candidate) -> Candidate:
    """The candidate with its answer moved to the figure that counts what the question asks for, or
    to the one in the clause that holds the asked name; unchanged if there is no such other
    figure."""
    asked = _HOW_MANY.search(question)
    if asked is None:
        return _in_named_clause(question, candidate)
    text, sentence = candidate.hit.article.text, candidate.sentence
    things = _things_counted(asked["thing"], question)
    figures = list(_COUNT.finditer(text, sentence.start, sentence.end))
    own = next((each for each in figures if candidate.answer.overlaps(Span(*each.span()))), None)
    if own is None or not _BEHIND.match(text, own.end(), sentence.end):
        return _in_named_clause(question, candidate)
    away = {each: _away(things, text, each.end(), sentence.end) for each in figures}
    nearest = min(figures, key=lambda each: away[each])
    if away[nearest] == math.inf:
        return _in_named_clause(question, candidate)
    if away[own] <= away[nearest]:
        return candidate
    return Candidate(candidate.hit, sentence, Span(*nearest.span()), candidate.score)


def _things_counted(thing: str, question: str) -> Set[str]:
    """The terms for what a question counts; of people, only those who died or were hurt can be told
    from others."""
    words, all_words = frozenset(terms(thing)), frozenset(terms(question))
    if words & (_PEOPLE | _DIE | _HARM):
        return _HARM if all_words & _HARM else _DEAD if all_words & _DIE else frozenset()
    return words - STOP_WORDS


def _away(things: Set[str], text: str, start: int, end: int) -> float:
    """How many words stand between a figure, which ends at ``start``, and the things that it
    counts; infinite if none of the few words behind it is one."""
    found = _BEHIND.match(text, start, end)
    words = found.group().split() if found else []
    return next((n for n, word in enumerate(words) if not things.isdisjoint(terms(word))), math.inf)


def _in_named_clause(question: str, candidate: Candidate) -> Candidate:
    """The candidate with its answer moved to the figure in the clause that holds the asked name, if
    the answer is a figure in a clause with another name; else the candidate unchanged."""
    text, sentence = candidate.hit.article.text, candidate.sentence
    marked = _FIGURE.fullmatch(candidate.answer.of(text).strip())
    if marked is None:
        return candidate
    clauses = _clauses(text, sentence)
    own = next((each for each in clauses if each.overlaps(candidate.answer)), None)
    named = {name.lower() for name in _NAME.findall(question)}
    if own is None or _has_asked_name(text, own, named) or not _NAME.search(own.of(text)[1:]):
        return candidate
    there = [each for each in clauses if _has_asked_name(text, each, named)]
    found = [
        Span(*match.span())
        for each in there
        for match in _FIGURE.finditer(text, each.start, each.end)
        if (match["sign"], bool(match["percent"])) == (marked["sign"], bool(marked["percent"]))
    ]
    if len(there) != 1 or len(found) != 1:
        return candidate
    return Candidate(candidate.hit, sentence, found[0], candidate.score)


def _clauses(text: str, sentence: Span) -> list[Span]:
    pieces, start = [], sentence.start
    for cut in _CLAUSES.finditer(text, sentence.start, sentence.end):
        pieces.append(Span(start, cut.start()))
        start = cut.end()
    return [*pieces, Span(start, sentence.end)]


def _has_asked_name(text: str, clause: Span, named: set[str]) -> bool:
    """Whether a clause holds a name that the question has."""
    return any(name.lower() in named for name in _NAME.findall(clause.of(text)))
