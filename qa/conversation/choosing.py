"""Which of the full questions a line may mean is taken: the surest, or none before it is asked
back. Pure."""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import Final

from pincite.index.engines.lexical import asked_terms
from pincite.qa.conversation.memory import Past
from pincite.qa.conversation.resolving import Meant
from pincite.qa.types import Answer

_AGAIN: Final = 0.6  # what the answer just given weighs as the answer to the next question
_CLOSE: Final = 0.8  # of the surest: which of two persons is meant cannot be told


def weight(meant: Meant, answer: Answer, last: Past) -> float:
    """How sure a full question's answer is to be what was asked for, in [0, 1]."""
    sure = meant.prior * answer.confidence
    return _AGAIN * sure if _given_again(answer, last) else sure


def _given_again(answer: Answer, last: Past) -> bool:
    """Whether the answer is the one that was just given."""
    if not (answer.found and last.sentence):
        return False
    same = answer.citations[0].quote.startswith(last.sentence)
    return same and answer.text.startswith(last.answer)


def surest(meant: Sequence[Meant], answers: Sequence[Answer], last: Past) -> int:
    """The place of the question whose answer is surest, of those that have one; of the likeliest
    where none has."""
    order = sorted(range(len(answers)), key=lambda n: (-weight(meant[n], answers[n], last), n))
    return next((n for n in order if answers[n].found), 0)


def ask_which_person(meant: Sequence[Meant], answers: Sequence[Answer], best: int) -> Answer | None:
    """A question back, where two persons, or two things that were named together, may be meant and
    the answers are both near as sure."""
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
    """The question among those offered that the line picks, by its words; "" where it picks none
    or does not tell."""
    wanted = asked_terms(text)
    held = [each for each in last.choices if wanted and wanted <= asked_terms(each)]
    return held[0] if len(held) == 1 else ""


def turns_since_shift(pasts: Sequence[Past]) -> Sequence[Past]:
    """The turns since the last one that said it leaves what was spoken of."""
    starts = [n for n, past in enumerate(pasts) if past.shifts]
    return pasts[starts[-1] :] if starts else pasts


def in_thread(pasts: Sequence[Past]) -> tuple[Past, ...]:
    """The turns without those that a later one went back over: after a return to what was spoken of
    earlier, what stood between is left."""
    kept: list[Past] = []
    at = len(pasts)
    while at > 0:
        kept.append(pasts[at - 1])
        at -= 1 + pasts[at - 1].skips
    return tuple(reversed(kept))


def turns_up_to_topic(topic: str, pasts: tuple[Past, ...]) -> tuple[Past, ...]:
    """The turns up to the last one that was about the topic; all of them where none was."""
    wanted = asked_terms(topic)
    if not wanted:
        return pasts
    for held in (_asked_about, lambda past: past.terms, lambda past: past.around):
        for n in range(len(pasts), 0, -1):
            if wanted <= held(pasts[n - 1]):
                return pasts[:n]
    return pasts


def _asked_about(past: Past) -> Set[str]:
    return asked_terms(" ".join((past.question, *past.topics)))
