"""The date that a question names, used to filter its answers. Pure."""

from __future__ import annotations

from typing import Final

from pincite.qa.asking.plans.days import Days, dates_in_sentence
from pincite.qa.asking.weighing import ScoredAnswer, just_after, published
from pincite.qa.types import Dates

NO_DAY: Final = "No sentence found that is of “{}”: the date was left out of account."
"""The note that is shown if no answer belongs to the date."""


def of_day(one: ScoredAnswer, days: Days) -> bool:
    """Whether a sentence names the day, or its article was published then or just after."""
    day = published(one.best.hit.article)
    return names_day(one, days) or (day is not None and just_after(day, days))


def names_day(one: ScoredAnswer, days: Days) -> bool:
    """Whether a sentence names the day."""
    day = published(one.best.hit.article)
    return any(each.tells_of(days) for each in dates_in_sentence(one.sentence, day))


def days_of_answer(days: Days) -> Dates:
    """The days as an Answer's ``Dates``."""
    first, last = days.first.isoformat(), days.last.isoformat()
    if days.yearless:
        first, last = first.replace("0004", "-", 1), last.replace("0004", "-", 1)
    return Dates(days.words, first, last)


def without(line: str, days: Days | None) -> str:
    """The line without the words of its date."""
    return line if days is None else line.replace(days.words, " ", 1)
