"""All different answers in all articles: every passage that may hold one is read.

``pincite ask --all`` does this. It takes long in a large index. So it reports its progress and can
be stopped; the list then holds the answers from the passages read so far.
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

_NEAREST: Final = 400  # passages that a normal search (by meaning and by words) gives
_HOLDING: Final = 0.5  # share of the question's words that a further passage must hold to be read
_TOGETHER: Final = 24  # passages read at a time


@dataclass(frozen=True, slots=True)
class ReadingStep:
    """Progress of the reading: ``examined`` of ``total`` passages, and the candidates from the
    passages that were read last."""

    examined: int
    total: int
    candidates: tuple[Candidate, ...] = ()


def reading_steps(query: Query, retriever: Retriever, reader: Reader) -> Iterator[ReadingStep]:
    """Reads a few passages in each step, the nearest first. The reading stops when no further step
    is asked for. Raises IndexFault, ModelError and QuestionError."""
    [found] = retriever.search([query], _NEAREST)
    near = [*found.hits, *found.updates]
    matching = retriever.holding(query.text, query.filter, least=_HOLDING)
    seen = {hit.passage.id for hit in near}
    # an upper limit: passages in both groups are counted twice until the end
    total = len(near) + matching.total
    yield ReadingStep(0, total)
    examined = 0
    more = (hit for hit in matching.hits if hit.passage.id not in seen)
    for some in _batches(chain(near, more)):
        [candidates] = reader.read([query.text], [some])
        examined += len(some)
        yield ReadingStep(examined, total, tuple(candidates))
    yield ReadingStep(examined, examined)


def list_of_steps(
    query: Query, found: Iterable[ReadingStep], calibration: Calibration, threshold: float
) -> tuple[Listed, ReadingStep]:
    """The list of answers in the steps taken so far, and the last step."""
    candidates: list[Candidate] = []
    last = ReadingStep(0, 0)
    for last in found:
        candidates += last.candidates
    candidates.sort(key=lambda each: -each.score)
    read = rank_answers(query.text, Retrieved(()), candidates)
    chances = calibration.confidences(read.signals)
    made = listed(
        query.text, read.groups, chances, examined=last.examined, threshold=threshold, most=None
    )
    return made, last


def _batches(hits: Iterator[Hit]) -> Iterator[list[Hit]]:
    while some := list(islice(hits, _TOGETHER)):
        yield some
