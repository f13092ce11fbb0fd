"""All words of the page, in a table for each language, and which of them is spoken now.

A table is a file of JSON, ``en.json`` and the like: what is said, by a key that tells where. Shell
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

_GAP: Final = re.compile(r"\{(\w+)[^}]*\}")
_spoken: ContextVar[str] = ContextVar("spoken", default=ENGLISH)


@cache
def table(language: str) -> dict[str, str]:
    """What is said in a language, by key."""
    text = files(__name__).joinpath(f"{language}.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


def spoken() -> str:
    """The language that is spoken now."""
    return _spoken.get()


@contextmanager
def speaking(language: object) -> Iterator[None]:
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
    """A sentence that was made elsewhere, in English, in the language that is spoken now; as it
    stands where the table has none like it."""
    if _spoken.get() == ENGLISH:
        return sentence
    for key, pattern in _patterns():
        if match := pattern.fullmatch(sentence):
            values = match.groupdict()
            if "why" in values:  # what stands there is a sentence of its own
                values["why"] = translated(values["why"])
            return say(key, **values)
    return sentence


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The sentences that are made elsewhere: what is in their gaps may be anything."""
    made = []
    for key, text in table(ENGLISH).items():
        if key.startswith("said."):
            gaps = iter(_GAP.findall(text))
            parts = [re.escape(part) for part in _GAP.split(text)[::2]]
            made.append((key, re.compile("".join(_joined(parts, gaps)), re.DOTALL)))
    return tuple(made)


def _joined(parts: list[str], gaps: Iterator[str]) -> Iterator[str]:
    yield parts[0]
    for part in parts[1:]:
        yield f"(?P<{next(gaps)}>.+?)"
        yield part
