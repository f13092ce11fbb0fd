"""Ranges of days that a question names by their ends: "before May 2023", "after 3 March 2023",
"between 2019 and 2021". Pure.

"Since" and "by" are not among them: a text that answers "who has been mayor since 2014?" says
"since 2014" itself.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from pincite.qa.asking.dates.days import Days, placed_dates

_DAY: Final = timedelta(days=1)
_ENDS: Final = re.compile(
    r"\b(?:(?P<before>before|earlier\s+than|prior\s+to)|(?P<after>after|later\s+than)|"
    r"(?P<between>between|from))\s+(?:the\s+)?$",
    re.I,
)
_AND: Final = re.compile(r"\s+(?:and|to|until|till)\s+(?:the\s+)?", re.I)
_OWN_WORD: Final = re.compile(r"(?:before|after|from|until|of|in|by|since|during)\s+", re.I)


def range_asked_for(line: str, today: date) -> Days | None:
    """The range of days whose end, or both of whose ends, a question names; None if it names none.
    One that is open at its beginning begins with ``date.min``, one open at its end ends ``today``.
    A date without a year makes no range."""
    found = [(_start(at, each), at + len(each.words), each) for at, each in placed_dates(line)]
    found = [each for each in found if not each[2].yearless]
    for (start, end, days), following in zip(found, [*found[1:], None], strict=False):
        lead = _ENDS.search(line[:start])
        if lead is None:
            continue
        if lead["before"] and days.first > date.min:
            return Days(date.min, days.first - _DAY, line[lead.start() : end])
        if lead["after"] and days.last < today:
            return Days(days.last + _DAY, today, line[lead.start() : end])
        if lead["between"] and following is not None:
            next_start, next_end, other = following
            if _AND.fullmatch(line[end:next_start]) and days.first < other.last:
                return Days(days.first, other.last, line[lead.start() : next_end])
    return None


def _start(at: int, days: Days) -> int:
    """Where a date begins behind the preposition that belongs to its words."""
    own = _OWN_WORD.match(days.words)
    return at + (own.end() if own else 0)
