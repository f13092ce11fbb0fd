"""Chooses, among several figures in one sentence, the one that the question asks for. Pure.

In "Its $19 billion purchase of Vexa, its $1 billion one of Tull", a reader finds the sentence but
may mark the wrong figure. If the question names one of the things, the figure in the same clause is
meant. In "The death toll of the two earthquakes exceeds 6,000 people", "how many died" means the
figure that counts people.
"""

from __future__ import annotations

import re
from typing import Final

from pincite.corpus.article import Span
from pincite.index.engines.lexical import terms
from pincite.qa.types import Candidate

_FIGURE: Final = re.compile(
    r"(?:(?P<sign>[$€£¥])\s?)?\d[\d,.]*\d?(?:\s(?:hundred|thousand|million|billion|trillion))?"
    r"(?P<percent>\s?%|\spercent)?"
)
_CLAUSES: Final = re.compile(r"(?<!\d),\s|;\s|\s(?:and|while|but|whereas|against)\s")
_NAME: Final = re.compile(
    r"\b(?!(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?:\.|\b|[a-z]*(?:ary|ch|il|e|y|st|ber)"
    r"\b)|\w+day\b)[A-Z][\w’'-]+"
)


_SMALL: Final = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[a-z]+teen|[a-z]+ty)"
)
_COUNT: Final = re.compile(rf"(?<![\w.,])(?:\d[\d,]*(?:\.\d+)?|{_SMALL})(?![\w%])", re.I)
_BEHIND: Final = re.compile(r"(?:\s+(?!and\b|\d)[\w’'-]+){1,5}")
_HOW_MANY: Final = re.compile(
    r"\bhow\s+many\s+(?:(?:more|other|new|people|of\s+the)\s+)?(?:(?:were|have|had|has|are|was)\s+)?"
    r"(?P<thing>[a-z][\w’'-]+)",
    re.I,
)
_DEAD: Final = frozenset(
    terms("people person dead death killed die died fatal victim casualty lives")
)
_HURT: Final = frozenset(terms("injured injury wounded hurt"))


def pinpointed(question: str, candidate: Candidate) -> Candidate:
    """The candidate with its answer moved to the figure that counts what the question asks for, or
    to the one in the clause that holds the asked name; unchanged if there is no such other
    figure."""
    asked = _HOW_MANY.search(question)
    if asked is None:
        return _in_named_clause(question, candidate)
    text, sentence = candidate.hit.article.text, candidate.sentence
    things = set(terms(asked["thing"]))
    things |= next((one for one in (_DEAD, _HURT) if things & one), frozenset())
    figures = list(_COUNT.finditer(text, sentence.start, sentence.end))
    counting = [each for each in figures if things & _behind(text, each.end(), sentence.end)]
    own = next((each for each in figures if candidate.answer.overlaps(Span(*each.span()))), None)
    if own is None or not counting:
        return _in_named_clause(question, candidate)
    if own in counting or not _behind(text, own.end(), sentence.end):
        return candidate
    return Candidate(candidate.hit, sentence, Span(*counting[0].span()), candidate.score)


def _behind(text: str, start: int, end: int) -> set[str]:
    """The terms of the few words that follow a figure."""
    found = _BEHIND.match(text, start, end)
    return set(terms(found.group())) if found else set()


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
