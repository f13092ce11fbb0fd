"""Makes citations of candidates; candidates that give the same answer become one. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from pincite.index.retrieval.repeats import restatements
from pincite.qa.types import Candidate, Citation

# a sign, a currency or a unit is part of a number: "-5", "$5" and "5" are different
_TOKEN = re.compile(r"%|(?:[−–-](?=[$€£¥]?\d))?[$€£¥]?\w+(?:[.,:'’-]\w+)*[°$€£¥]?")
_EMPTY = frozenset("a an the about around some approximately roughly nearly".split())
# words that change an answer when they are added to it; any number does so too
_TELLING = re.compile(
    r"\d|^(?:not?|never|without|neither|nor|un\w+|more|less|fewer|over|under|above|below|up|least|"
    r"most|only|half|quarter|third|hundred|thousand|\w+illion|one|two|three|four|five|six|seven|"
    r"eight|nine|ten|north\w*|south\w*|east\w*|west\w*|new|former|first|last|next|before|after|"
    r"until|or|and)$"
)
_LONG = 6  # an answer of so many words that contains another answer says more than that one


def grouped(candidates: Sequence[Candidate]) -> list[list[Candidate]]:
    """The candidates in groups that give the same answer. Groups, and candidates in a group, are
    best first.

    ``candidates`` are best first. Two of them give the same answer if they overlap in one article,
    if their words are the same, or if one contains the other's words and the added words change
    nothing: no number, no negation, no comparison. Every two candidates of a group give the same
    answer. Of overlapping candidates, only the best is kept.
    """
    groups: list[list[Candidate]] = []
    for candidate in candidates:
        home = next((group for group in groups if all(_same(o, candidate) for o in group)), None)
        if home is None:
            groups.append([candidate])
        elif not any(_one_place(candidate, other) for other in home):
            home.append(candidate)
    return groups


def citation(group: Sequence[Candidate], confidence: float) -> Citation:
    """One answer with every place that gives it, also in articles that repeat the cited passage.
    Each sentence of an article is given once."""
    best, *others = group
    seen = {(best.hit.article.id, best.sentence)}
    also = []
    for other in (
        *_repeats(best),
        *(place for each in others for place in (each, *_repeats(each))),
    ):
        place = (other.hit.article.id, other.sentence)
        if place not in seen:
            seen.add(place)
            also.append(_cited(other, confidence))
    return _cited(best, confidence, tuple(also))


def _repeats(one: Candidate) -> Iterator[Candidate]:
    """The same candidate in each repeat of its hit that holds its sentence."""
    for hit, sentence, answer in restatements(one.hit, one.sentence, one.answer):
        yield Candidate(hit, sentence, answer, one.score)


def _cited(one: Candidate, confidence: float, also: tuple[Citation, ...] = ()) -> Citation:
    return Citation(
        one.hit.article, one.sentence, one.answer, one.score, confidence, also, one.hit.copies
    )


def _same(one: Candidate, other: Candidate) -> bool:
    if _one_place(one, other):
        return True
    a, b = _words(one), _words(other)
    if a == b:
        return bool(a) or _text(one) == _text(other)
    few, many = sorted((a, b), key=len)
    return len(many) < _LONG and not _is_number(few) and _adds_nothing(few, many)


def _one_place(one: Candidate, other: Candidate) -> bool:
    return one.hit.article.id == other.hit.article.id and one.answer.overlaps(other.answer)


def _words(candidate: Candidate) -> tuple[str, ...]:
    return _words_of(_text(candidate))


@lru_cache(1_024)
def _words_of(text: str) -> tuple[str, ...]:
    found = (word.lower() for word in _TOKEN.findall(text))
    words = ("percent" if word == "%" else word for word in found)
    return tuple(word for word in words if word not in _EMPTY)


def _text(candidate: Candidate) -> str:
    return candidate.answer.of(candidate.hit.article.text)


def _is_number(words: tuple[str, ...]) -> bool:
    return all(_TELLING.search(word) for word in words)


def _adds_nothing(few: tuple[str, ...], many: tuple[str, ...]) -> bool:
    """Whether ``many`` contains ``few`` in a row, and its other words do not change the answer."""
    for n in range(len(many) - len(few) + 1):
        if many[n : n + len(few)] == few:
            rest = many[:n] + many[n + len(few) :]
            return not any(_TELLING.search(word) for word in rest)
    return False
