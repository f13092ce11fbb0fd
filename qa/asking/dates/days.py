"""Dates as people type and write them, each as a range of days. Pure.

A date in an article without a year gets the year that brings it nearest to the day of publication.
A date in a question without a year matches any year; as its own year it gets the last one in which
it began by today.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from pincite.corpus.metadata.months import ENGLISH

_MONTHS: Final = tuple(name[:3].lower() for name in ENGLISH)
_MONTH: Final = (
    r"(?P<month>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|"
    r"Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_WHOLE: Final = "|".join(ENGLISH)
_YEAR: Final = r"(?P<year>1[5-9]\d\d|20\d\d)"
# feasts that have the same day everywhere, and how they are typed
_FEASTS: Final = {
    r"Christmas Eve": (12, 24),
    r"Christmas(?: Day)?": (12, 25),
    r"Boxing Day": (12, 26),
    r"New Year['’]?s Eve": (12, 31),
    r"New Year['’]?s Day": (1, 1),
    r"Valentine['’]?s Day": (2, 14),
    r"Halloween": (10, 31),
}
_THAT_YEAR: Final = r"(?: (?:of )?(?:last|this) year)"
_DAY: Final = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_WRITTEN: Final = tuple(
    re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])", re.I)
    for pattern in (
        r"(?P<year>1[5-9]\d\d|20\d\d)-(?P<month>[01]?\d)-(?P<day>[0-3]?\d)",
        # "on Christmas Day" and "Christmas 2023", but not "the Christmas market"
        rf"(?P<feast>{'|'.join(_FEASTS)})(?:,? (?:of )?{_YEAR}|{_THAT_YEAR})",
        rf"(?:on|at|over|during|since|last|this) (?P<feast>{'|'.join(_FEASTS)})"
        r"(?!['’]|(?-i: [A-Z]\w)| (?:market|tree)s?\b)",
        rf"{_DAY} (?:of )?{_MONTH}(?:,? {_YEAR}|{_THAT_YEAR})?",
        rf"{_MONTH} {_DAY}(?:,? {_YEAR}|{_THAT_YEAR})?(?! (?:percent|people))",
        rf"(?:(?:in|of|by|since|until|before|after|from|during) )?{_MONTH},? {_YEAR}",
        rf"(?:in|during|for|of|from|by|since|before|after|until|year) {_YEAR}",
        rf"{_YEAR}",
        rf"(?:(?:in|during|of|since|until) )?(?P<month>{_WHOLE}){_THAT_YEAR}",
        # "may" and "march" alone are verbs, and "May Street" is no month
        rf"(?:in|during|since|until|(?:last|this)(?! ma[yr])|early|late|mid)[ -](?P<month>{_WHOLE})"
        r"(?!['’]|(?-i: [A-Z]\w)| street| road)",
    )
)
AGO: Final = re.compile(
    r"\b(?:(?P<last>last|this) (?P<unit>year|month|week)|(?P<day>yesterday|today))\b", re.I
)
"""A date relative to another day, with the groups ``last``, ``unit`` and ``day``."""

REPORTED: Final = timedelta(days=3)
"""Newspapers report an event within so many days."""

_MONTH_LONG: Final = timedelta(days=31)
_LEAP: Final = 9  # of so many years in a row, one has a 29th of February
_NEWEST: Final = re.compile(
    r"\b(?:now|newest|latest|current|currently|at the moment|these days|most recent|today|"
    r"up to date|so far|by now|nowadays|yet|still(?! life)|any ?more)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Days:
    """A range of days, both ends included, and the words it was read from. A date without a year is
    ``yearless``; it has the year 4, or a likely one."""

    first: date
    last: date
    words: str = ""
    yearless: bool = False

    def meets(self, other: Days) -> bool:
        """Whether the two ranges have a day in common. Years are ignored if one is yearless."""
        if self.yearless or other.yearless:
            mine, its = _in_year(self.first), _in_year(other.first)
            return mine <= _last_in_year(other) and its <= _last_in_year(self)
        return self.first <= other.last and other.first <= self.last

    @property
    def spelled(self) -> tuple[str, ...]:
        """The ways to write a single day without its year ("March 9", "Mar 9"); empty for longer
        ranges."""
        if self.first != self.last:
            return ()
        name = ENGLISH[self.first.month - 1]
        short = "Sept" if name == "September" else name[:3]
        return tuple(dict.fromkeys(f"{each} {self.first.day}" for each in (name, short)))

    def just_before(self, day: date) -> bool:
        """Whether ``day`` is one of these days or at most three days later, when newspapers report.
        The year is ignored if this date has none."""
        within = self.last - self.first + REPORTED
        years = (day.year, max(day.year - 1, 1)) if self.yearless else (self.first.year,)
        return any(timedelta(0) <= day - _moved(self.first, year) <= within for year in years)

    def tells_of(self, asked: Days) -> bool:
        """Whether this date, which a sentence names, may be the one ``asked`` about. It must not be
        much longer: a sentence on a whole year does not tell of one day in it. A date whose year is
        not known does not tell of a year."""
        if self.yearless and not asked.yearless and asked.last - asked.first > _MONTH_LONG:
            return False
        longer = (self.last - self.first) > max(asked.last - asked.first, _MONTH_LONG)
        return self.meets(asked) and not longer


def names(text: str, published: date | None, days: Days) -> bool:
    """Whether a text of an article published then names a date that may be one of ``days``."""
    return any(each.tells_of(days) for each in dates_in_sentence(text, published))


def wants_newest(line: str) -> bool:
    """Whether the line asks about the present or the newest."""
    return bool(_NEWEST.search(line))


def date_asked_for(line: str, today: date) -> Days | None:
    """The first date in a question: a day, a month, a year, or "last year" relative to ``today``;
    None if there is no date. One without a year gets the last year in which it began by
    ``today``."""
    if found := next(_read(line), None):
        return _latest(found, today) if found.yearless else found
    if match := AGO.search(line):
        return relative_days(match, today)
    return None


def is_dated(line: str) -> bool:
    """Whether the line names a date."""
    return next(_read(line), None) is not None or bool(AGO.search(line))


def dates_in_sentence(text: str, published: date | None) -> list[Days]:
    """The dates that a sentence names. A date without a year gets the year that brings it nearest
    to the day of publication."""
    return [_dated(each, published) for each in _read(text)]


def placed_dates(text: str) -> list[tuple[int, Days]]:
    """The dates in a text, each with the place where its words begin, in order."""
    taken: list[tuple[int, int]] = []
    found: list[tuple[int, Days]] = []
    for pattern in _WRITTEN:
        for match in pattern.finditer(text):
            if not any(match.start() < end and start < match.end() for start, end in taken):
                days = _days(match)
                if days:
                    taken.append(match.span())
                    found.append((match.start(), days))
    return sorted(found, key=lambda pair: pair[0])


def _read(text: str) -> Iterator[Days]:
    return (days for _, days in placed_dates(text))


def _days(match: re.Match[str]) -> Days | None:
    parts = match.groupdict()
    year, month, day = parts.get("year"), parts.get("month"), parts.get("day")
    number = _month(month) if month else 0
    if feast := parts.get("feast"):
        number, day = next(on for name, on in _FEASTS.items() if re.fullmatch(name, feast, re.I))
    try:
        if day and number:
            at = date(int(year or 4), number, int(day))
            return Days(at, at, match.group(), yearless=not year)
        if number and year:
            first = date(int(year), number, 1)
            return Days(first, _end_of_month(first), match.group())
        if year:
            return Days(date(int(year), 1, 1), date(int(year), 12, 31), match.group())
        first = date(4, number, 1)
        return Days(first, _end_of_month(first), match.group(), yearless=True) if number else None
    except ValueError:
        return None


def _month(word: str) -> int:
    return int(word) if word.isdigit() else _MONTHS.index(word[:3].lower()) + 1


def _dated(days: Days, published: date | None) -> Days:
    if not days.yearless or published is None:
        return days
    if in_it := _in_that_year(days, published):
        return in_it
    years = range(max(published.year - 1, 1), min(published.year + 1, 9999) + 1)
    near = [found for year in years if (found := _in(days, year))]
    return min(near, key=lambda each: abs((each.first - published).days), default=days)


def _in_that_year(days: Days, day: date) -> Days | None:
    """A date with "last year" or "this year", said on ``day``; None for other dates."""
    found = re.search(r"\b(last|this) year$", days.words, re.I)
    return _in(days, day.year - (found[1].lower() == "last")) if found else None


def _latest(days: Days, today: date) -> Days:
    if in_it := _in_that_year(days, today):
        return in_it
    for year in range(today.year, today.year - _LEAP, -1):
        found = _in(days, year)
        if found and found.first <= today:
            return replace(found, yearless=True)
    return days


def _in(days: Days, year: int) -> Days | None:
    """A date without a year, in a year; None for the 29th of February where there is none."""
    first = _moved(days.first, year)
    if first.day != days.first.day:
        return None
    last = first if days.first == days.last else _end_of_month(first)
    return Days(first, last, days.words)


def _moved(day: date, year: int) -> date:
    """The day in another year; instead of a 29th of February that does not exist, the 28th."""
    return day.replace(year=year, day=min(day.day, monthrange(year, day.month)[1]))


def _end_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _in_year(at: date) -> tuple[int, int]:
    return at.month, at.day


def _last_in_year(days: Days) -> tuple[int, int]:
    whole = days.first.day == 1 and days.last == _end_of_month(days.first)
    return (days.last.month, 31) if whole else _in_year(days.last)


def relative_days(match: re.Match[str], today: date) -> Days:
    """The days that words such as "last year" or "yesterday" mean on the day ``today``. The match
    has the groups of ``AGO``."""
    words = match.group()
    if match["day"]:
        at = today - timedelta(days=1 if match["day"].lower() == "yesterday" else 0)
        return Days(at, at, words)
    back = 1 if match["last"].lower() == "last" else 0
    unit = match["unit"].lower()
    if unit == "year":
        return Days(date(today.year - back, 1, 1), date(today.year - back, 12, 31), words)
    if unit == "month":
        last = today.replace(day=1) - timedelta(days=1) if back else today
        return Days(last.replace(day=1), _end_of_month(last), words)
    monday = today - timedelta(days=today.weekday() + 7 * back)
    return Days(monday, monday + timedelta(days=6), words)
