"""Recognises a typed line in a language other than the reader's. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import Final

from pincite.corpus.metadata.language import detected_language
from pincite.index.engines.lexical import ENGLISH, STEMMED, stop_words
from pincite.qa.weights import LANGUAGES

# keys: the first word of a letter's name in Unicode. A line with kana is Japanese, also if it has
# Chinese letters.
_SCRIPTS: Final = {
    "HIRAGANA": "ja", "KATAKANA": "ja", "CJK": "zh", "HANGUL": "ko", "CYRILLIC": "ru",
    "ARABIC": "ar", "HEBREW": "he", "GREEK": "el", "DEVANAGARI": "hi", "THAI": "th",
    "TAMIL": "ta", "BENGALI": "bn", "GEORGIAN": "ka", "ARMENIAN": "hy",
}  # fmt: skip
_WORD: Final = re.compile(r"[^\W\d_]+")
_LEAST: Final = 2  # stop words of a language that a line must have to be taken for it
_MOSTLY: Final = 0.6  # share of the letters that must be of known scripts


def foreign_language(line: str) -> str | None:
    """The code (ISO 639-1) of the line's language; None if the reader was trained on it or if it
    cannot be recognised."""
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
    detected = detected_language(line)
    # several languages share these scripts, such as Ukrainian and Russian
    return detected if detected and guess in ("ru", "ar", "hi") else guess


def _by_words(line: str) -> str | None:
    """The language whose stop words the line has, if they are clearly not English; else None."""
    words = _WORD.findall(line)
    known = {code: len(stop_words(words, code)) for code in STEMMED}
    best = max(known, key=lambda code: known[code])
    tied = [code for code in known if known[code] == known[best]]
    if known[best] < _LEAST or known[best] <= 2 * known[ENGLISH]:
        return None
    detected = detected_language(line)
    if detected in tied:
        return detected
    return best if detected is None else None
