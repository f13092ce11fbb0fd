"""Reads dates as people and files write them, without guessing: a date with two meanings is none.

A day without a year is not a date here, and today's date never fills a gap. A time zone is kept
only if it is written and its name is unambiguous (CST and IST are not).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Final

from pincite.corpus.metadata.months import month_number, stated_weekday
from pincite.corpus.metadata.numerals import plain_digits

_EPOCH: Final = ("1970-01-01", "1969-12-31")
_OLDEST: Final = 1000  # programs write year 1 for "no date"
_LATEST: Final = 2200  # and year 9999
_HOURS: Final = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "bst": 1, "cet": 1, "cest": 2, "eet": 2,
    "eest": 3, "msk": 3, "hkt": 8, "sgt": 8, "awst": 8, "jst": 9, "kst": 9, "aest": 10, "aedt": 11,
    "nzst": 12, "nzdt": 13, "edt": -4, "est": -5, "cdt": -5, "mdt": -6, "mst": -7, "pdt": -7,
    "pst": -8, "akst": -9, "hst": -10,
}  # fmt: skip
_WORD: Final = r"[^\W\d_]{3,13}"  # a month, if pincite.corpus.metadata.months knows the word
_OF: Final = r"(?:(?:d[eio]l?|of) +|d[’'] ?)?"
_DATE: Final = (
    r"(?<![\d.,/-])(?:"
    r"(?P<y1>[0-9]{4})(?P<s1>[-/.]) ?(?P<m1>[0-9]{1,2})(?P=s1) ?(?P<d1>[0-9]{1,2})\.?"
    r"|(?P<y2>[0-9]{4}) ?[年년] ?(?P<m2>[0-9]{1,2}) ?[月월] ?(?P<d2>[0-9]{1,2}) ?[日일]"
    r"|(?P<a>[0-9]{1,2})(?P<s3>[-/]|\. ?)(?P<b>[0-9]{1,2})(?P=s3)(?P<y3>[0-9]{4})"
    rf"|(?P<m4>{_WORD})\.? +(?P<d4>[0-9]{{1,2}})(?:st|nd|rd|th)?,? +{_OF}(?P<y4>[0-9]{{4}})"
    rf"|(?P<d5>[0-9]{{1,2}})(?:st|nd|rd|th|er|[.ºª°])?(?:[ /-]+|(?<=\.)){_OF}(?P<m5>{_WORD})\.?,?"
    rf"(?:[ /-]+|(?<=\.)){_OF}(?P<y5>[0-9]{{4}})"
    rf"|(?P<y6>[0-9]{{4}})\.? +(?P<m6>{_WORD})\.? +(?P<d6>[0-9]{{1,2}})\.?"
    r")(?!\d|[-–][0-9])"
)
_CLOCK: Final = (
    r"(?P<hour>[0-9]{1,2})[:.h](?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:\.[0-9]+)?)?(?!\d)"
    r"(?: ?(?P<half>[ap])\.?m\b\.?)?"
    r"(?: ?\(?(?P<zone>(?:(?:utc|gmt) ?)?[+-][0-9]{1,2}:?(?:[0-9]{2})?(?!\d)|[a-z]{1,4}\b)\)?)?"
)
_AT: Final = r"(?:(?:at|um|à|às|a las|alle|ore|om|kl\.?|o|godz\.?|в|о|@) +)"
MOMENT: Final = rf"{_DATE}(?:(?:,? +{_AT}?| ?[|·–—-] ?|T){_CLOCK})?"
_WRITTEN: Final = re.compile(MOMENT, re.IGNORECASE)
# Dates as programs write them: "Tue Jan 28 15:28:56 CET 2020".
_YEAR_LAST: Final = re.compile(
    r"(?:[a-z]{3} )?([a-z]{3} [0-9]{1,2}) ([0-9:]{5,8})((?: [a-z]{1,4})?) ([0-9]{4})", re.IGNORECASE
)
_MAX_WRITTEN: Final = 100


@dataclass(frozen=True, slots=True)
class Moment:
    """A full date with its year, and the time of day if one is written.

    ``days`` are all possible meanings, month first if there are two ("02/03/2026"). ``order`` is
    the order that a numeric date shows when only one is possible, "MD" or "DM", else "".
    """

    days: tuple[date, ...]
    clock: time | None = None
    order: str = ""

    def iso(self, day: date) -> str:
        """This moment in ISO 8601, on ``day``, one of its ``days``."""
        return (datetime.combine(day, self.clock) if self.clock else day).isoformat()


def iso_date(value: object) -> str | None:
    """``value`` in ISO 8601 form, or None if it is not an ISO date or date-time."""
    if not isinstance(value, str):
        return None
    value = value.strip()
    for read in (date.fromisoformat, datetime.fromisoformat):
        try:
            found = read(value)
        except ValueError:
            continue
        return found.isoformat() if _OLDEST <= found.year <= _LATEST else None
    return None


def written_date(value: object) -> str | None:
    """``value`` in ISO 8601 form. Accepts ISO, "Feb. 3, 2026, 9:15 PM EST", "3. März 2026",
    "2026/02/03 21:15 +0800" and the like. None if it is not a date, or could mean two days."""
    if not isinstance(value, str):
        return None
    if iso := iso_date(value):
        return iso
    words = plain_digits(" ".join(value[:_MAX_WRITTEN].split())).strip()
    if late := _YEAR_LAST.fullmatch(words):
        words = f"{late[1]} {late[4]} {late[2]}{late[3]}"
    moment = moment_of(_WRITTEN.fullmatch(words[len(stated_weekday(words)) :]))
    return moment.iso(moment.days[0]) if moment and len(moment.days) == 1 else None


def stated_date(value: object) -> str | None:
    """The same for a value that programs write: the first second of 1970 is their "no date"."""
    iso = written_date(value)
    if iso is None or not iso.startswith(_EPOCH):
        return iso
    moment = datetime.fromisoformat(iso)
    since = moment.replace(tzinfo=moment.tzinfo or UTC).timestamp()
    return iso if since else None


def moments_in(line: str) -> Iterator[tuple[Moment, int, int]]:
    """The moments in a line, in order, each with its start and end."""
    line, at = plain_digits(line), 0
    while match := _WRITTEN.search(line, at):
        moment = moment_of(match)
        if moment:
            yield moment, *match.span()
        at = match.end() if moment else match.start() + 1


def real_date(year: int, month: int, day: int) -> date | None:
    """The date, or None if the calendar has no such day."""
    try:
        return date(year, month, day) if _OLDEST <= year <= _LATEST else None
    except ValueError:
        return None


def moment_of(match: re.Match[str] | None) -> Moment | None:
    """The moment that a match of MOMENT means; None if that day or time does not exist."""
    if match is None:
        return None
    days, order = _days(match)
    try:
        clock = _clock(match)
    except ValueError:
        return None
    return Moment(days, clock, order) if days else None


def _days(match: re.Match[str]) -> tuple[tuple[date, ...], str]:
    """The days that a match can mean, and the order that a numeric date shows ("MD", "DM" or
    "")."""
    found = match.groupdict()
    for n in "12456":
        if found[f"y{n}"]:
            named = found[f"m{n}"]
            month = int(named) if n in "12" else month_number(named)
            day = month and real_date(int(found[f"y{n}"]), month, int(found[f"d{n}"]))
            return ((day,) if day else ()), ""
    year, a, b = int(found["y3"]), int(found["a"]), int(found["b"])
    month_first, day_first = real_date(year, a, b), real_date(year, b, a)
    if found["s3"].startswith("."):  # nobody writes the month first with full stops
        month_first = None
    days = tuple(dict.fromkeys(day for day in (month_first, day_first) if day))
    sure = len(days) == 1 and a != b and not found["s3"].startswith(".")
    return days, ("MD" if month_first else "DM") if sure else ""


def _clock(match: re.Match[str]) -> time | None:
    """The time of day, or None if none is written. Raises ValueError if the time does not exist."""
    if not match["hour"]:
        return None
    hour = int(match["hour"])
    if match["half"]:
        if not 1 <= hour <= 12:
            raise ValueError(f"{hour} o'clock")
        hour = hour % 12 + (12 if match["half"].lower() == "p" else 0)
    return time(hour, int(match["minute"]), int(match["second"] or 0), tzinfo=_zone(match["zone"]))


def _zone(name: str | None) -> tzinfo | None:
    if not name:
        return None
    offset = re.fullmatch(r"(?:utc|gmt)? ?([+-])(\d{1,2}):?(\d{2})?", name, re.IGNORECASE)
    if offset is None:
        hours = _HOURS.get(name.lower())
        return None if hours is None else timezone(timedelta(hours=hours))
    minutes = 60 * int(offset[2]) + int(offset[3] or 0)
    return timezone(timedelta(minutes=-minutes if offset[1] == "-" else minutes))
