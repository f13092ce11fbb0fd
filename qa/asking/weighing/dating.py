"""The date that a question names: which answers belong to it, and how much more likely that makes
them. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from pincite.corpus.metadata.months import ENGLISH_DAYS
from pincite.qa.asking.dates.days import Days, names
from pincite.qa.asking.dates.relative import names_relatively
from pincite.qa.asking.weighing.chances import QuestionWords, is_dateline
from pincite.qa.asking.weighing.scored import ScoredAnswer, published, shifted_probability
from pincite.qa.types import Dates

# log-odds that a date adds to an answer
_OF_DAY: Final = 0.7
_JUST_AFTER: Final = 0.3
# what a date adds to a chance, if the line only asks what happened on the day
_NAMED: Final = 0.45
_THEN: Final = 0.15
_WEEK: Final = timedelta(days=7)

_RELATION: Final = re.compile(
    r"\b(?:before|after|since|until|till|between|from|to|by|than|and|or)\b", re.I
)
_DAYS: Final = "|".join(name.removesuffix("day").lower() for name in ENGLISH_DAYS)
_BEFORE_DATE: Final = (
    r"(?:\b(?:on|in|at|of|for|during|around|early|late|mid|the|before|after|since|until|till|between|"
    rf"from|to|by|than|and|or|(?:{_DAYS})day),?\s+)*"
)

NO_DAY: Final = "No sentence found that is of “{}”: the date was left out of account."
"""The note that is shown if no answer belongs to the date."""


def of_day(one: ScoredAnswer, days: Days) -> bool:
    """Whether a sentence names the day, or its article was published then or just after."""
    return names_day(one, days) or _reports_it(one, days)


def names_day(one: ScoredAnswer, days: Days) -> bool:
    """Whether a sentence names the day, perhaps by the day on which its article appeared."""
    day = published(one.best.hit.article)
    return names(one.sentence, day, days) or names_relatively(one.sentence, day, days)


def _reports_it(one: ScoredAnswer, days: Days) -> bool:
    day = published(one.best.hit.article)
    return day is not None and days.just_before(day)


def with_day(days: Days) -> Callable[[ScoredAnswer], float]:
    """A function that gives an answer's chance for a question with a date. Its log-odds rise if the
    sentence names the day, and less if the article was only published just after it."""

    def weigh(one: ScoredAnswer) -> float:
        if names_day(one, days):
            return shifted_probability(one.chance, _OF_DAY)
        return shifted_probability(one.chance, _JUST_AFTER if _reports_it(one, days) else 0.0)

    return weigh


def tells_of_day(days: Days, words: QuestionWords) -> Callable[[ScoredAnswer], float]:
    """A function that gives the chance that a sentence says what happened on a day, for a line that
    asks nothing else but perhaps where, in ``words``. What happened in a month or a year is told by
    the first sentence of an article of that time."""
    long = days.last - days.first > _WEEK

    def weigh(one: ScoredAnswer) -> float:
        told = _NAMED if names_day(one, days) else _THEN if _reports_it(one, days) else 0.0
        if told and long and _opens(one):
            told = _NAMED
        there = words.shares(one.best.hit, one.best.sentence).around if len(words) else 1.0
        return min(0.5 * one.chance + told * (1 + there) / 2, 1.0)

    return weigh


def _opens(one: ScoredAnswer) -> bool:
    """Whether a sentence is the first of its article that says anything."""
    article, at = one.best.hit.article, one.best.sentence
    body = article.body[0].start if article.body else 0
    above = [line.strip() for line in article.text[body : at.start].splitlines()]
    told = [line for line in above if line and not is_dateline(line)]
    return len(told) <= 1 and not any(line.endswith((".", "!", "?")) for line in told)


def days_of_answer(days: Days) -> Dates:
    """The days as an Answer's ``Dates``."""
    first = "" if days.first == date.min else days.first.isoformat()
    last = days.last.isoformat()
    if days.yearless:
        first, last = "-" + first[4:], "-" + last[4:]
    return Dates(days.words, first, last)


def without(line: str, days: Days | None) -> str:
    """The line without its date and the words before it; the line itself if it asks for what was
    before or after the date."""
    if days is None or _RELATION.search(days.words):
        return line
    found = re.search(rf"{_BEFORE_DATE}(?<![\w-]){re.escape(days.words)}(?!\w)\s*", line)
    if found is None or _RELATION.search(found.group()):
        return line
    rest = f"{line[: found.start()].rstrip()} {line[found.end() :]}"
    return re.sub(r"\s+(?=[?!.,;])", "", rest).strip()
