"""Plans searched and read: all of them in one search and one reading.

A plain question is one search and one reading, exactly as ``pincite.qa.answering.pipeline.answers``
does it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from pincite.index.retrieval.filter import EVERYTHING, Filter
from pincite.index.retrieval.query import Query
from pincite.index.retrieval.retriever import Retrieved, Retriever
from pincite.qa.answering.confidence import Calibration
from pincite.qa.answering.pipeline import Proposed, Reader, proposed, proposed_by_all
from pincite.qa.asking.plans.days import Days
from pincite.qa.asking.plans.plan import LOOKED_UP, Plan, Wording
from pincite.qa.asking.weighing import Weighed

_PART: Final = 7  # passages read for each of several questions
_LISTED: Final = 15  # passages read for a list
_OF_DAY: Final = 3  # passages of the day that is asked about, beside the nearest
_AFTER: Final = timedelta(days=3)  # by then a paper has told what happened


@dataclass(frozen=True, slots=True)
class Read:
    """What was found for one way of asking and what the reader proposes, with how sure each is."""

    found: Retrieved
    proposed: Proposed
    chances: list[float]

    @property
    def weighed(self) -> list[Weighed]:
        """The proposals as they are weighed."""
        return [
            Weighed(group, chance)
            for group, chance in zip(self.proposed.groups, self.chances, strict=True)
        ]


@dataclass(frozen=True, slots=True)
class _Job:
    """``query`` is searched for, ``hits`` passages; ``read`` is asked of the ``first`` of them, and
    of a few more that ``dated`` finds; of ``every`` one of these where all answers are wanted."""

    query: Query
    read: str
    hits: int
    first: int
    dated: Query | None
    days: Days | None
    every: bool


def read(
    queries: Sequence[Query],
    plans: Sequence[Plan],
    retriever: Retriever,
    reader: Reader,
    calibration: Calibration,
    hits: int,
) -> Iterator[Read]:
    """What came of each way of each plan that is read, in order. Raises IndexFault, ModelError and
    QuestionError."""
    jobs = [
        _job(query, single, way, hits, part=bool(made.parts))
        for query, made in zip(queries, plans, strict=True)
        for single in (made.parts or (made,))
        if single.form not in LOOKED_UP
        for way in single.ways
    ]
    if not jobs:
        return iter(())
    found = [_found(job, got) for job, got in zip(jobs, _searched(jobs, retriever), strict=True)]
    asked = [replace(job.query, text=job.read) for job in jobs]
    return iter(
        [
            Read(retrieved, each, calibration.confidences(each.told))
            for retrieved, each in zip(
                found, _proposed(jobs, asked, found, reader, calibration), strict=True
            )
        ]
    )


def _job(query: Query, made: Plan, way: Wording, hits: int, *, part: bool) -> _Job:
    most = _PART if part else max(hits, _LISTED) if made.form == "list" else hits
    searched = replace(query, text=way.search)
    dated = None
    if made.days is not None and not made.days.yearless and query.filter == EVERYTHING:
        window = Filter(made.days.first, made.days.last + _AFTER)
        dated = replace(searched, filter=window)
    first = most if way.first is None else min(way.first, most)
    every = made.form == "list" or "list" in made.others
    return _Job(searched, way.read, most, first, dated, made.days, every)


def _proposed(
    jobs: Sequence[_Job],
    asked: Sequence[Query],
    found: Sequence[Retrieved],
    reader: Reader,
    calibration: Calibration,
) -> list[Proposed]:
    """What the reader proposes for each job, in order."""
    both: dict[bool, Iterator[Proposed]] = {}
    for every in (False, True):
        some = [n for n, job in enumerate(jobs) if job.every is every]
        queries, rows = [asked[n] for n in some], [found[n] for n in some]
        both[every] = iter(
            proposed_by_all(queries, rows, reader)
            if every
            else proposed(queries, rows, reader, calibration)
        )
    return [next(both[job.every]) for job in jobs]


_Got = tuple[Retrieved, Retrieved | None]


def _searched(jobs: Sequence[_Job], retriever: Retriever) -> list[_Got]:
    """What was found for each job, and of its day; what several search for is searched for once."""
    got: dict[tuple[Query, int], Retrieved] = {}
    for most in sorted({job.hits for job in jobs}):
        same = [job for job in jobs if job.hits == most]
        wanted = list(dict.fromkeys(q for j in same for q in (j.query, j.dated) if q is not None))
        found = retriever.search(wanted, most)
        got |= {(query, most): each for query, each in zip(wanted, found, strict=True)}
    return [
        (got[job.query, job.hits], None if job.dated is None else got[job.dated, job.hits])
        for job in jobs
    ]


def _found(job: _Job, got: _Got) -> Retrieved:
    found, dated = got
    hits = found.hits[: job.first]
    if dated is not None:
        held = {hit.passage.id for hit in hits}
        hits = (*hits, *[hit for hit in dated.hits if hit.passage.id not in held][:_OF_DAY])
    missing = found.missing
    if job.days is not None:
        # an article's date says it where its text does not
        missing = tuple(word for word in missing if word not in job.days.words)
    return replace(found, hits=hits, missing=missing)
