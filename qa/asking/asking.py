"""Plans carried out: everything is searched at once, everything read at once, then each is weighed.

A plain question is one search and one reading, exactly as ``pincite.qa.answering.pipeline.answers``
does it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from pincite.index.retrieval.query import Query
from pincite.index.retrieval.retriever import Retrieved, Retriever
from pincite.qa.answering.confidence import Calibration
from pincite.qa.answering.decide import NEAR, decide
from pincite.qa.answering.pipeline import Proposed, Reader, proposed
from pincite.qa.asking.finding import Finder
from pincite.qa.asking.plans.forms import Form, is_question
from pincite.qa.asking.plans.lookups import quotes_surely
from pincite.qa.asking.plans.plan import Plan, happened, plan
from pincite.qa.asking.weighing import (
    Weighed,
    Words,
    answering_words,
    beside,
    defined,
    defining,
    happening,
    is_dateline,
    on,
    published,
    settling,
)
from pincite.qa.types import Answer

_LOOKED_UP: Final = frozenset({"quote", "mentions", "digest", "list"})
_PERHAPS: Final = 0.6  # of the threshold, for one of several questions
_UNSURE: Final = 0.8  # of the threshold, for what is shown for and against
_AS_SURE: Final = 0.85  # of the surest: nothing tells which of them settles it but their day
_BY_WORDS: Final = 0.2  # how sure a sentence is that only holds the words
_PART: Final = 6  # passages read for each of several questions


@dataclass(frozen=True, slots=True)
class Asker:
    """What carries plans out: a retriever and a reader, and how many passages and citations."""

    retriever: Retriever
    reader: Reader
    calibration: Calibration
    threshold: float
    hits: int
    citations: int

    def ask(self, queries: Sequence[Query], form: Form | None, today: date) -> list[Answer]:
        """The answer to each query, in order; ``form`` forces a form on all of them. Raises
        IndexFault, ModelError and QuestionError."""
        plans = [plan(query.text, self.retriever.words_like, today, form) for query in queries]
        jobs = [
            _Job(replace(query, text=way.search), way.read, _PART if made.parts else self.hits)
            for query, made in zip(queries, plans, strict=True)
            for single in (made.parts or (made,))
            if single.form not in _LOOKED_UP
            for way in single.ways
        ]
        done = iter(self._done(jobs))
        finder = Finder(self.retriever, self.reader, self.calibration, self.threshold, self.hits)
        return [
            self._answer(query, made, done, finder, today)
            for query, made in zip(queries, plans, strict=True)
        ]

    def _done(self, jobs: Sequence[_Job]) -> list[_Done]:
        if not jobs:
            return []
        found = self.retriever.search([job.query for job in jobs], self.hits)
        found = [_first(each, job.hits) for each, job in zip(found, jobs, strict=True)]
        asked = [replace(job.query, text=job.read) for job in jobs]
        read = proposed(asked, found, self.reader)
        return [
            _Done(retrieved, each, self.calibration.confidences(each.told))
            for retrieved, each in zip(found, read, strict=True)
        ]

    def _answer(self, query: Query, made: Plan, done: _Next, finder: Finder, today: date) -> Answer:
        if made.parts:
            asker = replace(self, threshold=_PERHAPS * self.threshold)
            parts = tuple(asker._answer(query, part, done, finder, today) for part in made.parts)
            answer = _joined(parts)
        elif made.form in _LOOKED_UP:
            answer = self._looked_up(query, made, finder, today)
        elif not made.ways:
            answer = Answer(query.text, "", 0.0, (), ())
        else:
            answer = self._single(made, done)
        kind = made.form if answer.kind == "answer" else answer.kind
        return replace(
            answer, question=made.line, kind=kind, asked=made.asked, changes=made.changes
        )

    def _looked_up(self, query: Query, made: Plan, finder: Finder, today: date) -> Answer:
        """What is looked up, or the answer to the line where that gives nothing and it may have
        been meant as a question."""
        wanted = replace(query, text=made.ways[0].search)
        if made.form == "quote":
            looked = finder.quote(wanted)
            if looked is not None and (looked.found or quotes_surely(made.line)):
                return looked
        elif made.form == "mentions":
            return finder.mentions(wanted)
        elif made.form == "digest":
            told = finder.digest(wanted)
            if told.found:
                return told
        else:
            items = finder.listing(wanted)
            if items.found:
                return items
        form: Form = "answer" if is_question(made.line) else "search words"
        [answer] = self.ask([wanted], form, today)
        return replace(answer, kind=form)

    def _single(self, made: Plan, done: _Next) -> Answer:
        tried = [self._weighed(made, next(done)) for _ in made.ways]
        best = max(tried, key=lambda answer: (answer.found, answer.confidence))
        return replace(best, question=made.line, kind=made.form, asked=made.asked)

    def _weighed(self, made: Plan, done: _Done) -> Answer:
        words = Words(made.line, done.found.hits)
        weighed = self._dated(made, done, _of_form(made, done, words))
        threshold = self.threshold * (_UNSURE if made.form == "yes or no" else 1.0)
        answer = self._decided(made, done.found, weighed, threshold)
        if not answer.found and made.form == "search words":
            answer = self._holding(made, done.found, weighed, words) or answer
        if made.newest:
            return _newest_first(answer, NEAR)
        return _newest_first(answer, _AS_SURE) if made.form == "yes or no" else answer

    def _dated(self, made: Plan, done: _Done, weighed: list[Weighed]) -> list[Weighed]:
        """The answers of the day that is asked about before the others, if any is sure enough."""
        if made.days is None:
            return weighed
        if happened(made.line):
            return _by(happening(made.days), [*weighed, *beside(weighed, done.found.hits)])
        sure = any(each.chance >= self.threshold for each in weighed)
        return _by(on(made.days), weighed) if sure else weighed

    def _decided(
        self, made: Plan, found: Retrieved, weighed: Sequence[Weighed], threshold: float
    ) -> Answer:
        return decide(
            made.line,
            found,
            [each.places for each in weighed],
            [each.chance for each in weighed],
            threshold=threshold,
            limit=self.citations,
        )

    def _holding(
        self, made: Plan, found: Retrieved, weighed: Sequence[Weighed], words: Words
    ) -> Answer | None:
        """The sentences that hold the words, where they do: not an answer, but never a refusal."""
        held = [(each, words.held(each.best.hit, each.best.sentence)) for each in weighed]
        whole = [
            replace(each, chance=_BY_WORDS * share.itself)
            for each, share in held
            if share.around > 0.99 and share.itself >= 0.5 and not found.missing
        ]
        return self._decided(made, found, whole, 0.0) if whole else None


@dataclass(frozen=True, slots=True)
class _Job:
    """One search and one reading: what is searched for, what is asked of it, and of how much."""

    query: Query
    read: str
    hits: int


@dataclass(frozen=True, slots=True)
class _Done:
    """What was found for a job and what the reader proposes, with how sure each is."""

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


_Next = Iterator[_Done]


def _of_form(made: Plan, done: _Done, words: Words) -> list[Weighed]:
    """What was found, weighed as the form of the line has it."""
    if made.form == "answer":
        return done.weighed
    weighed = [each for each in done.weighed if not is_dateline(each.sentence)]
    every = [*weighed, *beside(weighed, done.found.hits)]
    if made.form == "yes or no":
        return _by(settling(words), every)
    if made.form == "definition":
        return [defined(each, made.topic) for each in _by(defining(made.topic), every)]
    if made.form == "search words":
        return _by(answering_words(words, len(done.found.missing)), every)
    return weighed


def _by(weigh: Callable[[Weighed], float], weighed: Sequence[Weighed]) -> list[Weighed]:
    return [replace(each, chance=weigh(each)) for each in weighed]


def _first(found: Retrieved, hits: int) -> Retrieved:
    return found if len(found.hits) <= hits else replace(found, hits=found.hits[:hits])


def _newest_first(answer: Answer, near: float) -> Answer:
    """The answers that are ``near`` times as sure as the surest, the newest article first, before
    the others."""
    if len(answer.citations) < 2:
        return answer
    least = near * answer.confidence
    order = sorted(
        answer.citations,
        key=lambda each: (each.confidence >= least, published(each.article) or date.min),
        reverse=True,
    )
    return replace(answer, citations=tuple(order), text=order[0].text)


def _joined(parts: Sequence[Answer]) -> Answer:
    """The answers to several questions as one answer: as sure as the least sure part found."""
    found = [part for part in parts if part.found]
    first = parts[0]
    return replace(
        first,
        text=" · ".join(part.text for part in found),
        confidence=min((part.confidence for part in found), default=0.0),
        citations=tuple(one for part in parts for one in part.citations),
        hits=tuple(dict.fromkeys(hit for part in parts for hit in part.hits)),
        missing=tuple(dict.fromkeys(word for part in parts for word in part.missing)),
        parts=tuple(parts),
    )
