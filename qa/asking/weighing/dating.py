"""The date that a question names: which answers belong to it, and how much more likely that makes
them. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from pincite.qa.asking.plans.days import Days, dates_in_sentence
from pincite.qa.asking.weighing.scored import ScoredAnswer, published, shifted_probability
from pincite.qa.types import Dates

# log-odds that a date adds to an answer
_OF_DAY: Final = 0.7
_JUST_AFTER: Final = 0.3
# what a date adds to a chance, if the line only asks what happened on the day
_TOLD: Final = 0.45
_REPORTED: Final = 0.15

NO_DAY: Final = "No sentence found that is of “{}”: the date was left out of account."
"""The note that is shown if no answer belongs to the date."""


def of_day(one: ScoredAnswer, days: Days) -> bool:
    """Whether a sentence names the day, or its article was published then or just after."""
    return names_day(one, days) or _reports_it(one, days)


def names_day(one: ScoredAnswer, days: Days) -> bool:
    """Whether a sentence names the day."""
    day = published(one.best.hit.article)
    return any(each.tells_of(days) for each in dates_in_sentence(one.sentence, day))


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


def tells_of_day(days: Days) -> Callable[[ScoredAnswer], float]:
    """A function that gives the chance that a sentence says what happened on a day, for a line that
    asks nothing else."""

    def weigh(one: ScoredAnswer) -> float:
        told = _TOLD if names_day(one, days) else _REPORTED if _reports_it(one, days) else 0.0
        return min(0.5 * one.chance + told, 1.0)

    return weigh


def days_of_answer(days: Days) -> Dates:
    """The days as an Answer's ``Dates``."""
    first, last = days.first.isoformat(), days.last.isoformat()
    if days.yearless:
        first, last = "-" + first[4:], "-" + last[4:]
    return Dates(days.words, first, last)


def without(line: str, days: Days | None) -> str:
    """The line without its date and the preposition before it."""
    if days is None:
        return line
    date_words = rf"(?:\b(?:on|in|at|by|of|for|from|since|until|during)\s+)?{re.escape(days.words)}"
    rest = re.sub(rf"\s*{date_words}(?!\w)\s*", " ", line, count=1)
    return re.sub(r"\s+(?=[?!.,;])", "", rest).strip()
