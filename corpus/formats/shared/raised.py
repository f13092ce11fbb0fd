"""Small raised numbers in texts with markup: powers, and the numbers of notes."""

from __future__ import annotations

import re
from typing import Final

_POWERS: Final = str.maketrans("0123456789-–−+n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻⁻⁺ⁿ")
_POWER: Final = re.compile(r"[-–−+]?\d{1,3}|[-–−+]|n")
_MARK: Final = re.compile(r"\[?(?:\d{1,3}|[a-z]|[*†‡§]{1,3})\]?(?:[,;] ?\[?\d{1,3}\]?){0,5}")


def raised(words: str) -> str:
    """The words of a raised part as raised letters if they are a small number, else as they are:
    "10" with a raised "6" is no "106"."""
    bare = words.strip()
    return bare.translate(_POWERS) if _POWER.fullmatch(bare) else words


def is_note_mark(words: str) -> bool:
    """Whether the words of a raised link are the number or the sign of a note."""
    return _MARK.fullmatch(words.strip()) is not None
