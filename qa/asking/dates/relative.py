"""Days that a sentence of news names by the day it was written: "on Thursday", "yesterday", "last
year". Pure.

A weekday in news is nearly always the last one before the article appeared, or the day itself. It
is the next one behind "next" and the like, and behind words for what is still to come.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from pincite.corpus.metadata.months import ENGLISH_DAYS
from pincite.qa.asking.dates.days import AGO, Days, relative_days

_WEEKDAY: Final = re.compile(
    rf"(?:\b(?P<which>next|last|coming|following|until|by|previous)\s+)?\b"
    rf"(?P<day>{'|'.join(ENGLISH_DAYS)})\b"
)
_TO_COME: Final = re.compile(
    r"\b(?:will|shall|(?:is|are|was|were|due|expected|set|scheduled|planned) to|begins?|starts?)\b",
    re.I,
)
_WEEK: Final = 7
_SHORT: Final = timedelta(days=_WEEK)


def names_relatively(text: str, published: date | None, days: Days) -> bool:
    """Whether a sentence names one of ``days`` by the day on which its article was published. A
    weekday says no more than that day of a month or a year."""
    if published is None:
        return False
    asked = days.last - days.first
    return any(
        each.tells_of(days) and asked <= max(each.last - each.first, _SHORT)
        for each in relative_dates(text, published)
    )


def relative_dates(text: str, published: date) -> list[Days]:
    """The dates that a sentence names relative to the day on which its article was published."""
    found = [relative_days(match, published) for match in AGO.finditer(text)]
    return [*found, *_weekdays(text, published)]


def _weekdays(text: str, published: date) -> list[Days]:
    found = []
    for match in _WEEKDAY.finditer(text):
        ago = (published.weekday() - ENGLISH_DAYS.index(match["day"])) % _WEEK
        comes = match["which"] in ("next", "coming", "following", "until", "by")
        if comes or (not match["which"] and _TO_COME.search(text[: match.start()])):
            at = published + timedelta(days=(-ago % _WEEK) or _WEEK)
        else:
            at = published - timedelta(days=ago or (_WEEK if match["which"] else 0))
        found.append(Days(at, at, match.group()))
    return found
