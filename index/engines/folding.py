"""Folds words for comparison: the same result for all ways to compose, point or hyphenate them.

"Düsseldorf" may be written with combining marks, with a soft hyphen or in full-width letters;
Hebrew with or without points. The terms of the index and of a question are folded alike. Quotes are
never folded.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

IDEOGRAPH: Final = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
"""Chinese, Japanese and Korean characters for a character class; each is one word."""

# Thai, Lao, Myanmar and Khmer also have no blanks between words
_UNSPACED: Final = rf"{IDEOGRAPH}\u0e00-\u0e4f\u0e80-\u0ecf\u1000-\u109f\u1780-\u17d3"
_ALONE: Final = re.compile(f"([{_UNSPACED}])")
# the planes of Unicode with marks and format characters
_CODES: Final = (*range(0x20000), *range(0xE0000, 0xE0200))
# characters that folding leaves as they are; most texts have no others
_PLAIN: Final = re.compile(r"[\x00-\x7f‘’‚“”„–—€]*")
_VOICED: Final = "\u3099\u309a"  # marks that turn a kana into another letter


def folded(text: str) -> str:
    """The text for a tokenizer: compatibility forms unified (NFKC), marks and invisible characters
    removed, blanks around each character of a script without blanks. A lone surrogate becomes "?".

    Lengths and offsets of the result differ from those of ``text``.
    """
    text = text.encode("utf-8", "replace").decode("utf-8")
    if _PLAIN.fullmatch(text):
        return text
    apart = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text))
    return _ALONE.sub(r" \1 ", unicodedata.normalize("NFC", _dropped().sub("", apart)))


@cache
def word_pattern(joints: str = "'’.-") -> re.Pattern[str]:
    """A pattern for one word of a typed question: letters and digits with their marks and invisible
    characters, or one character of a script without blanks. ``joints`` are the signs allowed inside
    a word, the hyphen last."""
    letter = rf"(?![{_UNSPACED}])\w"
    marks = f"[{_marks('Mn', 'Mc', 'Me', 'Cf')}]*"
    inside = f"(?:{letter}{marks})+"
    return re.compile(rf"[{_UNSPACED}]{marks}|{inside}(?:[{joints}]{inside})*")


@cache
def _dropped() -> re.Pattern[str]:
    # a spacing vowel sign (Mc) is a letter for the tokenizer, so it stays
    return re.compile(f"(?![{_VOICED}])[{_marks('Mn', 'Me', 'Cf')}]")


@cache
def _codes() -> dict[str, list[int]]:
    """The characters of each category."""
    found: dict[str, list[int]] = {}
    for code in _CODES:
        found.setdefault(unicodedata.category(chr(code)), []).append(code)
    return found


def _marks(*categories: str) -> str:
    """All characters of these categories, written for a character class."""
    codes = sorted(code for each in categories for code in _codes()[each])
    parts: list[str] = []
    start = codes[0]
    for code, following in zip(codes, [*codes[1:], -1], strict=True):
        if following != code + 1:
            parts.append(f"\\U{start:08x}-\\U{code:08x}")
            start = following
    return "".join(parts)
