"""From what was retrieved to what is answered: read, drop what is said again or of another row of
a table, group, weigh, decide.

Written once. The Answerer, both modes of evaluation and the fit of the confidence go through it, so
that what is measured and fitted is what ships.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from pincite.index.retrieval.hit import Hit
from pincite.index.retrieval.query import Query
from pincite.index.retrieval.repeats import says_first
from pincite.index.retrieval.retriever import Retrieved
from pincite.qa.answering.cite import grouped
from pincite.qa.answering.confidence import Calibration, signals
from pincite.qa.answering.decide import decide
from pincite.qa.answering.rows import rows_asked_for
from pincite.qa.types import Answer, Candidate


class Reader(Protocol):
    """What marks answers in passages. Scores are comparable across passages."""

    def read(
        self, questions: Sequence[str], hits: Sequence[Sequence[Hit]]
    ) -> list[list[Candidate]]: ...


@dataclass(frozen=True, slots=True)
class Proposed:
    """The different answers that a reader proposes, the one with the best score first: ``groups``
    are the places that give each, ``told`` what confidence is told of each, in the order of
    ``pincite.qa.answering.confidence.SIGNALS``."""

    groups: tuple[tuple[Candidate, ...], ...]
    told: tuple[tuple[float, ...], ...]


def proposed(
    queries: Sequence[Query], retrieved: Sequence[Retrieved], reader: Reader
) -> list[Proposed]:
    """What the reader proposes for each query, in order. Raises QuestionError and ModelError."""
    questions = [query.text for query in queries]
    read = reader.read(questions, [[*row.hits, *row.updates] for row in retrieved])
    return [
        weighed(question, row, candidates)
        for question, row, candidates in zip(questions, retrieved, read, strict=True)
    ]


def answers(
    queries: Sequence[Query],
    retrieved: Sequence[Retrieved],
    reader: Reader,
    calibration: Calibration,
    *,
    threshold: float,
    limit: int,
) -> list[Answer]:
    """The answer to each query, in order: up to ``limit`` different ones whose confidence reaches
    ``threshold``. Raises QuestionError and ModelError."""
    return [
        decide(
            query.text,
            found,
            row.groups,
            calibration.confidences(row.told),
            threshold=threshold,
            limit=limit,
        )
        for query, found, row in zip(
            queries, retrieved, proposed(queries, retrieved, reader), strict=True
        )
    ]


def weighed(question: str, found: Retrieved, candidates: Sequence[Candidate]) -> Proposed:
    """The candidates, best first, as the different answers that they propose."""
    first = [each for each in candidates if says_first(each.hit, each.sentence)]
    groups = grouped(rows_asked_for(question, first))
    told = signals(question, groups, len(found.missing))
    return Proposed(tuple(map(tuple, groups)), tuple(told))
