"""Classifies a line by its shape, into the kinds that ``body.py`` works with."""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import Final

from pincite.corpus.boilerplate.fragments import (
    CLOCK,
    DATE,
    MORE_NAMES,
    NAME,
    NAMES,
    NO_STOP,
    PARTICLE,
    SECTION,
    STAMP,
)
from pincite.corpus.boilerplate.line_patterns import (
    LONGEST,
    has_boilerplate_shape,
    is_about_page,
    is_related,
)

_BYLINE: Final = re.compile(
    rf"(?:by {NAMES}|(?:von|par|por) {NAME}{MORE_NAMES}{{1,9}})"
    r"(?:(?:,| [|/·]) ?[\w .'’-]{1,40}\w)?",
    re.IGNORECASE,
)
_STAMP_LINE: Final = re.compile(rf"(?:{STAMP})(?: ?[-–—|·/] ?{SECTION})?", re.IGNORECASE)
_DATE_LINE: Final = re.compile(rf"{DATE}|{CLOCK}", re.IGNORECASE)
_SECTION_LINE: Final = re.compile(rf"[-|] ?{SECTION}")
_DATED_HEADLINE: Final = re.compile(rf"{DATE} ?[:：] ?.{{1,160}}{NO_STOP}", re.IGNORECASE)
_KNOWN_SECTIONS: Final = frozenset(
    """society politics business culture cross-strait sports sport world opinion economy health
    science technology lifestyle entertainment travel national local international environment
    education arts finance markets weather crime features""".split()
)
_BETWEEN: Final = re.compile(r"[|·•]| [-–—] ")
_AUTHOR: Final = rf"{NAME}(?: {PARTICLE}){{0,2}}(?: {NAME}){{1,3}}"
_AUTHORS: Final = re.compile(_AUTHOR, re.IGNORECASE)
_CREDIT: Final = re.compile(
    rf"[(（]by ({NAMES})[)）]|(?:by|von|par|por) ([^,|/·]+).*", re.IGNORECASE
)
_BIO: Final = re.compile(
    rf"({_AUTHOR}) (?:is|was|has|covers|reports|writes|joined|lives|works)\b", re.IGNORECASE
)


class Shape(Enum):
    """The kind of a line, judged by its shape alone."""

    STAMP = auto()  # a date with a time, or "3 hours ago", with or without a section after it
    DATE = auto()  # only a date or a time; in an article it may be a heading
    SECTION = auto()  # "- Society"; in an article it may be a list item
    RELATED = auto()  # "Related news:"
    BOILERPLATE = auto()


def shape(words: str, *, top: bool) -> Shape | None:
    """The shape of a trimmed line, or None if it may be article.

    ``top`` says that the line is near the top of its page, where bylines are recognised.
    """
    if len(words) > LONGEST:
        return None
    if is_related(words):
        return Shape.RELATED
    if _STAMP_LINE.fullmatch(words):
        return Shape.STAMP
    if _DATE_LINE.fullmatch(words):
        return Shape.DATE
    if (
        has_boilerplate_shape(words)
        or (top and _BYLINE.fullmatch(words))
        or _describes_page(words, top=top)
    ):
        return Shape.BOILERPLATE
    return Shape.SECTION if _SECTION_LINE.fullmatch(words) else None


def is_known_section(words: str) -> bool:
    """Whether a line of shape SECTION is a usual section name of newspapers."""
    return words.lstrip("-| ").lower() in _KNOWN_SECTIONS


def is_dated_headline(words: str) -> bool:
    """Whether the line looks like "Feb. 3, 2026: Bridge to reopen". Beneath "Related news" it is
    not article."""
    return len(words) <= LONGEST and bool(_DATED_HEADLINE.fullmatch(words))


def authors(words: str) -> frozenset[str]:
    """The full names, case folded, in a byline or a credit; empty for any other line.

    The part after the first comma or bar is ignored: it may be a newspaper's name.
    """
    credit = _CREDIT.fullmatch(words[:LONGEST])
    names: list[str] = _AUTHORS.findall(credit[1] or credit[2]) if credit else []
    return frozenset(name.casefold() for name in names)


def is_about(words: str, names: frozenset[str]) -> bool:
    """Whether the line begins like a note about one of these authors: "Lin Mei covers ships."."""
    note = _BIO.match(words[:LONGEST])
    return note is not None and note[1].casefold() in names


def _describes_page(words: str, *, top: bool) -> bool:
    """Whether all parts of the line describe the page: "By Lin Mei | Feb. 3, 2026 | 4 min read"."""
    parts = [part.strip() for part in _BETWEEN.split(words)]
    rest = [
        part for part in parts if not (is_about_page(part) or (top and _BYLINE.fullmatch(part)))
    ]
    dates = [part for part in rest if _DATE_LINE.fullmatch(part) or _STAMP_LINE.fullmatch(part)]
    sections = [part for part in rest if part.lower() in _KNOWN_SECTIONS]
    sure = len(rest) < len(parts) or (top and dates and sections)
    return len(parts) > 1 and len(dates) + len(sections) == len(rest) and bool(sure)
