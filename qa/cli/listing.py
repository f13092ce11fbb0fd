"""``pincite ask --all``: all answers that all articles give, under a progress bar."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console

from pincite.index.retrieval.query import Query
from pincite.qa.answerer import Answerer
from pincite.qa.asking.lookup.exhaustive import Step
from pincite.qa.progress import progress_bar
from pincite.qa.types import Answer


def all_answers(query: Query, answerer: Answerer) -> Answer:
    """All different answers; of as many passages as were read, where Ctrl-C stops it. Raises
    IndexFault, ModelError and QuestionError."""
    with progress_bar(Console(stderr=True)) as report:

        def told() -> Iterator[Step]:
            try:
                for step in answerer.reading(query):
                    report("reading", step.examined, step.total)
                    yield step
            except KeyboardInterrupt:
                return

        return answerer.listing(query, told())
