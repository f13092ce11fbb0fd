"""The date that a question names, used to filter its answers. Pure."""

from __future__ import annotations

import re
from typing import Final

from pincite.qa.asking.plans.days import Days, dates_in_sentence
from pincite.qa.asking.weighing import ScoredAnswer, published
from pincite.qa.types import Dates

NO_DAY: Final = "No sentence found that is of “{}”: the date was left out of account."
"""The note that is shown if no answer belongs to the date."""


def of_day(one: ScoredAnswer, days: Days) -> bool:
    """Whether a sentence names the day, or its article was published then or just after."""
    day = published(one.best.hit.article)
    return names_day(one, days) or (day is not None and days.just_before(day))


def names_day(one: ScoredAnswer, days: Days) -> bool:
    """Whether a sentence names the day."""
    day = published(one.best.hit.article)
    return any(each.tells_of(days) for each in dates_in_sentence(one.sentence, day))


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
