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
# before the preposition: "the year before 2001", "how long after 2011" ask for a distance
_DISTANCE: Final = re.compile(
    r"(?:\b(?:hour|day|week|month|year|decade)s?|\bhow\s+(?:long|soon|far|shortly))\s*$", re.I
)
# behind the date: "before the 2020 election" names an election
_NO_NOUN: Final = re.compile(
    r"\W*$|\s*[,;?.!]|\s+(?:is|are|was|were|be|did|do|does|has|have|had|will|would|can|could|and|or|"
    r"but|in|at|on|by|for|to|with|from|near|who|what|that|which|when|where|how|there|only)\b",
    re.I,
)
_THE_YEAR: Final = re.compile(r"\bthe\s+\d{4}$", re.I)
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
        if lead is None or _DISTANCE.search(line[: lead.start()]):
            continue
        ends_here = _NO_NOUN.match(line, end) and not _THE_YEAR.search(line[lead.start() : end])
        if not (ends_here or lead["between"]):
            continue
        if lead["before"] and days.first > date.min:
            return Days(date.min, days.first - _DAY, line[lead.start() : end])
        if lead["after"] and days.last < today:
            return Days(days.last + _DAY, today, line[lead.start() : end])
        if lead["between"] and following is not None:
            next_start, next_end, other = following
            joined = _AND.fullmatch(line[end:next_start]) and _NO_NOUN.match(line, next_end)
            if joined and days.first < other.last:
                return Days(days.first, other.last, line[lead.start() : next_end])
    return None


def _start(at: int, days: Days) -> int:
    """Where a date begins behind the preposition that belongs to its words."""
    own = _OWN_WORD.match(days.words)
    return at + (own.end() if own else 0)
