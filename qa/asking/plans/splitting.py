"""Splits a line that holds two questions. Pure."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from pincite.index.engines.lexical import asked_terms
from pincite.qa.asking.plans.ellipsis import asked_again
from pincite.qa.asking.plans.inside import meant_by_it
from pincite.qa.asking.plans.names import names
from pincite.qa.asking.plans.phrases import counted_thing
from pincite.qa.asking.plans.phrases import subject as spoken_of

_WH: Final = r"(?:who|whom|whose|when|where|why|which|how|what)"
_OF: Final = r"(?:(?:by|in|on|at|for|from|to|with|of)\s+)?"
_DOES: Final = r"(?:is|are|was|were|do|does|did|has|have|had|will|would|can)"
_BETWEEN: Final = re.compile(
    rf"[,;.?]*\s+(?:and|&|also|plus)\s+(?:also\s+)?(?={_OF}{_WH}\b)|\?\s+(?=\w)"
    # ", who is mayor, " is a relative clause and does not split
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
_THING: Final = re.compile(r"\b(?:it|its)\b", re.I)
_THEY: Final = re.compile(r"\b(?:they|them|their)\b", re.I)
_PLURAL: Final = re.compile(
    r"\b(?:the\s+|[A-Z][\w’'-]+\s+)?(?!(?:was|is|has|does|this|its|his)\b)"
    r"(?:[A-Za-z]{2,}(?<!s)s|\w*men|people|children)\b"
)
_PERSON: Final = re.compile(r"\b(?:he|she|they|him|them|his|her|their)\b", re.I)
_OWN: Final = {"its", "his", "her", "their"}
# a question for a person, whom the second question is about: "who won the race and how old is she"
_ASKS_WHO: Final = re.compile(
    r"^\W*who\s+(?!(?:is|are|was|were|do|does|did|has|have|had|will|would)\b)\w+"
    r"|^\W*who\s+(?:is|are|was|were|has|have|had)\s+\w+(?:ed|en|ing)\b",
    re.I,
)
_LAST: Final = re.compile(r"\b(?:is|are|was|were)\s+(?P<what>[\w’'-]+)$", re.I)
# a second question that is little more than a question word: "who resigned and why"
_BARE: Final = re.compile(
    r"^(?:(?:by|in|on|at|for|from|to|with|of|since|until)\s+(?:whom?|what|when|where)"
    r"|when|where|why|how)\W*$",
    re.I,
)
_BARE_FIRST: Final = re.compile(rf"^{_OF}{_WH}\W*$", re.I)
# a first question of which no other can be made with another question word: it asks what something
# is ("who is the mayor"), or for the thing that did it ("what caused the fire")
_NO_OTHER: Final = re.compile(
    rf"^\W*(?:who|what|which|how)\s+(?:is|are|was|were)\s+(?!(?:not\s+)?\w+(?:ed|en|ing)\b)"
    rf"|^\W*(?:what|which)\s+(?!{_DOES}\b)\w+\s+(?!{_DOES}\b)",
    re.I,
)
_LEAST: Final = 3  # words that a question must have
_OWN_WORDS: Final = 2  # content words of what a question that may need no topic is about


class SplitQuestion(NamedTuple):
    """A question of a line. ``other`` is another question that it may mean, "" if there is none:
    the question as typed, or one about a name inside what the question before it is about."""

    text: str
    other: str = ""


def split(line: str) -> tuple[SplitQuestion, ...]:
    """The questions of a line, each complete by itself; the line alone if it asks one thing."""
    whole = (SplitQuestion(line),)
    if found := _EACH.match(line):
        each = (f"{found['before']}{found[who]}{found['after']}" for who in ("one", "two"))
        return tuple(map(SplitQuestion, each))
    if found := _TWO_WORDS.match(line):
        two = tuple(SplitQuestion(f"{found[n]} {found[3]}") for n in (1, 2))
        return two if len(found[3].split()) > 1 else whole
    cut = next((m for m in _BETWEEN.finditer(line) if _is_cut(line, m)), None)
    if cut is None:
        return whole
    if cut.group().startswith(",") and not cut.group().strip(" ,") and not _ASKS.match(line):
        return whole  # as "in the trial, how many …", which is one question
    first, second = line[: cut.start()].rstrip(" ,;.?") + "?", line[cut.end() :]
    return SplitQuestion(first), _completed(second, first)


def _completed(second: str, first: str) -> SplitQuestion:
    """The second question, completed with what the first one is about."""
    if _BARE.match(second):
        [(_, asked), *_] = asked_again(second.rstrip(" ?.!"), first.rstrip(" ?.!"), "", "") or [
            ("", f"{second.rstrip(' ?.!')} {first}")
        ]
        return SplitQuestion(f"{asked.strip()}?")
    what = subject(first)
    if _ASKS_WHO.match(first) and _PERSON.search(second):
        return SplitQuestion(_with_topic(second, what))
    if _PRONOUN.search(second):
        if _THEY.search(second):
            return SplitQuestion(_with_pronoun_replaced(second, _plural_of(first)))
        meant = meant_by_it(what, second) if _THING.search(second) else (what,)
        ways = [_with_pronoun_replaced(second, each) for each in meant]
        return SplitQuestion(ways[0], "".join(ways[1:]))
    if names(second):
        return SplitQuestion(second)
    # "how high is the old spire" may be about the first question's church or about another one
    own = subject(second).partition("the ")
    may_stand = not own[0] and len(asked_terms(own[2])) >= _OWN_WORDS
    return SplitQuestion(_with_topic(second, what), second if what and may_stand else "")


def _with_topic(question: str, what: str) -> str:
    """The question with ``what`` in brackets at its end, unless it already has a word of it."""
    if not what or asked_terms(what) & asked_terms(question):
        return question
    return f"{question.rstrip(' ?.!')} ({what})?"


def subject(question: str) -> str:
    """The words that name what a question is about; "" if there are none."""
    bare = question.rstrip(" ?.!")
    if phrase := spoken_of(bare):
        return phrase.text
    if thing := counted_thing(bare):
        return thing
    found = _LAST.search(bare)
    return found["what"] if found else ""


def _plural_of(question: str) -> str:
    """What "they" refers to: the last plural in a question, else what it is about."""
    found = list(_PLURAL.finditer(question))
    return found[-1].group() if found else subject(question)


def _with_pronoun_replaced(question: str, what: str) -> str:
    """The question with its first pronoun replaced by ``what``; unchanged if it has none."""
    found = _PRONOUN.search(question)
    if not (found and what):
        return question
    owner = f"{what}'s" if found.group().lower() in _OWN else what
    return question[: found.start()] + owner + question[found.end() :]


def _is_cut(line: str, at: re.Match[str]) -> bool:
    """Whether there is a question on both sides of a cut: three words, or a question word behind
    a question of two ("who resigned and when")."""
    first, behind = line[: at.start()], line[at.end() :]
    before = first.split()
    if _BARE_FIRST.match(behind) or _BARE.match(behind):
        may_ask = not _BARE_FIRST.match(first.strip()) and not _NO_OTHER.match(first)
        return len(before) >= _LEAST - 1 and bool(_BARE.match(behind)) and may_ask
    return len(before) >= _LEAST and len(behind.split()) >= _LEAST
