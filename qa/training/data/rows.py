"""Training rows: a question, a text, and the answers in the text, if there are any.

Rows are made of examples in several ways: whole contexts, passages cut as in the index, single
sentences joined into passages, and texts that look right but do not answer.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from pincite.corpus.article import Article, Span
from pincite.corpus.passages.chunk import passages
from pincite.corpus.passages.sentences import sentence_spans
from pincite.qa.reading.reader import opening
from pincite.qa.training.data.datasets import Example


@dataclass(frozen=True, slots=True)
class TrainingRow:
    """A question and a text. ``answers`` are spans of ``text``, one for each annotator; they are
    empty if the text does not answer. ``kind`` says how the row was made."""

    question: str
    text: str
    answers: tuple[Span, ...]
    kind: str


def whole(example: Example, titled: bool = False) -> TrainingRow:
    """The example with its whole context. With ``titled``, its title comes first, as in the
    reader's input."""
    before = opening(example.title) if titled else ""
    answers = tuple(_shifted(answer, len(before)) for answer in example.answers)
    return TrainingRow(
        example.question, before + example.context, answers, f"{example.source} whole"
    )


def cut(
    example: Example, count: Callable[[str], int]
) -> tuple[list[TrainingRow], list[TrainingRow]]:
    """The passages of the context, cut as in the index, each with the title before it as in the
    reader's input: those that hold an answer, and those that hold neither an answer nor its
    words."""
    context = example.context
    article = Article("", example.title, context, "", (Span(0, len(context)),))
    before = opening(example.title)
    holding, lacking = [], []
    for passage in passages(article, count):
        text = passage.span.of(context)
        inside = tuple(a for a in example.answers if passage.span.contains(a))
        if inside:
            shifted = tuple(_shifted(a, len(before) - passage.span.start) for a in inside)
            row = TrainingRow(example.question, before + text, shifted, f"{example.source} cut")
            holding.append(row)
        elif not _worded(text, example):
            kind = f"{example.source} other passage"
            lacking.append(TrainingRow(example.question, before + text, (), kind))
    return holding, lacking


def gathered(example: Example, before: Sequence[str], after: Sequence[str]) -> TrainingRow:
    """The context with the sentences before and after it."""
    ahead = "".join(f"{other} " for other in before)
    text = " ".join([ahead + example.context, *after])
    answers = tuple(_shifted(answer, len(ahead)) for answer in example.answers)
    return TrainingRow(example.question, text, answers, f"{example.source} gathered")


def joined(example: Example, others: Sequence[str], draw: random.Random) -> TrainingRow:
    """The context at a random place among other sentences."""
    place = draw.randrange(len(others) + 1)
    row = gathered(example, others[:place], others[place:])
    return replace(row, kind=f"{example.source} joined")


def without_answer(example: Example) -> TrainingRow | None:
    """The context without the sentences that hold an answer; None if little is left, or if the rest
    still has an answer's words."""
    context = example.context
    kept = [
        span.of(context)
        for span in sentence_spans(context, (Span(0, len(context)),))
        if not any(span.overlaps(answer) for answer in example.answers)
    ]
    text = " ".join(" ".join(kept).split())
    if len(text) < 120 or _worded(text, example):
        return None
    return TrainingRow(example.question, text, (), f"{example.source} answer removed")


def elsewhere(example: Example, texts: Sequence[str], rank: int) -> TrainingRow | None:
    """A text that retrieval found for the question but that lacks the answer's words: the one of
    that rank, counted from 0, among such texts. None if there are not enough."""
    lacking = [text for text in texts if not _worded(text, example)]
    if len(lacking) <= rank:
        return None
    return TrainingRow(example.question, lacking[rank], (), f"{example.source} near miss")


def altered(example: Example, names: Sequence[str], draw: random.Random) -> TrainingRow | None:
    """The question with one of its numbers or names replaced by another, so that the context no
    longer answers it (after Jia and Liang 2017, adversarial SQuAD). None if it has none, or if the
    new word is not suitable."""
    numbers = [m.span() for m in re.finditer(r"\b\d[\d,.]*\d\b|\b\d\b", example.question)]
    named = [m.span() for m in re.finditer(r"(?<=[\w,] )[A-Z][a-z]{2,}\b", example.question)]
    spots = numbers + named
    if not spots:
        return None
    start, end = draw.choice(spots)
    old = example.question[start:end]
    new = str(draw.randrange(2, 2000)) if (start, end) in numbers else draw.choice(names)
    if new.lower() == old.lower() or new.lower() in example.context.lower():
        return None
    question = f"{example.question[:start]}{new}{example.question[end:]}"
    return TrainingRow(question, example.context, (), f"{example.source} question altered")


def names_in(examples: Sequence[Example]) -> list[str]:
    """The different names inside questions, for ``altered``; sorted."""
    found = {
        name
        for example in examples
        for name in re.findall(r"(?<=[\w,] )[A-Z][a-z]{2,}\b", example.question)
    }
    return sorted(found)


def _worded(text: str, example: Example) -> bool:
    lowered = text.lower()
    return any(span.of(example.context).lower() in lowered for span in example.answers)


def _shifted(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)
