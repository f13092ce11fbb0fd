"""Checks of values from outside. Each returns the value, or raises TypeError or ValueError; the
message of a TypeError says what was expected."""

from __future__ import annotations

import math
from datetime import date
from typing import Any, Final

from pincite.corpus.article import Span
from pincite.index.retrieval.query import MAX_QUESTION
from pincite.qa.types import Dates

MOST: Final = 500
"""Citations, places, passages or texts that one list may have."""

_LONGEST: Final = 10 * MAX_QUESTION  # characters that a text may have if it is no question
_LARGEST: Final = 2**40


def fields(value: object) -> dict[str, Any]:
    """A JSON object."""
    if not isinstance(value, dict):
        raise TypeError("an object")
    return value


def listed(value: object) -> list[Any]:
    """A list of at most ``MOST`` values."""
    if not isinstance(value, list) or len(value) > MOST:
        raise TypeError(f"a list of at most {MOST}")
    return value


def text(value: object, longest: int = _LONGEST) -> str:
    """A text of at most ``longest`` characters."""
    if not isinstance(value, str) or len(value) > longest:
        raise TypeError(f"a text of at most {longest:,} characters")
    return value


def question(value: object) -> str:
    """A question: a text that is not blank."""
    if not text(value, MAX_QUESTION).strip():
        raise TypeError("a question")
    return text(value)


def texts(value: object) -> tuple[str, ...]:
    """A list of texts."""
    return tuple(text(each) for each in listed(value))


def pair(value: object) -> tuple[str, str]:
    """Two texts: a typed word and its correction."""
    typed, taken = texts(value)
    return typed, taken


def whole(value: object) -> int:
    """A count or an offset."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < _LARGEST:
        raise TypeError("a whole number")
    return value


def number(value: object) -> float:
    """A finite number."""
    if not isinstance(value, int | float) or not math.isfinite(value):
        raise TypeError("a number")
    return float(value)


def share(value: object) -> float:
    """A number, clipped to [0, 1]."""
    return min(max(number(value), 0.0), 1.0)


def span(value: object) -> Span:
    """A span from a list of its start and its end."""
    start, end = listed(value)
    return Span(whole(start), whole(end))


def dates(value: object) -> Dates | None:
    """The dates of a question, from a list of the four fields; or None."""
    if value is None:
        return None
    words, since, until, newest = listed(value)
    for each in (since, until):
        if text(each) and not each.startswith("--"):
            date.fromisoformat(each)
    return Dates(text(words), since, until, newest is True)
