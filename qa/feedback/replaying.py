"""Asks saved questions again and compares the answers with the saved ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, Protocol

from pincite.index.retrieval.query import Query
from pincite.qa.answerer import Answerer
from pincite.qa.asking.plans.forms import Form
from pincite.qa.feedback.recording import feedback_file
from pincite.qa.feedback.saved import Saved, read_saved
from pincite.qa.types import Answer

State = Literal["same", "elsewhere", "changed", "found", "lost"]
STATES: Final[tuple[State, ...]] = ("same", "elsewhere", "changed", "found", "lost")


class QueryAnswerer(Protocol):
    """What answers the questions, such as an Answerer."""

    def ask(
        self, queries: Sequence[Query], as_: Form | None = None, *, dates: bool = True
    ) -> list[Answer]:
        """The answer to each query, in order."""
        ...


@dataclass(frozen=True, slots=True)
class Replayed:
    """A saved question, and its answer now. ``state`` is "same" (the same words in the same
    sentence), "elsewhere" (the same words in another sentence), "changed", "found" (nothing was
    found before) or "lost" (nothing is found now)."""

    saved: Saved
    answer: Answer
    state: State


def replay(file: str | Path | None = None, index: str | Path | None = None) -> tuple[Replayed, ...]:
    """Asks the questions of a file again, over an index or the default one. The file is one that
    ``record_feedback`` wrote (the default), an export (``.json``), or the output of ``ask --json``.
    Raises InputError for any other file, IndexFault and ModelError."""
    saved = read_saved(feedback_file(index) if file is None else Path(file))
    return tuple(replayed(saved, Answerer.open(index)))


def replayed(saved: Sequence[Saved], asking: QueryAnswerer) -> Iterator[Replayed]:
    """Each saved question and its answer now, in order. Raises IndexFault and ModelError."""
    for each in saved:
        [answer] = asking.ask([each.query], each.form)
        yield Replayed(each, answer, _state(each, answer))


def _state(saved: Saved, now: Answer) -> State:
    if not (saved.found and now.found):
        return "lost" if saved.found else "found" if now.found else "same"
    if _plain(saved.text) != _plain(now.text):
        return "changed"
    best = now.citations[0]
    # the offsets are not compared: a change elsewhere in the article moves the same sentence
    same = (best.article.id, _plain(best.quote)) == (saved.article_id, _plain(saved.quote))
    return "same" if same else "elsewhere"


def _plain(text: str) -> str:
    return " ".join(text.split())
