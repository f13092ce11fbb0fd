"""Recognises lines of an HTML page that state the date of publication. Pure.

Such a line is short, or it is a paragraph that begins with a day. Dates of changes do not count.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from pincite.corpus.formats.html.facts.declared import PageData
from pincite.corpus.formats.html.facts.shown_lines import PageLine, names_of_element
from pincite.corpus.metadata.date_lines import FIRST, LATER
from pincite.corpus.metadata.dates import Moment, iso_date, moments_in

_LONGEST: Final = 200
_LONGEST_META: Final = 500
_PARAGRAPH: Final = 100
# Words that may be beside the date; a line with more words is a sentence.
_WORDS: Final = 8
_MORE_WORDS: Final = 14  # if the line's class or id calls it a date
_OF_SENTENCE: Final = 5
_OF_CAPTION: Final = 8
DATED: Final = re.compile(
    r"(?<![a-z])(?:date|datum|fecha|time|published|posted)|[-_]date|pubdate|datepublished"
)
_META: Final = re.compile(r"meta|post-?(?:info|data)|posted|byline|publi|date")
_CAPTION: Final = re.compile(r"caption|credit|copyright|image|figure")
_NOT_WHEN: Final = re.compile(
    r"©|\(c\)|出生|生日|(?<![^\W_])(?:copyright|since|seit|bis|until|depuis|desde|born|geb\.?|geboren|joined"
    r"|registriert|member|mitglied|geburtsdatum|events?|deadline|termin)(?![^\W_])",
    re.IGNORECASE,
)
_ENDS: Final = re.compile(r"[.!?。！？][\"'”»)]*$")
_OPENING: Final = re.compile(r"(?:[^\W\d_][\w ./-]{1,30}[,:]? )?[(\[]?")
_OPENED: Final = re.compile(r"[.)\]]* ?[-–—:|•]+ |[.)\]]+ ")
_MONTH_FIRST: Final = re.compile(r"en[-_](?:us|ph)", re.IGNORECASE)
_DAY_FIRST: Final = re.compile(
    r"en[-_](?:gb|uk|au|nz|ie|in|za|sg|my|hk|ke|ng)|(?!en)[a-z]{2}", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Dated:
    """A possible moment of publication; ``moment`` has exactly one day. ``first`` says that the
    line itself calls it the publication."""

    moment: Moment
    first: bool

    @property
    def iso(self) -> str:
        """The moment in ISO 8601."""
        return self.moment.iso(self.moment.days[0])


def names_of(line: PageLine) -> str:
    """The classes and ids of a line, of the elements in it and of the two blocks around it."""
    return " ".join((line.names, *(names_of_element(each) for each in line.above[:2])))


def date_of_line(line: PageLine, order: str) -> Dated | None:
    """The moment in a line that says little else. None if there is none, or it may mean something
    else. ``order`` is the page's order of day and month, from ``day_month_order``."""
    if stated := _stated(line):
        return stated
    if not line.words or len(line.words) > _LONGEST_META:
        return None
    end = 0
    found: list[tuple[Moment, str]] = []
    for moment, start, stop in moments_in(line.words):
        found.append((_with_order(moment, order), line.words[end:start]))
        end = stop
    own = [(moment, before) for moment, before in found if not LATER.search(before)]
    if not own:
        return None
    beside = " ".join([*(before for _, before in found), line.words[end:]])
    named = next((moment for moment, before in own if FIRST.search(before)), None)
    if named is None and len({moment.days for moment, _ in own}) > 1:
        return None
    moment = named or own[0][0]
    if len(moment.days) > 1 or not _plausible(line, beside):
        return None
    return Dated(moment, bool(FIRST.search(beside)))


def opening_date(line: PageLine, order: str) -> Dated | None:
    """The day at the start of a paragraph: "Orsk, (12.11.2021). The council …", "3 May 2020 –
    …"."""
    match = _OPENING.match(line.words) if len(line.words) > _PARAGRAPH else None
    if match is None:
        return None
    rest = line.words[match.end() : match.end() + 60]
    moment, start, stop = next(moments_in(rest), (None, 0, 0))
    if moment is None or start or not (_OPENED.match(rest[stop:]) or "(" in match[0]):
        return None
    settled = _with_order(moment, order)
    return Dated(settled, False) if len(settled.days) == 1 else None


def day_month_order(tree: Any, data: PageData, shown: Sequence[PageLine]) -> str:
    """Whether the page writes the month or the day first: "MD" or "DM", or "" if unknown."""
    short = (line.words for line in shown if len(line.words) <= _LONGEST)
    orders = {moment.order for words in short for moment, _, _ in moments_in(words)} - {""}
    if orders:
        return orders.pop() if len(orders) == 1 else ""
    root = tree.getroottree().getroot()
    declared = [
        root.get("lang") or "",
        *data.meta_values("og:locale", "content-language", "dc.language"),
    ]
    for language in filter(None, declared):
        if _MONTH_FIRST.match(language):
            return "MD"
        if _DAY_FIRST.match(language):
            return "DM"
    return ""


def _stated(line: PageLine) -> Dated | None:
    """The moment in an attribute of the line, unless the line is about a change."""
    if LATER.search(line.words) and not FIRST.search(line.words):
        return None
    for value in line.stated:
        if iso := iso_date(value):
            moment = datetime.fromisoformat(iso)
            clock = moment.timetz() if len(iso) > len("2020-03-04") else None
            return Dated(Moment((moment.date(),), clock), bool(FIRST.search(line.words)))
    return None


def _plausible(line: PageLine, beside: str) -> bool:
    """Whether a line with a date and the other words ``beside`` may state the publication."""
    names = names_of(line)
    words = len(beside.split())
    if _NOT_WHEN.search(beside) or (words > _OF_CAPTION and _CAPTION.search(names)):
        return False
    if FIRST.search(beside) and _META.search(names):
        return True
    if len(line.words) > _LONGEST or (_ENDS.search(line.words) and words > _OF_SENTENCE):
        return False
    named = DATED.search(names) or _META.search(names) or FIRST.match(line.words)
    return words <= (_MORE_WORDS if named else _WORDS)


def _with_order(moment: Moment, order: str) -> Moment:
    """The moment; if it has two possible days and the page's order is known, only the right one."""
    if len(moment.days) == 2 and order:
        return replace(moment, days=(moment.days[0 if order == "MD" else 1],))
    return moment
