"""Carries plans out: one search for all plans, one reading for all, then each is weighed.

A line that can be understood in two ways is weighed in both, with one reading if possible, and the
answer with the higher confidence is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Final

from pincite.index.retrieval.query import Query
from pincite.index.retrieval.retriever import Retrieved, Retriever
from pincite.qa.answering.confidence import Calibration
from pincite.qa.answering.decide import NEAR, decide
from pincite.qa.answering.pipeline import Reader
from pincite.qa.asking.by_words import holding
from pincite.qa.asking.dating import NO_DAY, days_of_answer, of_day
from pincite.qa.asking.finding import Finder, answer_of_list
from pincite.qa.asking.lookup.lists import FOR_A_LIST, listed
from pincite.qa.asking.pinpointing import pinpointed
from pincite.qa.asking.plans.forms import Form, is_question
from pincite.qa.asking.plans.lookups import asks_for_several, quotes_surely
from pincite.qa.asking.plans.plan import LOOKED_UP, Plan, happened, plan
from pincite.qa.asking.plans.tongues import foreign_language
from pincite.qa.asking.reading import LogOdds, WayRead, read_plans, reading_count
from pincite.qa.asking.rivals import first_citations, newest_rival_first, with_rivals
from pincite.qa.asking.several import joined, readings_about_one_article
from pincite.qa.asking.weighing import (
    QuestionWords,
    ScoredAnswer,
    answering_words,
    defines_topic,
    is_dateline,
    may_list,
    published,
    settles_yes_or_no,
    tells_of_day,
    unmarked_sentences,
    with_day,
    with_definition,
)
from pincite.qa.types import Answer, Dates

# these three multiply the threshold
_PERHAPS: Final = 0.6  # for one of several questions in a line
_UNSURE: Final = 0.8  # for a yes-or-no question: sentences for and against are shown
_MENDED: Final = 0.7  # for a corrected line: its other words may be inexact too
# these two multiply a confidence
_AS_SURE: Final = 0.85  # answers as confident as this times the best are ordered by date
_SURER: Final = 1.15  # another way of asking must be so much more confident than the likeliest
_SEVERAL: Final = 4.0  # multiplies the odds of a sentence that lists things, if several are asked
_DEVELOPING: Final = ("answer", "search words")  # forms that may ask for a changing figure
_COMPARED: Final = 10  # different answers that are compared with each other
_LISTED: Final = 0.5  # the share of an answer's confidence that a list in its place must have
_THINGS: Final = 3  # things that a list must have to answer a plain question


@dataclass(frozen=True, slots=True)
class Asker:
    """Carries plans out with a retriever and a reader. It reads ``hits`` passages and gives at most
    ``citations`` citations.

    ``one_of_several`` is set for the questions of a line that holds several: each of them is
    answered, even with low confidence. ``likelier`` gives the log-odds that a conversation adds
    to an answer.
    """

    retriever: Retriever
    reader: Reader
    calibration: Calibration
    threshold: float
    hits: int
    citations: int
    one_of_several: bool = False
    likelier: LogOdds | None = None

    def ask(
        self, queries: Sequence[Query], form: Form | None, today: date, *, dates: bool = True
    ) -> list[Answer]:
        """The answer to each query, in order. ``form`` forces a form on all of them. Without
        ``dates``, no date in a query is used as a filter. Raises IndexFault, ModelError and
        QuestionError."""
        finder = Finder(self.retriever, self.hits)
        unread = [self._unread(query, form, finder) for query in queries]
        asked = [query for query, answer in zip(queries, unread, strict=True) if answer is None]
        plans = [
            plan(query.text, self.retriever.words_like, today, form, dates=dates) for query in asked
        ]
        done = read_plans(
            asked, plans, self.retriever, self.reader, self.calibration, self.hits, self.likelier
        )
        answers = iter(
            [
                self._answer(query, made, done, finder, today)
                for query, made in zip(asked, plans, strict=True)
            ]
        )
        return [next(answers) if answer is None else answer for answer in unread]

    def _unread(self, query: Query, form: Form | None, finder: Finder) -> Answer | None:
        """An answer of the nearest sentences, if the question is in a language that the reader does
        not know and the articles have sentences in it; else None."""
        language = foreign_language(query.text) if form in (None, "unread") else None
        return finder.unread(query, language) if language else None

    def _answer(
        self, query: Query, made: Plan, done: Iterator[WayRead], finder: Finder, today: date
    ) -> Answer:
        if made.parts:
            asker = replace(self, threshold=_PERHAPS * self.threshold, one_of_several=True)
            of_parts = iter(
                readings_about_one_article(list(islice(done, sum(map(reading_count, made.parts)))))
            )
            parts = tuple(
                asker._answer(query, part, of_parts, finder, today) for part in made.parts
            )
            answer = joined(parts)
        elif made.form in LOOKED_UP:
            answer = self._looked_up(query, made, finder, today)
        elif not made.ways:
            answer = Answer(query.text, "", 0.0, (), ())
        else:
            answer = self._single(made, done)
        kind = made.form if answer.kind == "answer" and made.form != "list" else answer.kind
        return replace(
            answer,
            question=made.line,
            kind=kind,
            asked=answer.asked or made.asked,
            changes=answer.changes or made.changes,
            others=tuple(each for each in (*made.others, made.form) if each != kind),
        )

    def _looked_up(self, query: Query, made: Plan, finder: Finder, today: date) -> Answer:
        """The quotes, mentions or digest that the line asks for. If there are none, the line is
        answered as a question or as search words."""
        wanted = replace(query, text=made.ways[0].search)
        if made.form == "quote":
            looked = finder.quote(wanted)
            if looked is not None and (looked.found or quotes_surely(made.line)):
                return looked
        elif made.form == "mentions":
            return finder.mentions(wanted)
        else:
            digest = finder.digest(wanted)
            if digest.found:
                return digest
        form: Form = "answer" if is_question(made.line) else "search words"
        [answer] = self.ask([wanted], form, today)
        return replace(answer, kind=form)

    def _single(self, made: Plan, done: Iterator[WayRead]) -> Answer:
        """The answer to the likeliest way of asking, or to another way if its answer has a higher
        confidence."""
        best, *others = [self._weighed(made, way.search, next(done)) for way in made.ways]
        for way, other in zip(made.ways[1:], others, strict=True):
            surer = other.confidence > (1.0 if way.changes else _SURER) * best.confidence
            # another correction of a word is used only if it finds another answer
            again = bool(way.changes) and best.found and other.found and _same_place(other, best)
            if other.found and not again and (not best.found or surer):
                asked = (way.search,) if way.changes else ()
                # without changes, the likeliest way's hits are kept: more of them were read
                best = replace(
                    other, hits=best.hits if not way.changes else other.hits,
                    asked=asked, changes=way.changes,
                )  # fmt: skip
        return best

    def _weighed(self, made: Plan, asked: str, done: WayRead) -> Answer:
        words = QuestionWords(asked, done.found.hits)
        of_form = [_pinpointed(asked, each) for each in _weighed_by_form(made, done, words)]
        weighed, dates = self._dated(made, done, of_form)
        unsure = _UNSURE if made.form == "yes or no" else _MENDED if made.changes else 1.0
        threshold = self.threshold * unsure
        answer = self._decided(made, done.found, weighed, threshold)
        if not answer.found and (made.form == "search words" or made.days or self.one_of_several):
            whole = holding(made, asked, done, weighed)
            answer = self._decided(made, done.found, whole, 0.0) if whole else answer
        if made.form == "list" or "list" in made.others:
            answer = self._or_list(made, done, weighed, answer)
        if answer.found and made.days is not None:
            if answer.citations[0].confidence < threshold:
                dates = days_of_answer(
                    made.days
                )  # only sentences of the day are shown for their words
            notes = answer.notes if dates else (*answer.notes, NO_DAY.format(made.days.words))
            answer = replace(answer, dates=dates, notes=notes)
        if made.newest:
            dates = answer.dates or Dates("", newest=True)
            answer = replace(answer, dates=dates if answer.found else None)
            answer = _newest_first(answer, NEAR)
        elif made.form == "yes or no":
            answer = _newest_first(answer, _AS_SURE)
        if answer.kind == "answer":
            answer = with_rivals(answer)
            if made.form in _DEVELOPING and made.days is None:
                answer = newest_rival_first(answer)
            answer = first_citations(answer, self.citations)
        return answer

    def _or_list(
        self, made: Plan, done: WayRead, weighed: Sequence[ScoredAnswer], answer: Answer
    ) -> Answer:
        """A list of all answers, if the line asks for several or if a sentence that answers it
        lists at least three things; else ``answer`` itself."""
        found, several = done.found, asks_for_several(made.line)
        settled = settles_yes_or_no(QuestionWords(made.line, found.hits))
        items = listed(
            made.line,
            [each.places for each in weighed],
            [settled(each) if several and may_list(each) else each.chance for each in weighed],
            odds=_SEVERAL if several else FOR_A_LIST if made.form == "list" else 1.0,
            examined=len(found.hits) + len(found.updates),
            threshold=self.threshold * (_PERHAPS if made.form == "list" else 1.0),
        )
        wanted = made.form == "list" or (
            len(items.names) >= _THINGS
            and len(items.items[0]) >= _THINGS
            and items.confidence >= _LISTED * answer.confidence
        )
        if not wanted or not items.citations:
            return answer
        return replace(answer_of_list(items, found), kind="list")

    def _dated(
        self, made: Plan, done: WayRead, weighed: list[ScoredAnswer]
    ) -> tuple[list[ScoredAnswer], Dates | None]:
        """The answers that belong to the asked day, with that day, if one of them is sure enough;
        else all answers and None."""
        if made.days is None:
            return weighed, None
        if happened(made.line):
            every = [*weighed, *unmarked_sentences(weighed, done.found.hits)]
            of_it = _with_chances(
                tells_of_day(made.days), [each for each in every if of_day(each, made.days)]
            )
            return (of_it, days_of_answer(made.days)) if of_it else (weighed, None)
        of_it = _with_chances(
            with_day(made.days), [each for each in weighed if of_day(each, made.days)]
        )
        least = max(self.threshold, _PERHAPS * max((each.chance for each in weighed), default=0.0))
        sure = any(each.chance >= least for each in of_it)
        return (of_it, days_of_answer(made.days)) if sure else (weighed, None)

    def _decided(
        self, made: Plan, found: Retrieved, weighed: Sequence[ScoredAnswer], threshold: float
    ) -> Answer:
        return decide(
            made.line,
            found,
            [each.places for each in weighed],
            [each.chance for each in weighed],
            threshold=threshold,
            limit=max(self.citations, _COMPARED),
        )


def _weighed_by_form(made: Plan, done: WayRead, words: QuestionWords) -> list[ScoredAnswer]:
    """The answers found, each with the chance that the form of the line gives it."""
    weighed = [each for each in done.weighed if not is_dateline(each.sentence)]
    if made.form in ("answer", "list"):
        return weighed
    every = [*weighed, *unmarked_sentences(weighed, done.found.hits)]
    if made.form == "yes or no":
        return _with_chances(settles_yes_or_no(words), every)
    if made.form == "definition":
        return [
            with_definition(each, made.topic)
            for each in _with_chances(defines_topic(made.topic), every)
        ]
    if made.form == "search words":
        return _with_chances(answering_words(words, len(done.found.missing)), every)
    return weighed


def _pinpointed(line: str, one: ScoredAnswer) -> ScoredAnswer:
    best = pinpointed(line, one.best)
    return one if best is one.best else replace(one, places=(best, *one.places[1:]))


def _with_chances(
    weigh: Callable[[ScoredAnswer], float], weighed: Sequence[ScoredAnswer]
) -> list[ScoredAnswer]:
    return [replace(each, chance=weigh(each)) for each in weighed]


def _newest_first(answer: Answer, near: float) -> Answer:
    """The answer with its citations reordered: first those that have at least ``near`` times the
    best confidence, then the others; within each group the newest article first."""
    if len(answer.citations) < 2:
        return answer
    least = near * answer.confidence
    order = sorted(
        answer.citations,
        key=lambda each: (each.confidence >= least, published(each.article) or date.min),
        reverse=True,
    )
    return replace(answer, citations=tuple(order), text=order[0].text)


def _same_place(one: Answer, other: Answer) -> bool:
    """Whether the first citations of two answers are at the same place."""
    place, beside = one.citations[0], other.citations[0]
    return (place.article.id, place.answer) == (beside.article.id, beside.answer)
