"""Chooses among the full questions that a line may mean: the one with the surest answer, or a
question back to the user. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import replace
from typing import Final

from pincite.index.engines.lexical import asked_terms
from pincite.qa.conversation.memory import Past
from pincite.qa.conversation.resolving import Meant
from pincite.qa.types import Answer

_AGAIN: Final = 0.6  # multiplies the weight of an answer that was just given
_ASKS_FOR_ANOTHER: Final = re.compile(
    r"^\W*(?:and\s+|so\s+)?who\s+(?:took\s+over|succeeded|replaced|followed|came\s+(?:next|after)|"
    r"else)\b",
    re.I,
)
_CLOSE: Final = 0.8  # if another person's answer has this share of the best weight, users are asked


def weight(meant: Meant, answer: Answer, last: Past) -> float:
    """How surely the answer to a full question is what the user asked for, in [0, 1]."""
    sure = meant.prior * answer.confidence
    return _AGAIN * sure if given_again(answer, last) else sure


def given_again(answer: Answer, last: Past) -> bool:
    """Whether the answer is the same as in the last turn."""
    if not (answer.found and last.sentence):
        return False
    same = answer.citations[0].quote.startswith(last.sentence)
    return same and answer.text.startswith(last.answer)


def surest(meant: Sequence[Meant], answers: Sequence[Answer], last: Past) -> int:
    """The index of the question with the surest answer; 0, the likeliest question, if none has an
    answer."""
    order = sorted(range(len(answers)), key=lambda n: (-weight(meant[n], answers[n], last), n))
    return next((n for n in order if answers[n].found), 0)


def refusing_the_same_person(line: str, answers: Sequence[Answer], last: Past) -> list[Answer]:
    """The answers to "who took over?" without those that give the person who was spoken of."""
    if not _ASKS_FOR_ANOTHER.match(line):
        return list(answers)
    known = [asked_terms(each) for each in (*last.topics, last.short) if each]
    return [
        replace(each, text="", citations=(), rivals=())
        if each.found and any(asked_terms(each.text) <= topic for topic in known)
        else each
        for each in answers
    ]


def ask_which_person(meant: Sequence[Meant], answers: Sequence[Answer], best: int) -> Answer | None:
    """An Answer of the kind "which" that asks back, if two persons (or two things that were named
    together) may be meant and their answers differ but are about equally sure; else None."""
    mine, sure = meant[best], meant[best].prior * answers[best].confidence
    for n, (its, other) in enumerate(zip(meant, answers, strict=False)):
        if n == best or not (mine.who and its.who) or mine.who == its.who:
            continue
        near = other.found and its.prior * other.confidence >= _CLOSE * sure
        if near and other.text != answers[best].text:
            who = f"Who is meant: {mine.who} or {its.who}?"
            note = f"Which is meant: {mine.who} or {its.who}?" if mine.thing else who
            choices = (mine.question, its.question)
            return Answer("", "", 0.0, (), (), kind="which", suggestions=choices, notes=(note,))
    return None


def chosen_question(text: str, last: Past) -> str:
    """The offered question that has all words of the line; "" if none has, or several have."""
    wanted = asked_terms(text)
    held = [each for each in last.choices if wanted and wanted <= asked_terms(each)]
    return held[0] if len(held) == 1 else ""


def turns_since_shift(pasts: Sequence[Past]) -> Sequence[Past]:
    """The turns since the last change of topic."""
    starts = [n for n, past in enumerate(pasts) if past.shifts]
    return pasts[starts[-1] :] if starts else pasts


def in_thread(pasts: Sequence[Past]) -> tuple[Past, ...]:
    """The turns without those that a later turn skipped: a return to an earlier topic leaves out
    the turns in between."""
    kept: list[Past] = []
    at = len(pasts)
    while at > 0:
        kept.append(pasts[at - 1])
        at -= 1 + pasts[at - 1].skips
    return tuple(reversed(kept))


def turns_up_to_topic(topic: str, pasts: tuple[Past, ...]) -> tuple[Past, ...]:
    """The turns up to the last one that was about the topic; all turns if none was."""
    wanted = asked_terms(topic)
    if not wanted:
        return pasts
    for held in (_asked_about, lambda past: past.terms, lambda past: past.around):
        for n in range(len(pasts), 0, -1):
            if wanted <= held(pasts[n - 1]):
                return pasts[:n]
    return pasts


def _asked_about(past: Past) -> Set[str]:
    return asked_terms(" ".join((past.plain, *past.topics)))
