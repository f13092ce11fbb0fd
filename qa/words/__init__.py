"""All words of the page, in a table for each language, and the current language.

A table is a JSON file such as ``en.json``, which has a text for each key. ``reasons.json`` has
translations, by their English text, of the reasons why a file was not read. Shell and Python always
use English. The page uses the language that its visitor chose, while it is rendered.
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

_MADE: Final = "said."  # the prefix of keys of sentences that other modules make in English
_BETWEEN: Final = "; "
_GAP: Final = re.compile(r"\{(\w+)[^}]*\}")
_spoken: ContextVar[str] = ContextVar("spoken", default=ENGLISH)


@cache
def table(language: str) -> dict[str, str]:
    """The texts of a language, by key."""
    reasons = {
        f"{_MADE}{english}": english if language == ENGLISH else translations[language]
        for english, translations in _read("reasons").items()
    }
    return {**_read(language), **reasons}


def _read(name: str) -> dict[str, Any]:
    text = files(__name__).joinpath(f"{name}.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


def current_language() -> str:
    """The current language."""
    return _spoken.get()


@contextmanager
def in_language(language: object) -> Iterator[None]:
    """Sets the current language during a block; English if there is no table for it."""
    token = _spoken.set(language if language in LANGUAGES else ENGLISH)
    try:
        yield
    finally:
        _spoken.reset(token)


def say(key: str, **values: Any) -> str:
    """The text of a key in the current language, with the values filled in. Raises KeyError for an
    unknown key or a missing value."""
    return table(_spoken.get())[key].format(**values)


def known(key: str) -> bool:
    """Whether the tables have this key."""
    return key in table(ENGLISH)


def translated(sentence: str) -> str:
    """An English sentence from another module in the current language. The whole sentence or its
    pieces between semicolons are translated; what has no translation stays English."""
    if _spoken.get() == ENGLISH:
        return sentence
    pieces = sentence.split(_BETWEEN)
    made = [_translation(piece) for piece in pieces]
    if not all(made) and (whole := _translation(sentence)):
        return whole
    if not any(made):
        return sentence
    return say("list.semicolon").join(new or old for new, old in zip(made, pieces, strict=True))


def _translation(sentence: str) -> str:
    """The translation of a sentence; "" if the tables have none."""
    for key, pattern in _patterns():
        if match := pattern.fullmatch(sentence):
            values = match.groupdict()
            if "why" in values:  # this value is a sentence of its own
                values["why"] = translated(values["why"])
            return say(key, **values)
    return ""


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The keys and patterns of the sentences that other modules make. Those with the most fixed
    text come first, because the gaps match anything."""
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
