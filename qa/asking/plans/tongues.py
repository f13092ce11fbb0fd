"""Which language a typed line is in, where it is another than the reader's. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import Final

from pincite.corpus.metadata.language import detected_language
from pincite.index.engines.lexical import ENGLISH, STEMMED, stop_words
from pincite.qa.weights import LANGUAGES

# by the first word of a letter's name in Unicode; kana make Japanese of a line with Chinese letters
_SCRIPTS: Final = {
    "HIRAGANA": "ja", "KATAKANA": "ja", "CJK": "zh", "HANGUL": "ko", "CYRILLIC": "ru",
    "ARABIC": "ar", "HEBREW": "he", "GREEK": "el", "DEVANAGARI": "hi", "THAI": "th",
    "TAMIL": "ta", "BENGALI": "bn", "GEORGIAN": "ka", "ARMENIAN": "hy",
}  # fmt: skip
_WORD: Final = re.compile(r"[^\W\d_]+")
_LEAST: Final = 2  # words that only carry a question, before they tell its language
_MOSTLY: Final = 0.6  # of the letters


def foreign_language(line: str) -> str | None:
    """The code (ISO 639-1) of the line's language; None where it is one that the reader was trained
    on, or cannot be told."""
    found = _by_script(line) or _by_words(line)
    return found if found and found not in LANGUAGES else None


def _by_script(line: str) -> str | None:
    letters = [c for c in line if c.isalpha()]
    scripts = Counter(unicodedata.name(c, "").partition(" ")[0] for c in letters)
    known = {name: count for name, count in scripts.items() if name in _SCRIPTS}
    if sum(known.values()) < _MOSTLY * max(len(letters), 1):
        return None
    if any(name in known for name in ("HIRAGANA", "KATAKANA")):
        return "ja"
    guess = _SCRIPTS[max(known, key=lambda name: known[name])]
    told = detected_language(line)
    # Ukrainian has the letters of Russian: more of them tell
    return told if told and guess in ("ru", "ar", "hi") else guess


def _by_words(line: str) -> str | None:
    """By the small words that carry a question, where they are of one language and not English."""
    words = _WORD.findall(line)
    known = {code: len(stop_words(words, code)) for code in STEMMED}
    best = max(known, key=lambda code: known[code])
    tied = [code for code in known if known[code] == known[best]]
    if known[best] < _LEAST or known[best] <= 2 * known[ENGLISH]:
        return None
    told = detected_language(line)
    if told in tied:
        return told
    return best if told is None else None
