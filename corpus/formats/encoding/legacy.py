"""Guesses the 8-bit or double-byte encoding of a text that is not Unicode. The only file that
imports chardet.

chardet (the models of version 7) proposes encodings, the likeliest first. A proposal is dropped if
its text is not one that people write: two scripts in a word, a capital inside it, symbols among
letters, or Latin letters that no single language uses together. If the best two proposals left give
different texts and are about equally likely, neither is taken.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Final

from pincite.corpus.errors import ReadError

# A family of encodings is represented by Python's largest one.
_WIDER: Final = {
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "shift_jis_2004": "cp932",
    "euc_jis_2004": "euc_jp",
    "euc_kr": "cp949",
    "iso2022_jp_2": "iso2022_jp",
}
_WESTERN: Final = "cp1252 iso8859-15 mac-roman cp850 cp437 cp865 cp858 iso8859-10 cp861 mac-iceland"
_CENTRAL: Final = "cp1250 iso8859-2 mac-latin2 cp852 iso8859-16"
_BALTIC: Final = "cp1257 iso8859-13 iso8859-4 cp775"
_TURKISH: Final = "cp1254 mac-turkish cp857"
_CYRILLIC: Final = "cp1251 koi8-r koi8-u iso8859-5 mac-cyrillic cp866 cp1125"
_OTHER: Final = """cp1253 iso8859-7 mac-greek cp737 cp1255 iso8859-8 cp862 cp1256 iso8859-6 cp874
    cp1258 cp932 euc_jp gb18030 big5hkscs cp949 johab hz iso2022_jp iso2022_kr"""
LEGACY: Final = tuple(" ".join((_WESTERN, _CENTRAL, _BALTIC, _TURKISH, _CYRILLIC, _OTHER)).split())

# The letters outside ASCII of each language.
_NORDIC: Final = "åäæöøéèüáóô"
_ALPHABETS: Final = {
    "en": "éèêëàâäáåæçïîñóöôøúüûß",
    "fr": "àâæçèéêëîïñôœùûüÿ",
    "de": "äöüßéèàáç",
    "es": "áéíóúüñçàèòïªº",
    "pt": "àáâãçéêíóôõúüñªº",
    "it": "àèéìíîòóùúªº",
    "nl": "áéíóúàèëïöüêç",
    "ga": "áéíóú",
    "da": _NORDIC,
    "no": _NORDIC,
    "sv": _NORDIC,
    "fi": "åäöéšž",
    "is": "áðéíóúýþæö",
    "et": "äöõüšž",
    "pl": "ąćęłńóśźżé",
    "cs": "áčďéěíňóřšťúůýž",
    "sk": "áäčďéíĺľňóôŕšťúýž",
    "hu": "áéíóöőúüű",
    "ro": "ăâîşţșț",
    "hr": "čćđšž",
    "sl": "čšžćđ",
    "lt": "ąčęėįšųūž",
    "lv": "āčēģīķļņšūž",
    "tr": "çğıöşüâîû",
    "ru": "абвгдежзийклмнопрстуфхцчшщъыьэюяё",
    "bg": "абвгдежзийклмнопрстуфхцчшщъьюяѝ",
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "be": "абвгдеёжзійклмнопрстуўфхцчшыьэюя",
    "sr": "абвгдђежзијклљмнњопрстћуфхцчџш",
    "mk": "абвгдѓежзѕијклљмнњопрстќуфхцчџш",
}
# The languages that an encoding was made for.
_LANGUAGES: Final = {
    **dict.fromkeys(_WESTERN.split(), "en fr de es pt it nl ga da no sv fi is et"),
    **dict.fromkeys(_CENTRAL.split(), "pl cs sk hu ro hr sl de"),
    **dict.fromkeys(_BALTIC.split(), "lt lv et"),
    **dict.fromkeys(_TURKISH.split(), "tr"),
    **dict.fromkeys(_CYRILLIC.split(), "ru bg uk be sr mk"),
}
_WEST: Final = frozenset("".join(_ALPHABETS[each] for each in _LANGUAGES["cp1252"].split()))
# Weights below 1 for encodings that are less common than the others.
_RARE: Final = {
    **dict.fromkeys("mac-roman mac-latin2 mac-cyrillic mac-greek cp850 cp437 cp852".split(), 0.85),
    **dict.fromkeys("iso8859-4 iso8859-10 iso8859-16 cp775 cp861 cp865 cp858".split(), 0.6),
    **dict.fromkeys("mac-iceland mac-turkish cp857 cp1125 johab cp1258".split(), 0.6),
}
_TYPOGRAPHY: Final = frozenset("‘’‚“”„«»‹›–—…•€£©®™°·¡¿²³\xa0\xad")
_LETTER: Final = r"[^\W\d_]"
_BEYOND: Final = r"(?:(?![\x00-\x7f\u2e80-\uffff])[^\W\d_])"  # a letter outside ASCII, not Chinese
_LONE: Final = "àáâãåæèéêíîïòóôõöøúőįªº"  # letters that are a word or an ordinal's end
# Impossible neighbours: a symbol beside a letter, a letter beside a digit or alone.
_STUCK: Final = re.compile(
    rf"{_LETTER}[¡¿£€©®°•…™†«»“„‘‚–—²³]+{_LETTER}|{_LETTER}[®°‚„¡¿£€]|[®©£€³²]{_LETTER}{{2}}"
    rf"|(?<![lL])·{_LETTER}|{_LETTER}·(?![lL])|[ \xa0]\xa0|\xa0 "
    rf"|{_BEYOND}\d|\d(?![ªº]){_BEYOND}(?!\w)"
    rf"|(?<![\w.'’\u0300-\u036f])(?![{_LONE}{_LONE.upper()}])[À-ɏ](?![\w.'’\u0300-\u036f])"
)
_SCRIPTS: Final = {
    "Latin": "A-Za-zªºÀ-ÖØ-öø-ɏ",
    "Greek": "\u0370-\u03ff",
    "Cyrillic": "\u0400-\u04ff",
    "Hebrew": "\u0590-\u05ff",
    "Arabic": "\u0600-\u06ff\ufb50-\ufdff\ufe70-\ufeff",
    "Thai": "\u0e00-\u0e7f",
}
_WORD: Final = re.compile(rf"{_LETTER}+")
_MIXED: Final = re.compile(
    "|".join(
        f"[{one}](?=[{''.join(other for other in _SCRIPTS.values() if other != one)}])"
        for one in _SCRIPTS.values()
    )
)
_MARKS: Final = (
    range(0x300, 0x370),
    range(0x384, 0x388),
    range(0x590, 0x700),
    range(0xE00, 0xE80),
    range(0x2460, 0x2500),
    range(0x3000, 0x3100),
    range(0xFF00, 0xFFA0),
)
_DECLARATION: Final = re.compile(rb"(?:charset|coding)\s*[=:]", re.IGNORECASE)
_CONTROL: Final = re.compile("[\x80-\x9f\ufffd\ue000-\uf8ff]")
_LEAST: Final = 0.03  # a lower confidence of chardet means nothing
_CLOSE: Final = 0.8  # from this share of the best weight on, a second encoding is a rival


def guess(sample: bytes, *, whole: bool = True) -> tuple[str, ...]:
    """The encodings of LEGACY in which the bytes may be written, the likeliest first. One if it is
    clear, several if each gives another text, none if none is likely.

    ``whole`` says that the sample does not end in the middle of a longer text. Raises ReadError if
    chardet is not installed.
    """
    found: dict[str, tuple[float, str]] = {}
    best = 0.0
    for encoding, language, confidence in _proposed(sample):
        if confidence < max(_LEAST, _CLOSE * best):
            break  # confidences fall, and no weight is above its confidence
        text = _decoded(sample, encoding, whole)
        if text is None or (text not in found and not plausible(text, encoding)):
            continue
        fits = _share(text, language) if language in _ALPHABETS else 1
        weight = confidence * _RARE.get(encoding, 1) * (1 + fits) / 2
        best = max(best, weight)
        if weight > found.get(text, (0.0, ""))[0]:
            found[text] = (weight, encoding)
    ranked = sorted(found.values(), reverse=True)
    return tuple(encoding for weight, encoding in ranked if weight >= _CLOSE * best)


def _proposed(sample: bytes) -> Iterator[tuple[str, str, float]]:
    """Encodings of LEGACY, each with the language and the confidence of chardet, in falling
    order."""
    try:
        from chardet import detect_all
    except ImportError as error:
        raise ReadError(f"old encodings cannot be read in this installation: {error}") from None
    # the declared encoding was already tried
    sample = _DECLARATION.sub(b" ", sample)
    found: list[Any] = list(detect_all(sample, ignore_threshold=True, compat_names=False))
    for each in found:
        name = str(each["encoding"] or "")
        name = _WIDER.get(name, name)
        if name in LEGACY:
            yield name, str(each["language"]), float(each["confidence"])


def _decoded(sample: bytes, encoding: str, whole: bool) -> str | None:
    try:
        return codecs.getincrementaldecoder(encoding)().decode(sample, final=whole)
    except UnicodeDecodeError:
        return None


def plausible(text: str, encoding: str) -> bool:
    """Whether people write text like this in ``encoding``. One fault in fifty characters outside
    ASCII is allowed."""
    if _CONTROL.search(text) or not _one_language(text, encoding):
        return False
    foreign = _foreign(text)
    faults = sum(n for c, n in foreign.items() if not (c.isalpha() or c in _TYPOGRAPHY or _mark(c)))
    faults += len(_STUCK.findall(text)) + len(_MIXED.findall(text)) + _capitals(text)
    return faults <= 0.02 * sum(foreign.values())


def _foreign(text: str) -> dict[str, int]:
    """How often each character outside ASCII occurs in a text."""
    return {c: n for c, n in Counter(text).items() if c > "\x7f"}


def _mark(char: str) -> bool:
    """Whether this is a sign of Hebrew, Arabic, Thai, Vietnamese or Chinese writing."""
    return any(ord(char) in marks for marks in _MARKS)


def _capitals(text: str) -> int:
    """The number of capitals in wrong places next to a letter outside ASCII: after a small letter,
    or second in a word that continues in small letters."""
    found = 0
    for word in _WORD.findall(text):
        if word.isascii() or word.islower() or word.isupper() or word.istitle():
            continue
        pairs = pairwise(word)
        found += sum(a.islower() and b.isupper() and max(a, b) > "\x7f" for a, b in pairs)
        found += word[:2].isupper() and word[2:3].islower() and max(word[:2]) > "\x7f"
    return found


def _one_language(text: str, encoding: str) -> bool:
    """Whether the letters outside ASCII, except for some names, belong to one language that
    ``encoding`` was made for."""
    if encoding not in _LANGUAGES:
        return True
    languages = _LANGUAGES[encoding].split()
    if encoding == "cp1252" and all(c in _WEST for c in _foreign(text.lower()) if c.isalpha()):
        return True  # names of several countries
    least = 0.99 if encoding in _CYRILLIC.split() else 0.9
    return max(_share(text, each) for each in languages) >= least


def _share(text: str, language: str) -> float:
    """The share of the letters outside ASCII that belong to a language's alphabet; 1 if there are
    none."""
    letters = {c: n for c, n in _foreign(text.lower()).items() if c.isalpha()}
    known = sum(n for c, n in letters.items() if c in _ALPHABETS[language])
    return known / sum(letters.values()) if letters else 1.0
