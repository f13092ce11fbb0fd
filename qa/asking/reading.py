"""Searches and reads for all plans together: one search and one reading.

A plain question is searched and read exactly as ``pincite.qa.answering.pipeline.answers`` does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from pincite.index.engines.lexical import asked_terms, terms_in
from pincite.index.retrieval.filter import EVERYTHING, Filter
from pincite.index.retrieval.hit import Hit
from pincite.index.retrieval.query import Query
from pincite.index.retrieval.retriever import Retrieved, Retriever
from pincite.qa.answering.confidence import Calibration
from pincite.qa.answering.pipeline import Proposed, Reader, proposed, proposed_by_all, rank_readings
from pincite.qa.answering.steps import Step, tell, tell_search
from pincite.qa.asking.dates.days import REPORTED, Days, names
from pincite.qa.asking.plans.framing import without_framing
from pincite.qa.asking.plans.names import in_capitals
from pincite.qa.asking.plans.names import names as names_in
from pincite.qa.asking.plans.plan import LOOKED_UP, Plan, Wording
from pincite.qa.asking.weighing.dating import without
from pincite.qa.asking.weighing.scored import ScoredAnswer, published, shifted_probability
from pincite.qa.types import Candidate

_PART: Final = 6  # passages read for each of several questions
_OF_LINE: Final = 2  # further passages, which the whole line finds, for each of its questions
_LISTED: Final = 14  # passages read for a list
_OF_DAY: Final = 3  # further passages that belong to the asked day
_NAMING: Final = 200  # passages that name the day and are examined


LogOdds = Callable[[Candidate], float]
"""Gives the log-odds that other knowledge than the question adds to an answer."""


@dataclass(frozen=True, slots=True)
class WayRead:
    """The hits for one way of asking, the answers that the reader proposes, and their chances."""

    found: Retrieved
    proposed: Proposed
    chances: list[float]

    @property
    def weighed(self) -> list[ScoredAnswer]:
        """The proposed answers with their chances."""
        return [
            ScoredAnswer(group, chance)
            for group, chance in zip(self.proposed.groups, self.chances, strict=True)
        ]


@dataclass(frozen=True, slots=True)
class _Job:
    """One search and its reading. ``query`` is searched for and gives ``hits`` passages. The reader
    gets the question ``read`` and the ``first`` of them. ``more`` are further queries and how many
    of their passages are read too. ``every`` says that all answers are wanted."""

    query: Query
    read: str
    hits: int
    first: int
    more: tuple[tuple[Query, int], ...]
    days: Days | None
    every: bool


def read_plans(
    queries: Sequence[Query],
    plans: Sequence[Plan],
    retriever: Retriever,
    reader: Reader,
    calibration: Calibration,
    hits: int,
    likelier: LogOdds | None = None,
) -> Iterator[WayRead]:
    """The result of each way of asking of each plan that the reader is needed for, in order.
    ``likelier`` gives the log-odds that are added to each answer, by its best place. Raises
    IndexFault, ModelError and QuestionError."""
    jobs = [
        _job(query, single, way, hits, " ".join(made.asked) if made.parts else "")
        for query, made in zip(queries, plans, strict=True)
        for single in (made.parts or (made,))
        for way in single.ways[: reading_count(single)]
    ]
    if not jobs:
        return iter(())
    tell_search(jobs[0].query.filter, retriever)
    found = [
        _with_further_hits(job, got, retriever)
        for job, got in zip(jobs, _searched(jobs, retriever), strict=True)
    ]
    read = _proposed(jobs, found, reader, calibration)
    tell(Step("weighing"))
    return iter(
        [
            WayRead(retrieved, each, _chances(each, calibration, likelier))
            for retrieved, each in zip(found, read, strict=True)
        ]
    )


def _chances(found: Proposed, calibration: Calibration, likelier: LogOdds | None) -> list[float]:
    chances = calibration.confidences(found.signals)
    if likelier is None:
        return chances
    return [
        shifted_probability(chance, likelier(group[0]))
        for chance, group in zip(chances, found.groups, strict=True)
    ]


def reading_count(made: Plan) -> int:
    """How many readings a plan of one question needs: one for each way of asking, or none."""
    return 0 if made.form in LOOKED_UP else len(made.ways)


def _job(query: Query, made: Plan, way: Wording, hits: int, line: str) -> _Job:
    """The job for one way of asking. ``line`` is all questions of a line that holds several, else
    ""."""
    most = min(_PART, hits) if line else max(hits, _LISTED) if made.form == "list" else hits
    searched = replace(query, text=way.search)
    more: list[tuple[Query, int]] = []
    if made.days is not None and query.filter == EVERYTHING:
        window = Filter(made.days.first, made.days.last + REPORTED)
        more.append((replace(searched, filter=window), _OF_DAY))
    elif line:
        more.append((replace(searched, text=line), _OF_LINE))
    first = most if way.first is None else min(way.first, most)
    every = made.form == "list" or "list" in made.others
    return _Job(searched, way.read, most, first, tuple(more), made.days, every)


def _proposed(
    jobs: Sequence[_Job], found: Sequence[Retrieved], reader: Reader, calibration: Calibration
) -> list[Proposed]:
    """The answers that the reader proposes for each job, in order."""
    readings = [_readings(job, retrieved) for job, retrieved in zip(jobs, found, strict=True)]
    read: list[list[Proposed]] = [[] for _ in jobs]
    for every in (False, True):
        some = [n for n, job in enumerate(jobs) if job.every is every for _ in readings[n]]
        queries = [query for n in dict.fromkeys(some) for query, _ in readings[n]]
        rows = [hits for n in dict.fromkeys(some) for _, hits in readings[n]]
        made = (
            proposed_by_all(queries, rows, reader)
            if every
            else proposed(queries, rows, reader, calibration)
        )
        for n, each in zip(some, made, strict=True):
            read[n].append(each)
    return [
        parts[0] if len(parts) == 1 else rank_readings(retrieved, asked, parts)
        for retrieved, asked, parts in zip(found, readings, read, strict=True)
    ]


def _readings(job: _Job, found: Retrieved) -> list[tuple[Query, Retrieved]]:
    """What the reader is asked about which hits. In articles of the asked day that do not name it,
    the question is read without its date: news says "today", or nothing."""
    asked = replace(job.query, text=_with_names(job.read, found))
    undated = without(job.read, job.days)
    of_it = [hit for hit in found.hits if job.days and _only_published_then(hit, job.days)]
    if not of_it or not undated or undated == job.read:
        return [(asked, found)]
    then = {hit.passage.id for hit in of_it}
    others = tuple(hit for hit in found.hits if hit.passage.id not in then)
    second = (
        replace(asked, text=_with_names(undated, found)),
        replace(found, hits=tuple(of_it), updates=()),
    )
    return [(asked, replace(found, hits=others)), second]


def _with_names(question: str, found: Retrieved) -> str:
    """A question typed in small letters with the names of several words as the passages found write
    them ("the Ever Given"): an answer that lacks a name of the question is less likely."""
    if not question[:1].islower():
        return question
    return in_capitals(question, names_in("\n".join(hit.text for hit in found.hits)))


def _only_published_then(hit: Hit, days: Days) -> bool:
    day = published(hit.article)
    if day is None or not days.just_before(day):
        return False
    return not names(hit.text, day, days)


_Got = tuple[Retrieved, list[Retrieved]]


def _searched(jobs: Sequence[_Job], retriever: Retriever) -> list[_Got]:
    """For each job, the result of its query and the results of its further queries. A query that
    several jobs have is searched for only once."""
    got: dict[tuple[Query, int], Retrieved] = {}
    for most in sorted({job.hits for job in jobs}):
        same = [job for job in jobs if job.hits == most]
        beside = [query for job in same for query, _ in job.more]
        wanted = list(dict.fromkeys([*(job.query for job in same), *beside]))
        found = retriever.search(wanted, most)
        got |= {(query, most): each for query, each in zip(wanted, found, strict=True)}
    return [
        (got[job.query, job.hits], [got[query, job.hits] for query, _ in job.more]) for job in jobs
    ]


def _naming_day(job: _Job, retriever: Retriever) -> list[Hit]:
    """The few passages that name the asked day and hold the most words of the question. The usual
    search may miss them, because a date has words that any other date has too."""
    if job.days is None:
        return []
    asked = asked_terms(job.query.text)
    found: dict[str, tuple[int, Hit]] = {}
    for text in job.days.spelled:
        for hit in islice(retriever.holding(text, job.query.filter, together=2).hits, _NAMING):
            if names(hit.text, published(hit.article), job.days):
                found[hit.passage.id] = len(asked & terms_in(hit.text)), hit
    best = sorted(found.values(), key=lambda each: -each[0])
    return [hit for _, hit in best[:_OF_LINE]]


def _with_further_hits(job: _Job, got: _Got, retriever: Retriever) -> Retrieved:
    found, beside = got
    hits = found.hits[: job.first]
    if job.days is not None:
        known = {hit.passage.id for hit in hits}
        hits = (*hits, *[h for h in _naming_day(job, retriever) if h.passage.id not in known])
    for (_, most), other in zip(job.more, beside, strict=True):
        known = {hit.passage.id for hit in hits}
        hits = (*hits, *[hit for hit in other.hits if hit.passage.id not in known][:most])
    missing = without_framing(job.query.text, found.missing)
    if job.days is not None:
        # the words of the date are not missing: the article's date has them
        missing = tuple(word for word in missing if word not in job.days.words)
    return replace(found, hits=hits, missing=missing)
