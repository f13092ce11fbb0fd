"""All different answers that all articles give: every passage that may hold one is read.

``pincite ask --all`` does this. It takes as long as there are passages, so that it tells how far it
is and can be stopped; what was read by then is what the list is made of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Final

from pincite.index.retrieval.hit import Hit
from pincite.index.retrieval.query import Query
from pincite.index.retrieval.retriever import Retrieved, Retriever
from pincite.qa.answering.confidence import Calibration
from pincite.qa.answering.pipeline import Reader, rank_answers
from pincite.qa.asking.lookup.lists import Listed, listed
from pincite.qa.types import Candidate

_NEAREST: Final = 400  # passages, found by meaning and by words
_HOLDING: Final = 0.5  # of the question's words, in the passages that are read beside them
_TOGETHER: Final = 24  # passages read at a time


@dataclass(frozen=True, slots=True)
class ReadingStep:
    """How far the reading is: ``examined`` of ``total`` passages, and what was marked in the last
    ones."""

    examined: int
    total: int
    candidates: tuple[Candidate, ...] = ()


def reading_steps(query: Query, retriever: Retriever, reader: Reader) -> Iterator[ReadingStep]:
    """The reading, a few passages a step, the nearest first; stop asking, and it stops. Raises
    IndexFault, ModelError and QuestionError."""
    [found] = retriever.search([query], _NEAREST)
    near = [*found.hits, *found.updates]
    held = retriever.holding(query.text, query.filter, least=_HOLDING)
    seen = {hit.passage.id for hit in near}
    # how many of those that hold the words were found already is only known at the end
    total = len(near) + held.total
    yield ReadingStep(0, total)
    examined = 0
    more = (hit for hit in held.hits if hit.passage.id not in seen)
    for some in _some(chain(near, more)):
        [candidates] = reader.read([query.text], [some])
        examined += len(some)
        yield ReadingStep(examined, total, tuple(candidates))
    yield ReadingStep(examined, examined)


def list_of_steps(
    query: Query, found: Iterable[ReadingStep], calibration: Calibration, threshold: float
) -> tuple[Listed, ReadingStep]:
    """The list that steps give, of as many as were taken, and the last of them."""
    candidates: list[Candidate] = []
    last = ReadingStep(0, 0)
    for last in found:
        candidates += last.candidates
    candidates.sort(key=lambda each: -each.score)
    read = rank_answers(query.text, Retrieved(()), candidates)
    chances = calibration.confidences(read.told)
    made = listed(
        query.text, read.groups, chances, examined=last.examined, threshold=threshold, most=None
    )
    return made, last


def _some(hits: Iterator[Hit]) -> Iterator[list[Hit]]:
    while some := list(islice(hits, _TOGETHER)):
        yield some
