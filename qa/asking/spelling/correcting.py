"""Corrects typing errors with the articles' own words. Pure apart from looking up those words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from pincite.index.engines.lexical import STOP_WORDS, asked_terms
from pincite.index.engines.spelling import distance
from pincite.qa.asking.spelling.abbreviations import meant_by, spelled_out

WordsLike = Callable[[str, int], list[tuple[str, int]]]
_WORD: Final = re.compile(r"(?<![\w.’'-])[^\W\d_]+(?![\w])")
# words that questions are made of and articles may lack
_ASKING: Final = tuple(
    "who whom whose when where why which how what many much about tell list every does did".split()
)
# small words that are no names, though the articles may write them as names only ("Per Holt")
_NO_NAMES: Final = frozenset("per via since without within upon".split())
# what comes before the first word of a question, and the verb that follows a question word
_BEGINS: Final = re.compile(r"(?:^\W*|[,;?]\s*|\b(?:and|but|so|or)\s+)$", re.I)
_PREPOSITION: Final = re.compile(r"\b(?:in|on|at|by|for|from|to|with|of|since|until)\s+$", re.I)
_VERB: Final = re.compile(
    r"\s+(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could|much|many)\b", re.I
)
_LEAST: Final = 3  # letters that a word must have to be corrected
_HALF: Final = 4  # letters that each of two words typed as one must have
_OFTEN: Final = 3  # times that the articles must have a name whose owner's s lacks its apostrophe
# what an owner has stands behind, and nothing before says that several are meant
_OWNS: Final = re.compile(
    r" (?!(?:that|who|which|is|are|was|were|do|does|did|has|have|had|will|would|can|could|may|and|"
    r"or|in|on|of|for|to|at|by|with|from|about|after|before|during|not|be|been)\b|\w+(?:ed|ing)\b)[a-z]"
)
_SEVERAL: Final = re.compile(
    r"\b(?:which|what|many|the|all|some|these|those|other|several|most|few|no|any|both|of|two|three|"
    r"four|five|six|seven|eight|nine|ten|\d+)\s+$",
    re.I,
)
_MOST: Final = 40  # words that are looked up, at most


Position = Literal["asks", "begins", "inside"]
"""The place of a word: "begins" begins a question, "asks" also has a verb after it, "inside" is
anywhere else."""

Changes = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Corrected:
    """A line with its typing errors corrected and its names spelled as in the articles.
    ``changes`` pairs each typed word with its correction; a changed capital is not listed.
    ``other`` is the line with another correction of one word, if there is a second likely one."""

    line: str
    changes: Changes = ()
    other: Corrected | None = None


def corrected(line: str, words_like: WordsLike) -> Corrected:
    """The line as it was probably meant, judged by the words in the articles."""
    line, shortened = spelled_out(line)
    found = list(_WORD.finditer(line))[:_MOST]
    meant = [
        _meant(each.group(), words_like, line[: each.start()], line[each.end() :]) for each in found
    ]
    first = [each[0] for each in meant]
    mended, changes = _with_words(line, found, first)
    changes = (*shortened, *changes)
    doubtful = next((n for n, each in enumerate(meant) if len(each) > 1), None)
    if doubtful is None:
        return Corrected(mended, changes)
    second = [*first[:doubtful], meant[doubtful][1], *first[doubtful + 1 :]]
    other, others = _with_words(line, found, second)
    return Corrected(mended, changes, Corrected(other, (*shortened, *others)))


def as_typed(asked: tuple[str, ...], changes: Changes) -> tuple[tuple[str, ...], Changes]:
    """What was searched for and which words were changed, as both are shown: a word that only got
    another ending is shown as it was typed, since it is found in any form."""
    endings = [pair for pair in changes if asked_terms(pair[0]) == asked_terms(pair[1])]
    for typed, taken in endings:
        word = re.compile(rf"(?<!\w){re.escape(taken)}(?!\w)")
        asked = tuple(word.sub(typed, each, count=1) for each in asked)
    return asked, tuple(pair for pair in changes if pair not in endings)


def _with_words(line: str, found: list[re.Match[str]], taken: list[str]) -> tuple[str, Changes]:
    """The line with the words ``taken`` in place of those found, and the pairs that differ."""
    pieces: list[str] = []
    changes: list[tuple[str, str]] = []
    end = 0
    for match, word in zip(found, taken, strict=True):
        if word.lower() != match.group().lower():
            changes.append((match.group(), word))
        pieces += [line[end : match.start()], word]
        end = match.end()
    return "".join([*pieces, line[end:]]), tuple(changes)


def _place(before: str, behind: str) -> Position:
    """The place of a word in its line, by the text before it and behind it."""
    if _BEGINS.search(before):
        return "asks" if _VERB.match(behind) else "begins"
    return "begins" if _PREPOSITION.search(before) else "inside"


def _meant(word: str, words_like: WordsLike, before: str, behind: str) -> list[str]:
    """One or two words that a word of a line was probably meant as, by what stands beside it."""
    if short := meant_by(word, before, behind):
        return _spelled_out(word, short, words_like)
    may_own = _OWNS.match(behind) and not _SEVERAL.search(before)
    if may_own and (owner := _owner(word, words_like)):
        return [owner]
    return _likely_words(word, words_like, _place(before, behind))


def _spelled_out(word: str, meant: tuple[str, ...], words_like: WordsLike) -> list[str]:
    """One or two words for an abbreviation: what it is short for, but first the abbreviation itself
    if the articles have it too."""
    itself = _in_articles(word, words_like) if len(word) > 1 else ""
    return [itself, meant[0]] if itself else list(meant[:2])


def _likely_words(word: str, words_like: WordsLike, place: Position) -> list[str]:
    """One or two words: the one that was probably meant, and another that may have been."""
    small = word.lower()
    if small in STOP_WORDS or small in _ASKING or small in _NO_NAMES or len(word) < _LEAST:
        return [word]
    like = words_like(word, 3)
    if like and like[0][0].lower() == small:
        # small letters are no error, but a name is shown as the articles write it
        itself = like[0][0] if word.islower() and like[0][1] else word
        asking = "" if like[0][1] else _swapped_or_doubled(small)
        if not like[0][1] and place == "asks":  # as in "wen was it built"
            asking = asking or _question_word(small, place)
        return [asking] if asking else [itself, *(each for each, _ in like[1:2])]
    if asking := _question_word(small, place):
        return [asking]
    if like and sorted(small) == sorted(like[0][0].lower()):
        return [like[0][0]]  # swapped letters are the likeliest error: "opne" is "open", not "one"
    if like and distance(small, like[0][0].lower(), 1) == 1:
        return [each for each, _ in like[:2]]
    if halves := _halves(word, words_like):
        return [halves]
    return [each for each, _ in like[:2]] or [word]


def _question_word(word: str, place: Position) -> str:
    """The question word or stop word that was meant by this one; "" if there is none."""
    near = [each for each in (*_ASKING, *sorted(STOP_WORDS)) if _is_slip(word, each, place)]
    return min(near, key=lambda e: (e[0] != word[0], not e.startswith(word)), default="")


def _swapped_or_doubled(word: str) -> str:
    """The question word that this is with two letters swapped or one doubled; else ""."""
    near = [each for each in _ASKING if distance(word, each, 1) == 1]
    same = [each for each in near if sorted(each) == sorted(word) or set(each) == set(word)]
    return same[0] if same else ""


def _is_slip(word: str, meant: str, place: Position) -> bool:
    """Whether ``word`` is ``meant``, a word that questions are made of, with one typing error. Two
    swapped letters count in any word; other errors count in longer words, and in a short question
    word only where a question begins: the "hod" of "Fort Hod" is not "how"."""
    if len(meant) < _LEAST or distance(word, meant, 1) != 1:
        return False
    swapped = len(meant) == len(word) and sorted(meant) == sorted(word)
    asks = meant in _ASKING and (len(meant) >= _HALF or place != "inside")
    return swapped or ((asks or len(meant) > _HALF) and meant[0] == word[0])


def _halves(word: str, words_like: WordsLike) -> str:
    """Two words of the articles that were typed as one, perhaps with a wrong letter between them;
    "" if there are none."""
    for at in range(_HALF, len(word) - _HALF + 1):
        first = _in_articles(word[:at], words_like)
        if not first:
            continue
        for skip in (0, 1):
            rest = word[at + skip :]
            if len(rest) >= _HALF and (second := _in_articles(rest, words_like)):
                # both words of a name have a capital
                named = second[:1].isupper() and first.islower()
                return f"{first.capitalize() if named else first} {second}"
    return ""


def _owner(word: str, words_like: WordsLike) -> str:
    """ "Rigby's" for "rigbys", if the articles have the name "Rigby" but not the word itself; else
    ""."""
    if not word.islower() or word[-1] != "s" or len(word) <= _HALF:
        return ""
    itself, name = words_like(word, 1), words_like(word[:-1], 1)
    # a word that is only there with another ending counts as one
    new = not itself or itself[0][0].lower() != word or itself[0][1] <= 1
    named = name and name[0][0].lower() == word[:-1] and name[0][0][:1].isupper()
    return f"{name[0][0]}'s" if new and named and name[0][1] >= _OFTEN else ""


def _in_articles(word: str, words_like: WordsLike) -> str:
    like = words_like(word, 1)
    there = like and like[0][1] and like[0][0].lower() == word.lower()
    return like[0][0] if there else ""
