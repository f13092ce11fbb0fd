"""Knows common English words, so that they are not taken for typing errors."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Final

_LEAST: Final = 4  # letters; shorter pieces of the vocabulary are often no words


def is_english(word: str) -> bool:
    """Whether a word in small letters is a common English one: a whole word in the vocabulary of
    the reader's tokenizer. False for most rare words."""
    return len(word) >= _LEAST and word in _vocabulary()


@cache
def _vocabulary() -> frozenset[str]:
    stored = (files("pincite.qa.weights") / "tokenizer.json").read_text("utf-8")
    return frozenset(json.loads(stored)["model"]["vocab"])
