"""Suggests questions: examples for an index, and others where nothing was found."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from pincite.index.retrieval.filter import Scope
from pincite.index.retrieval.query import Query
from pincite.qa.asking.asking import Asker
from pincite.qa.asking.plans.forms import Form
from pincite.qa.examples import ARTICLES, example_questions, questions_nearby
from pincite.qa.types import Answer

_EXAMPLES: Final = 12
_SUGGESTED: Final = 3
_NEARBY: Final = 2  # passages read for each question that may be suggested


class SuggestingAsker:
    """Asks, and suggests questions that the articles answer. Thread-safe."""

    def __init__(self, asker: Asker) -> None:
        self.asker = asker
        self._lock = threading.Lock()
        self._examples: tuple[str | None, tuple[str, ...]] = (None, ())

    def ask(
        self, queries: Sequence[Query], as_: Form | None = None, *, dates: bool = True
    ) -> list[Answer]:
        """The answer to each query, in order, as ``Asker.ask`` gives it, with suggestions."""
        answers = self.asker.ask(queries, as_, date.today(), dates=dates)
        return [self.helped(each) for each in answers]

    def helped(self, answer: Answer) -> Answer:
        """The answer, with suggested questions added if nothing was found. Small talk is answered
        with what the index holds and examples. Raises as ``Asker.ask``."""
        if answer.kind == "small talk":
            held = self.asker.retriever.summary().articles
            scope = Scope(articles=held, total=held)
            return replace(answer, scope=scope, suggestions=self.examples(_SUGGESTED))
        if answer.found or answer.kind in ("quote", "which"):
            return answer
        quick = replace(self.asker, hits=_NEARBY)
        asked = questions_nearby(answer.hits, lambda each: _as_written(each, quick), _SUGGESTED)
        return replace(answer, suggestions=asked)

    def examples(self, limit: int) -> tuple[str, ...]:
        """Up to ``limit`` questions that the articles are known to answer. They are computed once
        for each generation of the index. Raises as ``Asker.ask``."""
        retriever = self.asker.retriever
        version = retriever.summary().version
        with self._lock:
            if self._examples[0] != version:
                articles = retriever.sample(ARTICLES)
                asked = example_questions(
                    articles, lambda each: _as_written(each, self.asker), _EXAMPLES
                )
                self._examples = (version, asked)
            return self._examples[1][:limit]


def _as_written(questions: Sequence[str], asker: Asker) -> list[Answer]:
    """The answers to questions, asked exactly as they are written."""
    return asker.ask([Query(each) for each in questions], "answer", date.today())
