"""Measures questions in the styles in which people type them, and conversations.

The file is JSON lines. A line is a question with its "style" and the "sentences" that answer it,
which are empty if the articles do not answer it; or a conversation, whose "turns" are such
questions, each with "needs_context": whether it depends on the turns before.
"""

from __future__ import annotations

import json
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, Final, Literal, Protocol

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from pincite.corpus.errors import shown
from pincite.index.building.publishing.cutting import Progress
from pincite.qa.evaluation.datasets import filled, parsed, refuse, text_of, value_of
from pincite.qa.types import Answer, Citation
from pincite.qa.wording import counted

MOST: Final = 0.6
"""A right list gives this share of all sentences; of a right digest, this share is among them."""

LISTS: Final = ("which_list", "mentions")
Result = Literal["right", "wrong", "refused"]
_KINDS: Final = {True: "turns that need those before", False: "turns that need none"}


class StyledConversation(Protocol):
    """A conversation."""

    def ask(self, question: str) -> Answer: ...


class Asking(Protocol):
    """What this evaluation needs of an Answerer."""

    def answer(self, question: str) -> Answer: ...

    def conversation(self) -> StyledConversation: ...


@dataclass(frozen=True, slots=True)
class Styled:
    """A question as typed. Each of ``sentences`` and ``also`` answers it; both are empty if the
    articles do not. ``every`` are all sentences that a list, mentions or a digest may give."""

    question: str
    style: str
    sentences: tuple[str, ...]
    also: tuple[str, ...] = ()
    every: tuple[str, ...] = ()

    @classmethod
    def of(cls, value: Any, style: str, where: str) -> Styled:
        """The question in an object; ``where`` is its place, for messages. Raises InputError."""
        lists = {
            key: tuple(_texts(value, key, where)) for key in ("sentences", "also", "all")
            if key == "sentences" or key in value
        }  # fmt: skip
        every = lists.get("all", ())
        if style in (*LISTS, "tell_me") and not every:
            refuse(where, f'no "all"; expected all sentences for the style "{style}"')
        question = filled(value, "question", where)
        return cls(question, style, lists["sentences"], lists.get("also", ()), every)


def read_styled(path: Path) -> list[list[Styled]] | None:
    """The conversations of a file, each as a list of questions; a line with a single question is a
    list of one. None if the first line has neither a "style" nor "turns". Raises InputError."""
    name = shown(path)
    lines = [
        (f"{name}: line {number}", line)
        for number, line in enumerate(text_of(path, name).split("\n"), start=1)
        if line.strip()
    ]
    try:
        first = json.loads(lines[0][1])
    except (ValueError, RecursionError):
        return None
    if not isinstance(first, dict) or not {"style", "turns"} & set(first):
        return None
    return [_conversation(parsed(line, where), where) for where, line in lines]


def _conversation(value: Any, where: str) -> list[Styled]:
    if not isinstance(value, dict) or "turns" not in value:
        return [Styled.of(value, filled(value, "style", where), where)]
    found = []
    for n, turn in enumerate(value_of(value, "turns", list, where)):
        at = f"{where}, turns[{n}]"
        leans = value_of(turn, "needs_context", bool, at)
        found.append(Styled.of(turn, _KINDS[leans], at))
    return found


def _texts(value: Any, key: str, where: str) -> Iterator[str]:
    for each in value_of(value, key, list, where):
        if not isinstance(each, str):
            refuse(where, f'"{key}" holds something else than texts')
        yield each


def outcome(answer: Answer, asked: Styled) -> Result:
    """Whether an answer is right, wrong or refused. It is right if its first citation is a wanted
    sentence. Both of two questions must be answered, and most of a list must be given. If the
    articles do not answer the question, only a refusal is right."""
    if asked.style == "smalltalk":
        return "right" if answer.kind == "small talk" else "wrong"
    if not answer.found:
        return "refused" if asked.sentences else "right"
    return "right" if _is_right(answer, asked) else "wrong"


def _is_right(answer: Answer, asked: Styled) -> bool:
    places = [place for one in answer.citations for place in (one, *one.also)]
    if asked.style == "two_in_one":
        return all(any(_same(each, one) for one in places) for each in asked.sentences)
    if asked.style in LISTS:
        quotes = " ".join(_flat(one.quote) for one in places)
        return sum(_flat(each) in quotes for each in asked.every) >= MOST * len(asked.every)
    if asked.style == "tell_me":
        wanted = [any(_same(each, one) for each in asked.every) for one in answer.citations]
        return sum(wanted) >= MOST * len(wanted)
    return any(_same(each, answer.citations[0]) for each in (*asked.sentences, *asked.also))


def _same(wanted: str, cited: Citation) -> bool:
    one, other = _flat(wanted), _flat(cited.quote)
    return one in other or other in one


def _flat(text: str) -> str:
    return " ".join(text.split()).strip(' "“”.')


def figures_of(asked: Sequence[Sequence[Styled]], answerer: Asking, progress: Progress) -> Any:
    """For each style, in order: the numbers of questions, right, wrong and refused answers, and the
    median time in ms. Questions without an answer are also counted as the style "not in the
    articles"."""
    results: dict[str, Counter[str]] = defaultdict(Counter)
    took: dict[str, list[float]] = defaultdict(list)
    if asked:  # loads the models first, so that the first question is not slower than others
        answerer.answer(asked[0][0].question)
    for done, conversation in enumerate(asked, start=1):
        talk = answerer.conversation()
        for each in conversation:
            began = time.perf_counter()
            alone = len(conversation) == 1
            answer = answerer.answer(each.question) if alone else talk.ask(each.question)
            took[each.style].append(1000 * (time.perf_counter() - began))
            result = outcome(answer, each)
            results[each.style][result] += 1
            if not each.sentences and each.style != "smalltalk" and not each.every:
                results["not in the articles"][result] += 1
        progress("asking", done, len(asked))
    return [
        {
            "style": style,
            "questions": counts.total(),
            **{name: counts[name] for name in ("right", "wrong", "refused")},
            "ms": round(median(took[style]), 1) if style in took else None,
        }
        for style, counts in results.items()
    ]


def styles_table(figures: dict[str, Any]) -> RenderableType:
    """The figures as a table for the shell."""
    grid = Table(box=None, pad_edge=False)
    grid.add_column("style")
    for name in ("questions", "right", "wrong", "refused", "right, %", "ms, p50"):
        grid.add_column(name, justify="right")
    for row in figures["styles"]:
        share = f"{100 * row['right'] / row['questions']:.0f}"
        counts = (str(row[name]) for name in ("questions", "right", "wrong", "refused"))
        grid.add_row(row["style"], *counts, share, "" if row["ms"] is None else f"{row['ms']:.0f}")
    head = f"{shown(figures['file'])}: over {counted(figures['articles'], 'article')}"
    return Group(Text(head), Text(), grid)
