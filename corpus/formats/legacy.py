"""Which 8-bit or double-byte encoding a text was written in, before UTF-8.

Latin letters are judged by alphabet: the first table under which they all belong to one language.
Everything else is judged by how much of it are the characters that running text in that encoding
is made of. charset-normalizer was tried and is not used: on a sentence or two it took French for
Baltic or Central European, Swedish for nothing, EUC-JP for Korean and KOI8-R for Shift-JIS.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

# Python's wider variant stands for a whole family: cp1252 reads Latin-1, big5hkscs Big5, cp949
# EUC-KR, gb18030 GB2312 and GBK, cp932 Shift-JIS. Of two as likely the earlier one is meant.
LEGACY: Final = (
    "cp1252",
    "cp1250",
    "cp1254",
    "cp1251",
    "koi8_r",
    "cp1253",
    "cp949",
    "big5hkscs",
    "gb18030",
    "euc_jp",
    "cp932",
)

# The letters outside ASCII of one language a line.
_ALPHABETS: Final = {
    "cp1252": (
        "àâæçèéêëîïñôœùûüÿ",  # French
        "äöüßéèàáç",  # German
        "áéíóúüñçàèòï",  # Spanish, Catalan
        "àáâãçéêíóôõúüñ",  # Portuguese
        "àèéìíîòóùú",  # Italian
        "åäæöøéèüáóô",  # Danish, Norwegian, Swedish
        "åäöéšž",  # Finnish
        "áðéíóúýþæö",  # Icelandic
        "áéíóúàèëïöüêç",  # Dutch, Irish
    ),
    "cp1250": (
        "ąćęłńóśźżé",  # Polish
        "áčďéěíňóřšťúůýž",  # Czech
        "áäčďéíĺľňóôŕšťúýž",  # Slovak
        "áéíóöőúüű",  # Hungarian
        "ăâîşţ",  # Romanian
        "čćđšž",  # Croatian, Slovene
    ),
    "cp1254": ("çğıöşüâîû",),  # Turkish
}
_TYPOGRAPHY: Final = frozenset("‘’‚“”„«»‹›–—…•€£§©®™°·¡¿ªº²³½\xa0\xad")
# A symbol where a letter should be: another table's letter.
_STUCK: Final = re.compile(r"[^\W\d_][¡¿£§©®°·«»½]+[^\W\d_]|[^\W\d_]{3}[²³¹ªº]|[£½][^\W\d_]{2}")
_LONG_RUN: Final = re.compile(r"(?:(?![\x00-\x7f])[^\W\d_]){4,}")

# Level one of each national standard, by lead byte: the characters of running text.
_LEADS: Final = {
    "big5hkscs": range(0xA4, 0xC7),
    "gb18030": range(0xB0, 0xD8),
    "euc_jp": range(0xB0, 0xD0),
    "cp932": range(0x88, 0x98),
    "cp949": range(0xB0, 0xC9),
}
_TRAIL_ASCII: Final = ("big5hkscs", "cp932")
_JAPANESE: Final = ("euc_jp", "cp932")
_SCRIPTS: Final = {
    "cp1251": re.compile("(?<![A-Za-z])[\u0400-\u04ff]+(?![A-Za-z])"),
    "koi8_r": re.compile("(?<![A-Za-z])[\u0400-\u04ff]+(?![A-Za-z])"),
    "cp1253": re.compile("(?<![A-Za-z])[\u0370-\u03ff]+(?![A-Za-z])"),
}


def guess(sample: bytes, *, whole: bool = True) -> str | None:
    """The likeliest of LEGACY for bytes that are not UTF-8, or None where none is likely.

    ``whole`` says that the sample does not end in the middle of a longer text.
    """
    texts = {code: text for code in LEGACY if (text := _decoded(sample, code, whole)) is not None}
    for code in _ALPHABETS:
        if code in texts and _one_language(texts[code], code):
            return code
    scores = {code: _score(texts[code], code) for code in texts if code not in _ALPHABETS}
    best = max(scores, key=lambda code: scores[code], default=None)
    if best is not None and scores[best] >= 0.8:
        return best
    return "cp1252" if "cp1252" in texts and _western(texts["cp1252"]) else None


def _decoded(sample: bytes, code: str, whole: bool) -> str | None:
    try:
        return codecs.getincrementaldecoder(code)().decode(sample, final=whole)
    except UnicodeDecodeError:
        return None


def _letters(text: str) -> list[str]:
    return [c for c in text.lower() if c > "\x7f" and c.isalpha() and c not in _TYPOGRAPHY]


def _one_language(text: str, code: str) -> bool:
    """Whether 98 in 100 letters outside ASCII belong to one language that ``code`` was made for."""
    if not _latin(text):
        return False
    letters = _letters(text)
    most = max(sum(c in alphabet for c in letters) for alphabet in map(set, _ALPHABETS[code]))
    return most >= 0.98 * len(letters)


def _western(text: str) -> bool:
    """Whether the letters are those of several Western languages mixed."""
    known = set("".join(_ALPHABETS["cp1252"]))
    return _latin(text) and all(c in known for c in _letters(text))


def _latin(text: str) -> bool:
    """Whether letters outside ASCII stand singly among others, and symbols outside words."""
    foreign = [c for c in text if c > "\x7f"]
    symbols = [c for c in foreign if not c.isalpha() or c in _TYPOGRAPHY]
    odd = sum(c not in _TYPOGRAPHY for c in symbols) + len(_STUCK.findall(text))
    packed = sum(len(run) for run in _LONG_RUN.findall(text))
    return odd <= 0.02 * len(foreign) and packed <= 0.1 * len(foreign)


def _score(text: str, code: str) -> float:
    """The share of characters outside ASCII that are usual in ``code``, between 0 and 1."""
    foreign = [c for c in text if c > "\x7f"]
    if code not in _LEADS:
        return _cased(text, _SCRIPTS[code]) / len(foreign)
    return sum(_usual(c, code) for c in foreign) / len(foreign)


def _cased(text: str, script: re.Pattern[str]) -> int:
    """How many characters lie in words of the script that are cased as words are."""
    return sum(len(word) for word in script.findall(text) if word[1:].islower() or word.isupper())


def _usual(char: str, code: str) -> bool:
    if char in "\u2018\u2019\u201c\u201d\u2013\u2014\u2026\u00b7":
        return True
    if "\u3000" <= char <= "\u303f" or "\uff01" <= char <= "\uff60":
        return True
    if "\u3041" <= char <= "\u30fe":
        return code in _JAPANESE
    raw = char.encode(code, "replace")  # half of a letter that has two code points has no bytes
    return len(raw) == 2 and raw[0] in _LEADS[code] and (raw[1] >= 0xA1 or code in _TRAIL_ASCII)
