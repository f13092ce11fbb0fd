"""Slips of typing, mended with the articles' own words. Pure but for the look at those words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from pincite.index.engines.lexical import STOP_WORDS
from pincite.index.engines.spelling import distance

WordsLike = Callable[[str, int], list[tuple[str, int]]]
_WORD: Final = re.compile(r"(?<![\w.’'-])[^\W\d_]+(?![\w])")
# words that questions are made of and articles may lack
_ASKING: Final = tuple(
    "who whom whose when where why which how what many much about tell list every does did".split()
)
# behind them stands the word that a question begins with, before it the verb that follows
_BEGINS: Final = re.compile(r"(?:^\W*|[,;?]\s*|\b(?:and|but|so|or)\s+)$", re.I)
_PREPOSITION: Final = re.compile(r"\b(?:in|on|at|by|for|from|to|with|of|since|until)\s+$", re.I)
_VERB: Final = re.compile(
    r"\s+(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could|much|many)\b", re.I
)
_LEAST: Final = 3  # letters of a word that is looked at
_HALF: Final = 4  # letters of either half of two words typed as one
_MOST: Final = 40  # words that are looked up


Place = Literal["asks", "begins", "inside"]
"""Where a word stands: where a question begins, with its verb behind it or not, or elsewhere."""

Changes = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Corrected:
    """A line with its slips mended and its names spelled as the articles spell them. ``changes``
    are the words typed and what was taken for each; capitals alone are no change. ``other`` is the
    line with one slip mended otherwise, where a word may have been meant for another one."""

    line: str
    changes: Changes = ()
    other: Corrected | None = None


def corrected(line: str, words_like: WordsLike) -> Corrected:
    """The line as it was probably meant, by the words that the articles hold."""
    found = list(_WORD.finditer(line))[:_MOST]
    meant = [
        _meant(each.group(), words_like, _place(line[: each.start()], line[each.end() :]))
        for each in found
    ]
    first = [each[0] for each in meant]
    mended, changes = _with(line, found, first)
    doubtful = next((n for n, each in enumerate(meant) if len(each) > 1), None)
    if doubtful is None:
        return Corrected(mended, changes)
    second = [*first[:doubtful], meant[doubtful][1], *first[doubtful + 1 :]]
    return Corrected(mended, changes, Corrected(*_with(line, found, second)))


def _with(line: str, found: list[re.Match[str]], taken: list[str]) -> tuple[str, Changes]:
    """The line with other words in the places found, and which of them are other words."""
    pieces: list[str] = []
    changes: list[tuple[str, str]] = []
    end = 0
    for match, word in zip(found, taken, strict=True):
        if word.lower() != match.group().lower():
            changes.append((match.group(), word))
        pieces += [line[end : match.start()], word]
        end = match.end()
    return "".join([*pieces, line[end:]]), tuple(changes)


def _place(before: str, behind: str) -> Place:
    """Where a word stands in its line."""
    if _BEGINS.search(before):
        return "asks" if _VERB.match(behind) else "begins"
    return "begins" if _PREPOSITION.search(before) else "inside"


def _meant(word: str, words_like: WordsLike, place: Place) -> list[str]:
    """What a word was probably meant for, and what else it may have been: one or two."""
    small = word.lower()
    if small in STOP_WORDS or small in _ASKING or len(word) < _LEAST:
        return [word]
    like = words_like(word, 3)
    if like and like[0][0].lower() == small:
        # small letters are no slip, but a name is shown as the articles write it
        itself = like[0][0] if word.islower() and like[0][1] else word
        asking = "" if like[0][1] else _swapped_or_doubled(small)
        if not like[0][1] and place == "asks":  # "wen was it built"
            asking = asking or _asking(small, place)
        return [asking] if asking else [itself, *(each for each, _ in like[1:2])]
    if asking := _asking(small, place):
        return [asking]
    if like and sorted(small) == sorted(like[0][0].lower()):
        return [like[0][0]]  # two letters swapped are the likeliest slip: "opne" is no "one"
    if like and distance(small, like[0][0].lower(), 1) == 1:
        return [each for each, _ in like[:2]]
    if halves := _halves(word, words_like):
        return [halves]
    return [each for each, _ in like[:2]] or [word]


def _asking(word: str, place: Place) -> str:
    """The word questions are made of that this one was meant for; "" where it was for none."""
    near = [each for each in (*_ASKING, *sorted(STOP_WORDS)) if _is_slip(word, each, place)]
    return min(near, key=lambda e: (e[0] != word[0], not e.startswith(word)), default="")


def _swapped_or_doubled(word: str) -> str:
    """The word questions are made of that this is, two letters swapped or one doubled; else ""."""
    near = [each for each in _ASKING if distance(word, each, 1) == 1]
    same = [each for each in near if sorted(each) == sorted(word) or set(each) == set(word)]
    return same[0] if same else ""


def _is_slip(word: str, meant: str, place: Place) -> bool:
    """Whether one slip makes ``word`` of a word that questions are made of; a swap in any, another
    one in the longer ones, and in a short question word only where a question begins: the "hod" of
    "Fort Hod" is no "how"."""
    if len(meant) < _LEAST or distance(word, meant, 1) != 1:
        return False
    swapped = len(meant) == len(word) and sorted(meant) == sorted(word)
    asks = meant in _ASKING and (len(meant) >= _HALF or place != "inside")
    return swapped or ((asks or len(meant) > _HALF) and meant[0] == word[0])


def _halves(word: str, words_like: WordsLike) -> str:
    """Two words of the articles that were typed as one, a letter too many between them or none."""
    for at in range(_HALF, len(word) - _HALF + 1):
        first = _there(word[:at], words_like)
        if not first:
            continue
        for skip in (0, 1):
            rest = word[at + skip :]
            if len(rest) >= _HALF and (second := _there(rest, words_like)):
                # of a name in two words, both have a capital
                named = second[:1].isupper() and first.islower()
                return f"{first.capitalize() if named else first} {second}"
    return ""


def _there(word: str, words_like: WordsLike) -> str:
    like = words_like(word, 1)
    there = like and like[0][1] and like[0][0].lower() == word.lower()
    return like[0][0] if there else ""
