"""The words of the articles, and those that a mistyped word may have been. Pure.

Nearly all typing errors are one insertion, omission, replacement or swap (Damerau 1964, "A
technique for computer detection and correction of spelling errors"), rarely in the first letter. Of
equally near words, one that sounds the same is likelier, then a more frequent one.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from string import ascii_lowercase
from typing import Final

from rapidfuzz.distance import OSA

from pincite.index.engines.folding import folded

_WORD: Final = re.compile(r"[^\W\d_]{2,40}")
_OPENS: Final = re.compile(r"(?:^|[.!?:;\n\"“”‘«(])\W*$")  # after it any word has a capital
_BEFORE: Final = 4  # characters before a word that show whether it begins a sentence
_SHORT: Final = 4  # letters; shorter words are not corrected
_LONG: Final = 8  # letters; from this length on two errors are likely
_NAMED: Final = 3  # times more often with a capital than without makes a name; "guard" is not one
# endings, and the least letters before them: "router" may be "route" + r, "watter" is not "watt"
_ENDINGS: Final = (("ing", 2), ("ed", 2), ("rs", 5), ("r", 5), ("es", 3), ("s", 3), ("ly", 4))
_VOWELS: Final = re.compile(r"[aeiouy]+")
_SOUNDS: Final = (
    (re.compile("ph"), "f"), (re.compile("gh|wh"), "w"), (re.compile("sch"), "sh"),
    (re.compile("ck|c(?=[aouklrt])|q"), "k"), (re.compile("[zc]"), "s"), (re.compile("x"), "ks"),
    (re.compile(r"(?<=.)[aeiouyhw]"), ""), (re.compile(r"(.)\1+"), r"\1"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spelled:
    """A word of the articles: in lower case without accents, in its usual spelling, and its
    count."""

    word: str
    spelling: str
    count: int


def distance(typed: str, meant: str, most: int) -> int:
    """The number of insertions, omissions, replacements and swaps of neighbours between two words;
    ``most`` + 1 if there are more."""
    return int(OSA.distance(typed, meant, score_cutoff=most))


def word_counts(texts: Iterable[str]) -> Counter[tuple[str, str]]:
    """How often each (word, form) occurs in the texts. The form is "" where the word begins a
    sentence, because its capital means nothing there. Linear in the texts."""
    found: Counter[tuple[str, str]] = Counter()
    for text in texts:
        for each in _WORD.finditer(text):
            start, form = each.start(), each.group()
            opens = _OPENS.search(text[max(start - _BEFORE, 0) : start])
            found[key(form), "" if opens else form] += 1
    return found


def usual_spelling(word: str, forms: Mapping[str, int]) -> Spelled | None:
    """The usual spelling of a word inside sentences, from the counts of its forms: with a capital
    if it is rarely without. None if the word does not occur."""
    count = sum(forms.values())
    inside = [form for form, n in forms.items() if form and n > 0]
    small = [form for form in inside if form.islower()]
    named = sum(forms[form] for form in inside) - sum(forms[form] for form in small)
    if named < _NAMED * sum(forms[form] for form in small):
        inside = small
    spelling = max(inside, key=lambda form: (forms[form], form)) if inside else word
    return Spelled(word, spelling, count) if count > 0 else None


def key(word: str) -> str:
    """The form of a word for comparison: folded, in lower case."""
    return folded(word).casefold()


def initials(word: str) -> tuple[str, ...]:
    """The possible first letters of the word meant by ``word``: its first two letters, which may be
    swapped."""
    return tuple(dict.fromkeys(word[:2]))


def allowed_slips(word: str) -> int:
    """The number of typing errors that are allowed in a word of this length."""
    return 0 if len(word) < _SHORT else 1 if len(word) < _LONG else 2


def nearest(word: str, candidates: Iterable[Spelled], n: int) -> list[Spelled]:
    """Up to ``n`` of the candidates that ``word`` may mean, likeliest first."""
    most, sound = allowed_slips(word), _sound_of(word)
    ranked: list[tuple[float, str, Spelled]] = []
    for each in candidates:
        same = _sound_of(each.word) == sound
        # a word that sounds the same may be written very differently
        allowed = most + (1 if same and most else 0)
        apart = distance(word, each.word, allowed)
        if 0 < apart <= allowed:
            likely = apart - 0.7 * same - 0.1 * math.log(each.count)
            ranked.append((likely - 0.2 * (word[0] == each.word[0]), each.word, each))
    return [each for _, _, each in sorted(ranked, key=lambda row: row[:2])[:n]]


def respelled(word: str) -> Iterator[str]:
    """Words that ``word`` may mean, independent of the articles, likeliest first: with two letters
    swapped, a letter doubled or undoubled, or an unheard letter changed; in a long word any
    letter."""
    cuts = [(word[:n], word[n:]) for n in range(1, len(word))]
    yield from (a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1)
    yield from (a + b[1:] for a, b in cuts if b[0] == a[-1])
    yield from (a + a[-1] + b for a, b in cuts)
    long = len(word) >= _LONG
    others = (
        *(a + b[1:] for a, b in cuts),
        *(a + letter + b for a, b in cuts for letter in ascii_lowercase),
        *(a + letter + b[1:] for a, b in cuts for letter in ascii_lowercase),
    )
    yield from (each for each in others if long or _sound_of(each) == _sound_of(word))


def inflected_from(word: str) -> Iterator[str]:
    """Words of which an English word may be a form: "lend" for "lends", "sue" and "su" for
    "suing"."""
    for ending, least in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem == word or len(stem) < least or (ending in ("r", "rs") and stem[-1] != "e"):
            continue
        if ending != "es" or stem.endswith(("ss", "x", "z", "h", "o")):  # "doeses" is no form
            yield stem
        if ending in ("ing", "ed"):
            yield f"{stem}e"
            yield from (stem[:-1],) if stem[-1] == stem[-2] else ()
        elif stem.endswith("i"):
            yield f"{stem[:-1]}y"


def sounds_alike(word: str, other: str) -> bool:
    """Whether two words differ by one error that is not heard: "mayer" and "mayor", "rabit" and
    "rabbit". "reset" has a syllable more than "rest"."""
    syllables = [len(_VOWELS.findall(each)) for each in (word, other)]
    alike = _sound_of(word) == _sound_of(other) and syllables[0] == syllables[1]
    return alike and distance(word, other, 1) == 1


def _sound_of(word: str) -> str:
    for pattern, letter in _SOUNDS:
        word = pattern.sub(letter, word)
    return word
