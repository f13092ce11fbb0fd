"""Dates as people and files write them, read without guessing: what could be two days is none.

A day without a year is no date here, nothing is filled in from today, and a time zone is kept only
where it is stated and its name means one thing (CST and IST do not).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from typing import Final

_OLDEST: Final = 1000  # programs write year 1 for "no date"
_LATEST: Final = 2200  # and year 9999
_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar jänner janvier janv enero ene",
            "feb february februar février févr febrero",
            "mar march märz mär mars marzo",
            "apr april avril avr abril abr",
            "may mai mayo",
            "jun june juni juin junio",
            "jul july juli juillet juil julio",
            "aug august août agosto ago",
            "sep sept september septembre septiembre",
            "oct october oktober okt octobre octubre",
            "nov november novembre noviembre",
            "dec december dezember dez décembre déc diciembre dic",
        ),
        start=1,
    )
    for name in names.split()
}
MONTH: Final = rf"(?:{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\b\.?"
_HOURS: Final = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "bst": 1, "cet": 1, "cest": 2, "eet": 2,
    "eest": 3, "msk": 3, "hkt": 8, "sgt": 8, "awst": 8, "jst": 9, "kst": 9, "aest": 10, "aedt": 11,
    "nzst": 12, "nzdt": 13, "edt": -4, "est": -5, "cdt": -5, "mdt": -6, "mst": -7, "pdt": -7,
    "pst": -8, "akst": -9, "hst": -10,
}  # fmt: skip
_WEEKDAY: Final = (
    r"(?:(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?|[a-zéû]{2,5}di"
    r"|dimanche|(?:sonn|mon|diens|donners|frei|sams)tag|mittwoch)[.,]{0,2} +"
)
_DATE: Final = (
    rf"(?:{_WEEKDAY})?(?:"
    r"(?P<y1>\d{4})(?P<s1>[-/.])(?P<m1>\d{1,2})(?P=s1)(?P<d1>\d{1,2})"
    r"|(?P<y2>\d{4}) ?年 ?(?P<m2>\d{1,2}) ?月 ?(?P<d2>\d{1,2}) ?日"
    r"|(?P<a>\d{1,2})(?P<s3>[-/.])(?P<b>\d{1,2})(?P=s3)(?P<y3>\d{4})"
    rf"|(?P<m4>{MONTH}) +(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?,? +(?P<y4>\d{{4}})"
    rf"|(?P<d5>\d{{1,2}})(?:st|nd|rd|th|er|\.)?[ -]+(?:de +)?(?P<m5>{MONTH}),?"
    r"[ -]+(?:de +)?(?P<y5>\d{4}))(?!\d)"
)
_CLOCK: Final = (
    r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?(?!\d)"
    r"(?: ?(?P<half>[ap])\.?m\b\.?)?"
    r"(?: ?\(?(?P<zone>(?:(?:utc|gmt) ?)?[+-]\d{1,2}:?(?:\d{2})?(?!\d)|[a-z]{1,4}\b)\)?)?"
)
_MOMENT: Final = rf"{_DATE}(?:(?:,? +(?:at +|um +)?| ?[|·–—-] ?|T){_CLOCK})?"
_WRITTEN: Final = re.compile(_MOMENT, re.IGNORECASE)
# a line that says nothing but when: "Published: Feb. 3, 2026, 9:15 PM", "02/03/2026 - Society"
_LINE: Final = re.compile(
    r"(?:(?P<first>(?:first |date )?(?:published|posted|publication|publish(?:ed)? date|issued)"
    r"|publié|veröffentlicht|發稿時間|發布時間|发布时间|公開日)"
    r"|(?P<later>(?:last )?(?:updated?|modified)|mis à jour|aktualisiert"
    r"|(?:最終)?更新(?:時間|时间)?)|date|by [^|·•\n]{3,80}[|·•])?"
    rf"(?:[:：]| on| at| le| am)* *{_MOMENT}(?P<rest> ?[-–—|·/(（].{{0,40}})?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Moment:
    """A day that is written out, with its year, and the time of day where one stands by it.

    ``days`` are all it can mean, month first where two are possible ("02/03/2026"); ``order`` says
    what shows when only one is: "MD" or "DM", else "".
    """

    days: tuple[date, ...]
    clock: time | None = None
    order: str = ""

    def iso(self, day: date) -> str:
        """This moment in ISO 8601, ``day`` being the one of its days that is meant."""
        return (datetime.combine(day, self.clock) if self.clock else day).isoformat()


@dataclass(frozen=True, slots=True)
class Stamp:
    """A line that says when: ``label`` is "published", "updated", or "" where it does not say."""

    moment: Moment
    label: str


def iso_date(value: object) -> str | None:
    """``value`` in ISO 8601 form, or None where it is no date or date-time in such a form."""
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
    """``value`` in ISO 8601 form: besides ISO, "Feb. 3, 2026, 9:15 PM EST", "3. März 2026",
    "2026/02/03 21:15 +0800" and the like. None where it is no date, or could be two."""
    if not isinstance(value, str):
        return None
    if iso := iso_date(value):
        return iso
    match = _WRITTEN.fullmatch(" ".join(value[:100].split()))
    moment = _moment(match) if match else None
    return moment.iso(moment.days[0]) if moment and len(moment.days) == 1 else None


def stamp_in(line: str) -> Stamp | None:
    """The moment that a line states, where it states nothing else but a section's or author's
    name; None otherwise."""
    match = _LINE.fullmatch(line.strip()) if len(line) <= 160 else None
    moment = _moment(match) if match else None
    if match is None or moment is None:
        return None
    return Stamp(moment, "published" if match["first"] else "updated" if match["later"] else "")


def month_number(name: str) -> int:
    """The month of a name that ``MONTH`` matches."""
    return _MONTHS[name.lower().rstrip(".")]


def real_date(year: int, month: int, day: int) -> date | None:
    """The date, or None where the calendar has none such."""
    try:
        return date(year, month, day) if _OLDEST <= year <= _LATEST else None
    except ValueError:
        return None


def _moment(match: re.Match[str]) -> Moment | None:
    days, order = _days(match)
    try:
        clock = _clock(match)
    except ValueError:
        return None
    return Moment(days, clock, order) if days else None


def _days(match: re.Match[str]) -> tuple[tuple[date, ...], str]:
    found = match.groupdict()
    for n in "12":
        if found[f"y{n}"]:
            day = real_date(int(found[f"y{n}"]), int(found[f"m{n}"]), int(found[f"d{n}"]))
            return ((day,) if day else ()), ""
    for n in "45":
        if found[f"y{n}"]:
            month = month_number(found[f"m{n}"])
            day = real_date(int(found[f"y{n}"]), month, int(found[f"d{n}"]))
            return ((day,) if day else ()), ""
    year, a, b = int(found["y3"]), int(found["a"]), int(found["b"])
    month_first, day_first = real_date(year, a, b), real_date(year, b, a)
    if found["s3"] == ".":  # nobody writes the month first with full stops
        month_first = None
    days = tuple(dict.fromkeys(day for day in (month_first, day_first) if day))
    sure = len(days) == 1 and a != b and found["s3"] != "."
    return days, ("MD" if month_first else "DM") if sure else ""


def _clock(match: re.Match[str]) -> time | None:
    """Raises ValueError where it is no time of day."""
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
