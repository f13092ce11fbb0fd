"""Days that a sentence of news names by the day it was written: "on Thursday", "yesterday", "last
year". Pure.

A weekday in news is nearly always the last one before the article appeared, or the day itself. It
is the next one behind "next" and the like, and in a clause that tells what is still to come. Where
only another clause tells that, the weekday names no day.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from pincite.corpus.metadata.months import ENGLISH_DAYS
from pincite.qa.asking.dates.days import AGO, Days, relative_days

_WEEKDAY: Final = re.compile(
    r"(?:\b(?P<which>(?i:next|last|coming|following|until|by|previous))\s+)?\b"
    rf"(?P<day>{'|'.join(ENGLISH_DAYS)})\b(?!\s+(?:last|next|this)\s+week)"
)
# what tells on which side of the article's day a clause is; "Will" with a capital is a name
_SIDE: Final = re.compile(
    r"\b(?:(?P<to_come>will|shall|(?:is|are|was|were|due|expected|set|scheduled|planned) to|"
    r"begins?|starts?)|said|told|announced|added|confirmed|reported|wrote|warned|insisted|claimed|"
    r"stated|admitted|denied)\b"
)
_CLAUSE_ENDS: Final = re.compile(r"[,;:“”\"]")
_LONGEST: Final = 2_000  # characters; a longer sentence is no sentence
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
    if len(text) > _LONGEST:
        return []
    found = []
    for match in _WEEKDAY.finditer(text):
        ago = (published.weekday() - ENGLISH_DAYS.index(match["day"])) % _WEEK
        which = (match["which"] or "").lower()
        comes = which in ("next", "coming", "following", "until", "by") if which else None
        if comes is None:
            comes = _is_to_come(text, match.start(), match.end())
        if comes:
            at = published + timedelta(days=(-ago % _WEEK) or _WEEK)
        elif comes is False:
            at = published - timedelta(days=ago or (_WEEK if which else 0))
        else:
            continue
        found.append(Days(at, at, match.group()))
    return found


def _is_to_come(text: str, start: int, end: int) -> bool | None:
    """Whether a weekday is still to come when a sentence is written, by the word nearest before it
    in its clause that tells, else by the first one behind it. None if only other clauses tell."""
    sides = list(_SIDE.finditer(text))
    ends = [each.start() for each in _CLAUSE_ENDS.finditer(text)]
    first = max((each for each in ends if each < start), default=-1)
    last = min((each for each in ends if each >= end), default=len(text))
    before = [each for each in sides if first < each.start() < start]
    behind = [each for each in sides if end <= each.start() < last]
    if nearest := [*before[-1:], *behind[:1]]:
        return nearest[0]["to_come"] is not None
    return None if any(each["to_come"] for each in sides) else False
