"""The pipeline from hits to answers: read the likely passages, drop restatements and other rows of
a table, group the candidates, compute their confidence, decide.

The Answerer, both modes of evaluation and the fit of the confidence all use this one pipeline. So
what is measured and fitted is what ships.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from pincite.index.retrieval.hit import Hit
from pincite.index.retrieval.query import Query
from pincite.index.retrieval.repeats import is_restatement
from pincite.index.retrieval.retriever import Retrieved
from pincite.qa.answering.cite import grouped
from pincite.qa.answering.confidence import Calibration, signals
from pincite.qa.answering.decide import decide
from pincite.qa.answering.likely import UNSURE, split_by_likelihood
from pincite.qa.answering.rows import rows_asked_for
from pincite.qa.answering.steps import Step, tell
from pincite.qa.types import Answer, Candidate


class Reader(Protocol):
    """Marks answers in passages. Its scores are comparable across passages."""

    def read(
        self, questions: Sequence[str], hits: Sequence[Sequence[Hit]]
    ) -> list[list[Candidate]]: ...


@dataclass(frozen=True, slots=True)
class Proposed:
    """The different answers that a reader proposes, the one with the best score first. ``groups``
    are the places that give each answer. ``signals`` has a row for each answer, in the order of
    ``pincite.qa.answering.confidence.SIGNALS``."""

    groups: tuple[tuple[Candidate, ...], ...]
    signals: tuple[tuple[float, ...], ...]


def proposed(
    queries: Sequence[Query],
    retrieved: Sequence[Retrieved],
    reader: Reader,
    calibration: Calibration,
) -> list[Proposed]:
    """The answers that the reader proposes for each query, in order. First the likely passages are
    read (``pincite.qa.answering.likely``), then the others if the answer is still unsure. Raises
    QuestionError and ModelError."""
    both = [split_by_likelihood(row) for row in retrieved]
    likely = _read(queries, [first for first, _ in both], reader)
    found = [
        rank_answers(query.text, row, candidates)
        for query, row, candidates in zip(queries, retrieved, likely, strict=True)
    ]
    unsure = [n for n, (_, rest) in enumerate(both) if rest.hits and _unsure(found[n], calibration)]
    others = _read([queries[n] for n in unsure], [both[n][1] for n in unsure], reader)
    for n, more in zip(unsure, others, strict=True):
        every = sorted([*likely[n], *more], key=lambda each: -each.score)
        found[n] = rank_answers(queries[n].text, retrieved[n], every)
    return found


def proposed_by_all(
    queries: Sequence[Query], retrieved: Sequence[Retrieved], reader: Reader
) -> list[Proposed]:
    """The answers that the reader proposes for each query, in order, from all passages found. This
    is for queries that want all answers. Raises QuestionError and ModelError."""
    return [
        rank_answers(query.text, row, candidates)
        for query, row, candidates in zip(
            queries, retrieved, _read(queries, retrieved, reader), strict=True
        )
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
            calibration.confidences(row.signals),
            threshold=threshold,
            limit=limit,
        )
        for query, found, row in zip(
            queries,
            retrieved,
            proposed(queries, retrieved, reader, calibration),
            strict=True,
        )
    ]


def rank_answers(question: str, found: Retrieved, candidates: Sequence[Candidate]) -> Proposed:
    """The different answers that the candidates, best first, propose, with their signals."""
    new = [each for each in candidates if not is_restatement(each.hit, each.sentence)]
    groups = grouped(rows_asked_for(question, new))
    rows = signals(question, groups, len(found.missing))
    return Proposed(tuple(map(tuple, groups)), tuple(rows))


def rank_readings(
    found: Retrieved, readings: Sequence[tuple[Query, Retrieved]], read: Sequence[Proposed]
) -> Proposed:
    """The answers of several readings, ranked together: different passages of one search result
    were read with differently worded queries. The signals of each answer are those for the query
    that its passage was read with."""
    every = [each for one in read for group in one.groups for each in group]
    every.sort(key=lambda each: -each.score)
    ranked = rank_answers(readings[0][0].text, found, every)
    rows = list(ranked.signals)
    for query, some in readings[1:]:
        own = {hit.passage.id for hit in some.hits}
        others = signals(query.text, ranked.groups, len(found.missing))
        for n, group in enumerate(ranked.groups):
            if group[0].hit.passage.id in own:
                rows[n] = others[n]
    return Proposed(ranked.groups, tuple(rows))


def _read(
    queries: Sequence[Query], retrieved: Sequence[Retrieved], reader: Reader
) -> list[list[Candidate]]:
    if not queries:
        return []
    rows = [[*row.hits, *row.updates] for row in retrieved]
    tell(Step("reading", len({hit.passage.id for row in rows for hit in row})))
    return reader.read([query.text for query in queries], rows)


def _unsure(found: Proposed, calibration: Calibration) -> bool:
    least, most = UNSURE
    chances = calibration.confidences(found.signals)
    return not chances or least <= max(chances) < most
