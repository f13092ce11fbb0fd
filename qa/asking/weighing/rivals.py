"""Finds answers that contradict each other, and merges those that say the same. Pure.

"Different" is a warning for people who check facts. So two answers are rivals only if they are of
the same kind (two numbers of one unit, two names, two dates), have similar confidences, and their
sentences hold about as much of the question.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from pincite.index.engines.lexical import ENGLISH, asked_terms, terms_in
from pincite.qa.asking.dates.days import Days, dates_in_sentence
from pincite.qa.asking.lookup.figures import SCALES, SMALL_NUMBERS, figures
from pincite.qa.asking.lookup.lists import kind_of
from pincite.qa.asking.weighing.scored import published
from pincite.qa.types import Answer, Citation

_AS_SURE: Final = 0.65  # the share of the best confidence that an answer must have
_NEARLY: Final = 0.85  # the same for a newer answer that is no figure to be given first
_AS_MUCH: Final = 0.3  # a rival's sentence may hold so much less of the question's words
_DIGITS: Final = re.compile(r"\d[\d,]*(?:\.\d+)?")
_MONTHS: Final = re.compile(r"\b(?:hour|day|week|month|year|minute|second)s?\b", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W_]+(?:['’.&-][^\W_]+)*")


def with_rivals(answer: Answer) -> Answer:
    """The answer with its rivals named. Citations that say the same are merged, and those that are
    much less sure than the best are left out."""
    if len(answer.citations) < 2:
        return answer
    surest = max(each.confidence for each in answer.citations)
    near = [each for each in answer.citations if each.confidence >= _AS_SURE * surest]
    cited = _merged(near)
    best = max(cited, key=lambda each: each.confidence)
    rivals = [each for each in cited if each is not best and _differs(answer.question, best, each)]
    named = [each for each in cited if each is best or each in rivals]
    return replace(
        answer,
        text=cited[0].text,
        citations=tuple(cited),
        rivals=tuple(named) if rivals else (),
    )


def newest_rival_first(answer: Answer) -> Answer:
    """The answer with the rival of the newest article first, if one is newer than all others: of
    two death tolls, people want the one that was reported last. It must be about as sure as the
    surest if it is no figure, and must not only be repeated in the newest article."""
    last = newest(answer)
    if last is None or _newest_day(answer.question, last) != published(last.article):
        return answer
    surest = max(each.confidence for each in answer.rivals)
    if kind(last) != "number" and last.confidence < _NEARLY * surest:
        return answer
    cited = (last, *(each for each in answer.citations if each is not last))
    return replace(answer, text=last.text, citations=cited)


def first_citations(answer: Answer, limit: int) -> Answer:
    """The answer with at most ``limit`` citations."""
    cited = answer.citations[:limit]
    rivals = tuple(each for each in answer.rivals if each in cited)
    return replace(answer, citations=cited, rivals=rivals if len(rivals) > 1 else ())


def _merged(cited: Sequence[Citation]) -> list[Citation]:
    """The citations, each that says the same as an earlier one made a further place of it."""
    kept: list[Citation] = []
    for one in cited:
        home = next((n for n, other in enumerate(kept) if same_answer(other, one)), None)
        if home is None:
            kept.append(one)
            continue
        other = kept[home]
        seen = {(each.article.id, each.sentence) for each in (other, *other.also)}
        more = [
            each
            for each in (replace(one, also=()), *one.also)
            if (each.article.id, each.sentence) not in seen
        ]
        kept[home] = replace(other, also=(*other.also, *more))
    return kept


def same_answer(one: Citation, other: Citation) -> bool:
    """Whether two answers say the same: a date at two precisions, a short and a long form of a
    name, or a number in words and in figures."""
    days, others = _days(one), _days(other)
    if days and others:
        return any(_within(a, b) or _within(b, a) for a in days for b in others)
    if kind(one) == kind(other) == "number":
        a, b = _amounts(one.text), _amounts(other.text)
        return bool(a) and a == b and not _units_apart(one.text, other.text)
    return kind(one) == kind(other) == "name" and _one_name(one.text, other.text)


def kind(one: Citation) -> str:
    """The kind of an answer: ``"date"``, ``"number"``, ``"name"`` or ``"words"``."""
    if _days(one):
        return "date"
    first = _WORD.search(one.text)
    if first and first.group().lower() in SMALL_NUMBERS:
        return "number"
    return kind_of(one.text)


def newest(answer: Answer) -> Citation | None:
    """The rival whose article was published last; None if no single one is the newest."""
    dated = [
        (day, one)
        for one in answer.rivals
        if (day := _newest_day(answer.question, one)) is not None
    ]
    if len(dated) < 2:
        return None
    dated.sort(key=lambda each: each[0])
    return dated[-1][1] if dated[-1][0] > dated[-2][0] else None


def _newest_day(question: str, one: Citation) -> date | None:
    """The newest day of the places that hold about as much of the question as the first."""
    least = _topic_share(question, one) - _AS_MUCH
    places = [one, *(each for each in one.also if _topic_share(question, each) >= least)]
    days = [day for each in places if (day := published(each.article)) is not None]
    return max(days, default=None)


def _differs(question: str, best: Citation, other: Citation) -> bool:
    kinds = kind(best), kind(other)
    if kinds[0] != kinds[1] or kinds[0] == "words":
        return False
    if kinds[0] == "number" and _units_apart(best.text, other.text):
        return False
    return _topic_share(question, other) >= _topic_share(question, best) - _AS_MUCH


def _topic_share(question: str, one: Citation) -> float:
    """The share of the question's words that the sentence and its article's title hold; -1 if the
    sentence itself holds none."""
    language = one.article.language or ENGLISH
    asked = asked_terms(question, language)
    itself = asked & terms_in(one.quote, language)
    covered = itself | asked & terms_in(one.article.title, language)
    return len(covered) / len(asked) if itself else -1.0


def _days(one: Citation) -> list[Days]:
    if kind_of(one.text) == "number" and _MONTHS.search(one.text):
        return []
    return dates_in_sentence(one.text, published(one.article))


def _within(one: Days, other: Days) -> bool:
    if one.yearless or other.yearless:
        return one.meets(other)
    return other.first <= one.first and one.last <= other.last


def _amounts(text: str) -> tuple[float, ...]:
    """The numbers of an answer, in order, from forms such as "nine", "9" and "1.2 million"."""
    found = []
    words = re.findall(r"\d[\d,]*(?:\.\d+)?|[^\W\d_]+", text.lower())
    for n, word in enumerate(words):
        scale = SCALES.get(words[n + 1], 1.0) if n + 1 < len(words) else 1.0
        if _DIGITS.fullmatch(word):
            found.append(float(word.replace(",", "")) * scale)
        elif word in SMALL_NUMBERS:
            found.append(SMALL_NUMBERS.index(word) * scale)
    return tuple(found)


def _units_apart(one: str, other: str) -> bool:
    """Whether both texts have units, but none in common."""
    a, b = ({unit for unit, _ in figures(text)} for text in (one, other))
    return bool(a) and bool(b) and a.isdisjoint(b)


def _one_name(one: str, other: str) -> bool:
    """Whether the words of one name are a part of the other, in a row."""
    a, b = ([word.lower() for word in _WORD.findall(text)] for text in (one, other))
    few, many = sorted((a, b), key=len)
    return bool(few) and any(many[n : n + len(few)] == few for n in range(len(many) - len(few) + 1))
