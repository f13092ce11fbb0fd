"""All different answers of all articles to one question: ``pincite ask --all``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from pincite.index.retrieval.query import Query
from pincite.qa.asking.asking import Asker
from pincite.qa.asking.finding import answer_of_list
from pincite.qa.asking.lookup.exhaustive import ReadingStep, list_of_steps, reading_steps
from pincite.qa.types import Answer

_LESS_SURE: Final = 0.6  # times the threshold: each answer of a list may be less sure


@dataclass(frozen=True, slots=True)
class AllAnswers:
    """The reading of every passage that may answer a question, and the list of answers in it."""

    query: Query
    asker: Asker

    def steps(self) -> Iterator[ReadingStep]:
        """Reads a few passages in each step. The reading stops when no further step is asked for.
        Raises IndexFault, ModelError and QuestionError."""
        return reading_steps(self.query, self.asker.retriever, self.asker.reader)

    def answer(self, read: Iterable[ReadingStep]) -> Answer:
        """All different answers in these steps, which may have been stopped early; a note then says
        so. Raises as ``steps``."""
        asker = self.asker
        least = _LESS_SURE * asker.threshold
        items, last = list_of_steps(self.query, read, asker.calibration, least)
        answer = answer_of_list(items, asker.retriever.search([self.query], asker.hits)[0])
        if last.examined < last.total:
            stopped = f"Stopped after {last.examined:,} of about {last.total:,} passages."
            answer = replace(answer, notes=(*answer.notes, stopped))
        return replace(answer, asked=(self.query.text,))
