"""Decides the answer to one way of asking: weighs what was read by the form of the line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from pincite.index.retrieval.retriever import Retrieved
from pincite.qa.answering.decide import NEAR, decide
from pincite.qa.asking.by_words import holding
from pincite.qa.asking.finding import answer_of_list
from pincite.qa.asking.lookup.lists import FOR_A_LIST, listed
from pincite.qa.asking.plans.lookups import asks_for_several
from pincite.qa.asking.plans.plan import Plan, happened
from pincite.qa.asking.quoting.sayings import AskedSayings, asked_sayings, of_another
from pincite.qa.asking.reading import WayRead
from pincite.qa.asking.spelling.abbreviations import is_abbreviation
from pincite.qa.asking.weighing.chances import (
    QuestionWords,
    answering_words,
    defines_topic,
    is_dateline,
    may_list,
    settles_yes_or_no,
    unmarked_sentences,
    with_definition,
)
from pincite.qa.asking.weighing.dating import (
    NO_DAY,
    days_of_answer,
    of_day,
    tells_of_day,
    with_day,
    without,
)
from pincite.qa.asking.weighing.pinpointing import pinpointed
from pincite.qa.asking.weighing.rivals import first_citations, newest_rival_first, with_rivals
from pincite.qa.asking.weighing.scored import ScoredAnswer, published
from pincite.qa.types import Answer, Dates

PERHAPS: Final = 0.6
"""Multiplies the threshold for one of several questions in a line, and for a list."""

# these two multiply the threshold
_UNSURE: Final = 0.8  # for a yes-or-no question: sentences for and against are shown
_MENDED: Final = 0.7  # for a corrected line: its other words may be inexact too
_NEARLY: Final = 0.6  # an answer of the asked day must be so likely, of the likeliest
_AS_SURE: Final = 0.85  # answers as confident as this times the best are ordered by date
_SEVERAL: Final = 4.0  # multiplies the odds of a sentence that lists things, if several are asked
_DEVELOPING: Final = ("answer", "search words")  # forms that may ask for a changing figure
_COMPARED: Final = 10  # different answers that are compared with each other
_THINGS: Final = 3  # things that a list must have to answer a plain question


@dataclass(frozen=True, slots=True)
class Decider:
    """Decides answers with a ``threshold``, of at most ``citations`` citations. ``one_of_several``
    says that the line holds several questions."""

    threshold: float
    citations: int
    one_of_several: bool = False

    def decide(self, made: Plan, asked: str, done: WayRead) -> Answer:
        """The answer to one way of asking, ``asked``, of a plan, of what was found and read."""
        words = QuestionWords(asked, done.found.hits)
        of_form = [_pinpointed(asked, each) for each in _weighed_by_form(made, done, words)]
        weighed, dates = self._dated(made, done, of_form)
        mended = any(not is_abbreviation(typed) for typed, _ in made.changes)
        unsure = _UNSURE if made.form == "yes or no" else _MENDED if mended else 1.0
        threshold = self.threshold * unsure
        answer = self._decided(made, done.found, weighed, threshold)
        by_words = made.form == "search words" or made.days or self.one_of_several
        said = _asks_what_was_said(made)
        if not answer.found and by_words and not (said and said.has_name):
            whole = holding(made, asked, done, weighed)
            answer = self._decided(made, done.found, whole, 0.0) if whole else answer
        if made.form == "list" or "list" in made.others:
            answer = self._or_list(made, done, weighed, answer)
        if answer.found and made.days is not None:
            if answer.citations[0].confidence < threshold:
                # only sentences of the day are shown for their words
                dates = days_of_answer(made.days)
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
        return answer

    def finished(self, made: Plan, answer: Answer) -> Answer:
        """The answer chosen among the ways of asking, as it is given: with the newest of its rivals
        first, and with no more citations than are wanted."""
        if answer.kind != "answer":
            return answer
        if made.form in _DEVELOPING and made.days is None and self.citations > 1:
            answer = newest_rival_first(answer)
        given = first_citations(answer, self.citations)
        sure = given.citations[0].confidence if given.found else given.confidence
        return replace(given, confidence=sure)

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
            threshold=self.threshold * (PERHAPS if made.form == "list" else 1.0),
        )
        wanted = made.form == "list" or (
            len(items.names) >= _THINGS and len(items.items[0]) >= _THINGS
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
        where = happened(without(made.line, made.days))
        if where is not None:
            every = [*weighed, *unmarked_sentences(weighed, done.found.hits)]
            words = QuestionWords(where, done.found.hits)
            of_it = _with_chances(
                tells_of_day(made.days, words), [each for each in every if of_day(each, made.days)]
            )
            return (of_it, days_of_answer(made.days)) if of_it else (weighed, None)
        of_it = _with_chances(
            with_day(made.days), [each for each in weighed if of_day(each, made.days)]
        )
        least = max(self.threshold, _NEARLY * max((each.chance for each in weighed), default=0.0))
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
    if said := _asks_what_was_said(made):
        by_another = of_another(said)
        weighed = [
            each for each in weighed if not by_another(each.best.hit.article, each.best.sentence)
        ]
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


def _asks_what_was_said(made: Plan) -> AskedSayings | None:
    return asked_sayings(without(made.line, made.days))


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
