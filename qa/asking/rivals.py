"""Which answers differ, and which only say the same otherwise. Pure.

"Different" is an alarm for whoever checks facts. It is said of answers of one kind alone, a number
against a number of the same unit, a name against a name, a date against a date, that are about as
sure, and whose sentences speak of what the question asks as much as the surest one's does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from pincite.index.engines.lexical import ENGLISH, asked_terms, terms
from pincite.qa.asking.lookup.figures import figures
from pincite.qa.asking.lookup.lists import kind_of
from pincite.qa.asking.plans.days import Days, dates_in_sentence
from pincite.qa.asking.weighing import published
from pincite.qa.types import Answer, Citation

_AS_SURE: Final = 0.65  # of the surest
_AS_MUCH: Final = 0.3  # less of the question's words, in the sentence of a rival, at most
_SMALL: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
).split()
_DIGITS: Final = re.compile(r"\d[\d,]*(?:\.\d+)?")
_SCALES: Final = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_MONTHS: Final = re.compile(r"\b(?:hour|day|week|month|year|minute|second)s?\b", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W_]+(?:['’.&-][^\W_]+)*")


def with_rivals(answer: Answer) -> Answer:
    """The answer with what says the same put together, what is much less sure left out, and its
    rivals named."""
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


def _merged(cited: Sequence[Citation]) -> list[Citation]:
    """Those that say the same as an earlier one, as further places of it."""
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
    """Whether two answers are one: a date at two precisions, a name short and long, a number as a
    word and in figures."""
    days, others = _days(one), _days(other)
    if days and others:
        return any(_within(a, b) or _within(b, a) for a in days for b in others)
    if kind(one) == kind(other) == "number":
        a, b = _amounts(one.text), _amounts(other.text)
        return bool(a) and a == b and not _units_apart(one.text, other.text)
    return kind(one) == kind(other) == "name" and _one_name(one.text, other.text)


def kind(one: Citation) -> str:
    """``"date"``, ``"number"``, ``"name"`` or ``"words"``: what kind of thing an answer is."""
    if _days(one):
        return "date"
    first = _WORD.search(one.text)
    if first and first.group().lower() in _SMALL:
        return "number"
    return kind_of(one.text)


def newest(rivals: Sequence[Citation]) -> Citation | None:
    """The one of several whose article came out last; None where that does not tell them apart."""
    dated = [(day, one) for one in rivals if (day := _last(one)) is not None]
    if len(dated) < 2:
        return None
    dated.sort(key=lambda each: each[0])
    return dated[-1][1] if dated[-1][0] > dated[-2][0] else None


def _last(one: Citation) -> date | None:
    days = [day for each in (one, *one.also) if (day := published(each.article)) is not None]
    return max(days, default=None)


def _differs(question: str, best: Citation, other: Citation) -> bool:
    kinds = kind(best), kind(other)
    if kinds[0] != kinds[1] or kinds[0] == "words":
        return False
    if kinds[0] == "number" and _units_apart(best.text, other.text):
        return False
    return _about(question, other) >= _about(question, best) - _AS_MUCH


def _about(question: str, one: Citation) -> float:
    """Which part of the question's words the sentence and its title hold; nothing where the
    sentence itself has none of them."""
    language = one.article.language or ENGLISH
    asked = asked_terms(question, language)
    itself = asked.intersection(terms(one.quote, language))
    held = itself | asked.intersection(terms(one.article.title, language))
    return len(held) / len(asked) if itself else -1.0


def _days(one: Citation) -> list[Days]:
    if kind_of(one.text) == "number" and _MONTHS.search(one.text):
        return []
    return dates_in_sentence(one.text, published(one.article))


def _within(one: Days, other: Days) -> bool:
    if one.yearless or other.yearless:
        return one.meets(other)
    return other.first <= one.first and one.last <= other.last


def _amounts(text: str) -> tuple[float, ...]:
    """The numbers of an answer, in order: "nine", "9", "1.2 million"."""
    found = []
    words = re.findall(r"\d[\d,]*(?:\.\d+)?|[^\W\d_]+", text.lower())
    for n, word in enumerate(words):
        scale = _SCALES.get(words[n + 1], 1.0) if n + 1 < len(words) else 1.0
        if _DIGITS.fullmatch(word):
            found.append(float(word.replace(",", "")) * scale)
        elif word in _SMALL:
            found.append(_SMALL.index(word) * scale)
    return tuple(found)


def _units_apart(one: str, other: str) -> bool:
    """Whether both have units and none in common."""
    a, b = ({unit for unit, _ in figures(text)} for text in (one, other))
    return bool(a) and bool(b) and a.isdisjoint(b)


def _one_name(one: str, other: str) -> bool:
    """Whether the words of one name stand together in the other."""
    a, b = ([word.lower() for word in _WORD.findall(text)] for text in (one, other))
    few, many = sorted((a, b), key=len)
    return bool(few) and any(many[n : n + len(few)] == few for n in range(len(many) - len(few) + 1))
