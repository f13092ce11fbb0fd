"""Carries plans out: one search for all plans, one reading for all, then each is weighed.

A line that can be understood in two ways is weighed in both, with one reading if possible, and the
answer with the higher confidence is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Final

from pincite.index.retrieval.query import Query
from pincite.index.retrieval.retriever import Retriever
from pincite.qa.answering.confidence import Calibration
from pincite.qa.answering.pipeline import Reader
from pincite.qa.answering.steps import nothing_certain
from pincite.qa.asking.deciding import PERHAPS, Decider
from pincite.qa.asking.finding import Finder
from pincite.qa.asking.plans.forms import Form, is_question
from pincite.qa.asking.plans.languages import foreign_language
from pincite.qa.asking.plans.lookups import quotes_surely
from pincite.qa.asking.plans.plan import LOOKED_UP, Plan, plan
from pincite.qa.asking.reading import LogOdds, WayRead, read_plans, reading_count
from pincite.qa.asking.several import joined, readings_about_one_article
from pincite.qa.asking.spelling.correcting import as_typed
from pincite.qa.types import Answer

_SURER: Final = 1.15  # another way of asking must be so much more confident than the likeliest


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
            asker = replace(self, threshold=PERHAPS * self.threshold, one_of_several=True)
            asked = [way.search for part in made.parts for way in part.ways[: reading_count(part)]]
            of_parts = iter(readings_about_one_article(list(islice(done, len(asked))), asked))
            with nothing_certain():  # a part's places are numbered after those of the parts before
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
            if not answer.found and made.form in ("answer", "search words"):
                answer = finder.sayings(replace(query, text=made.ways[0].search)) or answer
        kind = made.form if answer.kind == "answer" and made.form != "list" else answer.kind
        shown, changes = as_typed(answer.asked or made.asked, answer.changes or made.changes)
        return replace(
            answer,
            question=made.line,
            kind=kind,
            asked=shown,
            changes=changes,
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
        decider = Decider(self.threshold, self.citations, self.one_of_several)
        best, *others = [decider.decide(made, way.search, next(done)) for way in made.ways]
        for way, other in zip(made.ways[1:], others, strict=True):
            surer = other.confidence > (1.0 if way.changes else _SURER) * best.confidence
            # a question without its topic may be answered for another one
            surer = surer and (bool(way.changes) or way.search == made.ways[0].search)
            # another correction of a word is used only if it finds another answer
            again = bool(way.changes) and best.found and other.found and _same_place(other, best)
            if other.found and not again and (not best.found or surer):
                asked = (way.search,) if way.search != made.ways[0].search else ()
                # of the same search, the likeliest way's hits are kept: more of them were read
                best = replace(
                    other, hits=other.hits if asked else best.hits,
                    asked=asked, changes=way.changes,
                )  # fmt: skip
        return decider.finished(made, best)


def _same_place(one: Answer, other: Answer) -> bool:
    """Whether the first citations of two answers are at the same place."""
    place, beside = one.citations[0], other.citations[0]
    return (place.article.id, place.answer) == (beside.article.id, beside.answer)
