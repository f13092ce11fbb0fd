"""Two questions in one line, told apart. Pure."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import Final

_WH: Final = r"(?:who|whom|whose|when|where|why|which|how|what)"
_OF: Final = r"(?:(?:by|in|on|at|for|from|to|with|of)\s+)?"
_DOES: Final = r"(?:is|are|was|were|do|does|did|has|have|had|will|would|can)"
_BETWEEN: Final = re.compile(
    rf"[,;.?]*\s+(?:and|&|also|plus)\s+(?:also\s+)?(?={_OF}{_WH}\b)|\?\s+(?=\w)"
    # "…, who is mayor, …" goes on telling of someone
    rf"|,\s+(?=(?:how\s+\w+|(?:what|when|where|why)\s+{_DOES})\b)",
    re.I,
)
_ONE: Final = rf"how\s+\w+|{_WH}"
_TWO_WORDS: Final = re.compile(rf"^\W*({_ONE})\s+and\s+({_ONE})\s+(.+)$", re.I)
_ASKS: Final = re.compile(rf"^\W*{_OF}{_WH}\b", re.I)
_EACH: Final = re.compile(
    r"^(?P<before>.*?\b(?:did|do|does|have|has|are|were|is|was)\s+)(?P<one>[\w’'-]+(?:\s[\w’'-]+)?)"
    r"\s+and\s+(?P<two>[\w’'-]+(?:\s[\w’'-]+)?)\s+(?:each|respectively)\b(?P<after>.*)$",
    re.I,
)
_PRONOUN: Final = re.compile(r"\b(?:it|he|she|they|him|them|its|his|her|their)\b", re.I)
_THEY: Final = re.compile(r"\b(?:they|them|their)\b", re.I)
_PLURAL: Final = re.compile(
    r"\b(?:the\s+|[A-Z][\w’'-]+\s+)?(?!(?:was|is|has|does|this|its|his)\b)"
    r"(?:[A-Za-z]{2,}(?<!s)s|\w*men|people|children)\b"
)
_OWN: Final = {"its", "his", "her", "their"}
_AFTER: Final = re.compile(
    r"\b(?:did|do|does|is|are|was|were|has|have|had|will|can)\s+(?P<rest>.+)$", re.I
)
# "which lake was poisoned" is about the lake
_PASSIVE: Final = re.compile(
    r"^\W*(?:which|what)\s+(?P<what>\w+)\s+(?:is|are|was|were)\s+\w+(?:ed|en)\b", re.I
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
    if cut.group().startswith(",") and not cut.group().strip(" ,") and not _ASKS.match(line):
        return (line,)  # "in the trial, how many …" asks one thing
    first, second = line[: cut.start()].rstrip(" ,;.?") + "?", line[cut.end() :]
    return first, named(second, _several(first) if _THEY.search(second) else subject(first))


def subject(question: str) -> str:
    """What a question is about: the words behind its first verb that name it; "" where none do."""
    found = _AFTER.search(question.rstrip(" ?.!"))
    if not found:
        return ""
    words = found["rest"].split()
    if len(words) == 1 and (what := _PASSIVE.match(question)):
        return f"the {what['what']}"
    taken: list[str] = []
    for n, word in enumerate(words):
        if taken and word == "of" and n + 1 < len(words):
            return " ".join([*taken, *_named_by(words[n:])])
        capital = word[:1].isupper()
        if n == len(words) - 1 and not capital and len(taken) > 0 and len(words) > 1:
            break  # the last word is the verb
        if taken and not capital and not _thing(taken):
            break
        taken.append(word)
        if word.endswith(","):
            break
    return " ".join(taken).rstrip(",")


def _named_by(words: list[str]) -> list[str]:
    """ "of" and what follows it: "of the fire", "of Notre Dame"."""
    least = 3 if words[1].lower() in {"the", "a", "an"} else 2
    rest = takewhile(lambda word: word[:1].isupper(), words[least:])
    return [word.rstrip(",") for word in (*words[:least], *rest)]


def _several(question: str) -> str:
    """What "they" are: the last of what a question names in the plural, else what it is about."""
    found = list(_PLURAL.finditer(question))
    return found[-1].group() if found else subject(question)


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
