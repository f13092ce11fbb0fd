"""Two questions in one line, told apart. Pure."""

from __future__ import annotations

import re
from typing import Final

_WH: Final = r"(?:who|whom|whose|when|where|why|which|how|what)"
_BETWEEN: Final = re.compile(
    rf"[,;.?]*\s+(?:and|&|also|plus)\s+(?:also\s+)?(?={_WH}\b)|\?\s+(?=\w)", re.I
)
_TWO_WORDS: Final = re.compile(rf"^\W*({_WH})\s+and\s+({_WH})\s+(.+)$", re.I)
_EACH: Final = re.compile(
    r"^(?P<before>.*?\b(?:did|do|does|have|has|are|were|is|was)\s+)(?P<one>[\w’'-]+(?:\s[\w’'-]+)?)"
    r"\s+and\s+(?P<two>[\w’'-]+(?:\s[\w’'-]+)?)\s+(?:each|respectively)\b(?P<after>.*)$",
    re.I,
)
_PRONOUN: Final = re.compile(r"\b(?:it|he|she|they|him|them|its|his|her|their)\b", re.I)
_OWN: Final = {"its", "his", "her", "their"}
_AFTER: Final = re.compile(
    r"\b(?:did|do|does|is|are|was|were|has|have|had|will|can)\s+(?P<rest>.+)$", re.I
)
_LEAST: Final = 3  # words of a question


def split(line: str) -> tuple[str, ...]:
    """The questions of a line, each able to stand alone; one where it asks one thing."""
    if found := _EACH.match(line):
        return tuple(f"{found['before']}{found[who]}{found['after']}" for who in ("one", "two"))
    if found := _TWO_WORDS.match(line):
        return (
            tuple(f"{found[n]} {found[3]}" for n in (1, 2))
            if len(found[3].split()) > 1
            else (line,)
        )
    cut = next((m for m in _BETWEEN.finditer(line) if _stands(line[: m.start()])), None)
    if cut is None or not _stands(line[cut.end() :]):
        return (line,)
    first, second = line[: cut.start()].rstrip(" ,;.?") + "?", line[cut.end() :]
    return first, named(second, subject(first))


def subject(question: str) -> str:
    """What a question is about: the words behind its first verb that name it; "" where none do."""
    found = _AFTER.search(question.rstrip(" ?.!"))
    if not found:
        return ""
    words = found["rest"].split()
    taken: list[str] = []
    for n, word in enumerate(words):
        capital = word[:1].isupper()
        if n == len(words) - 1 and not capital and len(taken) > 0 and len(words) > 1:
            break  # the last word is the verb
        if taken and not capital and not _thing(taken):
            break
        taken.append(word)
        if word.endswith(","):
            break
    return " ".join(taken).rstrip(",")


def _thing(taken: list[str]) -> bool:
    """Whether a small word goes on naming: the one behind "the", or behind a name behind "the"."""
    after_article = taken[0].lower() in {"the", "a", "an"}
    return after_article and len(taken) < 3 and not (len(taken) == 2 and taken[1][:1].islower())


def named(question: str, what: str) -> str:
    """The question with its first pronoun replaced by ``what``; as it is where there is none."""
    found = _PRONOUN.search(question)
    if not (found and what):
        return question
    owner = f"{what}'s" if found.group().lower() in _OWN else what
    return question[: found.start()] + owner + question[found.end() :]


def _stands(part: str) -> bool:
    return len(part.split()) >= _LEAST
