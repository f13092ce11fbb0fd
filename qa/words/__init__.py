"""All words of the page, in a table for each language, and which of them is spoken now.

A table is a file of JSON, ``en.json`` and the like: what is said, by a key that tells where. Why a
file was not read is said in pieces, which ``reasons.json`` has by the English of each. Shell
and Python speak English; the page speaks what its visitor chose, for as long as it is rendered.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.resources import files
from typing import Any, Final

ENGLISH: Final = "en"
LANGUAGES: Final = (ENGLISH, "zh-Hant")
"""The languages that there is a table for, by their IETF tags."""

_MADE: Final = "said."  # begins the keys of sentences that are made elsewhere
_BETWEEN: Final = "; "
_GAP: Final = re.compile(r"\{(\w+)[^}]*\}")
_spoken: ContextVar[str] = ContextVar("spoken", default=ENGLISH)


@cache
def table(language: str) -> dict[str, str]:
    """What is said in a language, by key."""
    reasons = {
        f"{_MADE}{english}": english if language == ENGLISH else told[language]
        for english, told in _read("reasons").items()
    }
    return {**_read(language), **reasons}


def _read(name: str) -> dict[str, Any]:
    text = files(__name__).joinpath(f"{name}.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


def current_language() -> str:
    """The language that is spoken now."""
    return _spoken.get()


@contextmanager
def in_language(language: object) -> Iterator[None]:
    """Speaks a language within the block; English where there is no table for it."""
    token = _spoken.set(language if language in LANGUAGES else ENGLISH)
    try:
        yield
    finally:
        _spoken.reset(token)


def say(key: str, **values: Any) -> str:
    """What is said, with the values in their places. Raises KeyError for a key or a value that is
    not there."""
    return table(_spoken.get())[key].format(**values)


def known(key: str) -> bool:
    """Whether something is said by this key."""
    return key in table(ENGLISH)


def translated(sentence: str) -> str:
    """A sentence that was made elsewhere, in English, in the language that is spoken now, the whole
    or its pieces between semicolons; as it stands where the table has none like it."""
    if _spoken.get() == ENGLISH:
        return sentence
    pieces = sentence.split(_BETWEEN)
    told = [_told(piece) for piece in pieces]
    if not all(told) and (whole := _told(sentence)):
        return whole
    return say("list.semicolon").join(new or old for new, old in zip(told, pieces, strict=True))


def _told(sentence: str) -> str:
    for key, pattern in _patterns():
        if match := pattern.fullmatch(sentence):
            values = match.groupdict()
            if "why" in values:  # what stands there is a sentence of its own
                values["why"] = translated(values["why"])
            return say(key, **values)
    return ""


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The sentences that are made elsewhere, those that say most first: what is in their gaps may
    be anything."""
    made = []
    for key, text in table(ENGLISH).items():
        if key.startswith(_MADE):
            gaps = iter(_GAP.findall(text))
            parts = [re.escape(part) for part in _GAP.split(text)[::2]]
            made.append((key, re.compile("".join(_joined(parts, gaps)), re.DOTALL)))
    return tuple(sorted(made, key=lambda each: -len(_GAP.sub("", table(ENGLISH)[each[0]]))))


def _joined(parts: list[str], gaps: Iterator[str]) -> Iterator[str]:
    yield parts[0]
    for part in parts[1:]:
        yield f"(?P<{next(gaps)}>.+?)"
        yield part
