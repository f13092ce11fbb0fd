"""Chooses, among several figures in one sentence, the one that the question asks for. Pure.

In "Its $19 billion purchase of Vexa, its $1 billion one of Tull", a reader finds the sentence but
may mark the wrong figure. If the question names one of the things, the figure in the same clause
is meant.
"""

from __future__ import annotations

import re
from typing import Final

from pincite.corpus.article import Span
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


def pinpointed(question: str, candidate: Candidate) -> Candidate:
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
