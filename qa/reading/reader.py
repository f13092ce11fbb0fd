"""The extractive reader, which marks exact answers in the sentences of hits."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, Self

from pincite.corpus.article import Span
from pincite.corpus.passages.rendering import Rendering, above, rendering
from pincite.index.engines.lexical import asked_terms
from pincite.index.retrieval.hit import Hit
from pincite.qa.reading.features import Window
from pincite.qa.reading.model import Scores, SpanModel
from pincite.qa.reading.spans import LONGEST, Scored, best_span, runs
from pincite.qa.types import Candidate

# a question for a reason or a manner may be answered by a clause, or by two sentences
_BY_CLAUSE = re.compile(r"^\W*(?:why|how)\b(?! (?:much|many|long|often|old|far|big|large)\b)", re.I)
_A_PASSAGE = 3  # candidates from one passage, at most
_TITLE = 200  # characters of a title or of headings that are read
_HEADING = 2.0  # a heading's score must be higher by this than that of every sentence below it
_ASKS = ("?", "？")


class Model(Protocol):
    """The methods of a model that the reader uses."""

    def windows(self, questions: Sequence[str], texts: Sequence[str]) -> list[Window]: ...

    def scores(self, windows: Sequence[Window]) -> list[Scores]: ...


class SpanReader:
    """Marks answers in hits. It is thread-safe if its model is."""

    def __init__(self, model: Model) -> None:
        self._model = model

    def read(
        self, questions: Sequence[str], hits: Sequence[Sequence[Hit]]
    ) -> list[list[Candidate]]:
        """The candidates for each question, best first: up to three from each passage and one from
        each heading above it. No two candidates of a passage share a sentence.

        ``score`` is the log-odds of the span against no answer in its passage, up to a constant.
        It is comparable across passages and questions. Raises QuestionError and ModelError.
        """
        pairs = [(n, hit) for n, row in enumerate(hits) for hit in row if hit.passage.sentences]
        shown = [ReaderInput.of(hit) for _, hit in pairs]
        windows = self._model.windows(
            [questions[n] for n, _ in pairs], [each.text for each in shown]
        )
        by_pair: list[list[tuple[Window, Scores]]] = [[] for _ in pairs]
        for window, scores in zip(windows, self._model.scores(windows), strict=True):
            by_pair[window.pair].append((window, scores))
        found: list[list[Candidate]] = [[] for _ in questions]
        for (n, hit), text, read in zip(pairs, shown, by_pair, strict=True):
            found[n] += _candidates(questions[n], hit, text, read)
        return [sorted(row, key=lambda each: -each.score) for row in found]


def load_reader(name: str | None = None) -> SpanReader:
    """The reader with the model that ships (None), the model in a folder, or a model of the hub.
    The weights are loaded at the first question. Raises ModelError."""
    return SpanReader(SpanModel.load(name))


def opening(title: str) -> str:
    """The title as it is read before a passage, because many sentences do not repeat the subject
    that the title names; "" without a title."""
    title = " ".join(title[:_TITLE].split())
    return f"{title}. " if title else ""


@dataclass(frozen=True, slots=True)
class ReaderInput:
    """A hit as the model reads it: ``text`` is the title and headings, ``shift`` characters long,
    and then the rendering of the passage. ``headings`` are those that may be quoted, each as a span
    of ``text`` and as a span of the article's text."""

    text: str
    shift: int
    rendering: Rendering
    headings: tuple[tuple[Span, Span], ...] = ()

    @classmethod
    def of(cls, hit: Hit) -> Self:
        """The input for a hit."""
        title, lines = opening(hit.article.title), above(hit.article, hit.passage.span)
        before = title + opening(lines.text)
        headings = tuple(
            (_moved(shown, len(title)), place)
            for shown, place in lines.units
            if shown.end <= _TITLE
        )
        shown = rendering(hit.article, hit.passage)
        return cls(before + shown.text, len(before), shown, headings)

    @property
    def units(self) -> list[Span]:
        """The spans of ``text`` that may hold an answer."""
        return [_moved(unit, self.shift) for unit, _ in self.rendering.units]

    def placed(self, span: Span) -> Span:
        """The span of the article's text that a span of ``text`` shows."""
        return self.rendering.placed(_moved(span, -self.shift))


def _candidates(
    question: str, hit: Hit, shown: ReaderInput, read: Sequence[tuple[Window, Scores]]
) -> list[Candidate]:
    passage = hit.passage
    clause = bool(_BY_CLAUSE.match(question))
    best: list[Scored] = []
    units = _asked_for(question, shown)
    for run in runs(units, 2 if clause and shown.rendering.joined else 1):
        for window, (starts, ends) in read:
            longest = 2 * LONGEST if clause else LONGEST
            scored = best_span(starts, ends, window.offsets, run, longest)
            if scored is not None:
                best.append(scored)
    # the sort is stable: at equal scores the shorter run, which comes first, is preferred
    best.sort(key=lambda each: -each.score)
    chosen: list[Candidate] = []
    for scored in best:
        answer = shown.placed(scored.span)
        sentence = _around(answer, passage.sentences)
        if len(chosen) < _A_PASSAGE and not any(c.sentence.overlaps(sentence) for c in chosen):
            chosen.append(Candidate(hit, sentence, answer, scored.score))
    return [
        *chosen,
        *_in_headings(hit, shown, read, max((c.score for c in chosen), default=-math.inf)),
    ]


def _in_headings(
    hit: Hit, shown: ReaderInput, read: Sequence[tuple[Window, Scores]], best: float
) -> list[Candidate]:
    """Candidates in the headings above a passage, if they score much higher than every sentence of
    it. A sentence is usually the better quote, because a heading gives no reasons."""
    found = []
    for unit, place in shown.headings:
        if place.of(hit.article.text).rstrip().endswith(_ASKS):
            continue
        for window, (starts, ends) in read:
            scored = best_span(starts, ends, window.offsets, unit)
            if scored is not None and scored.score - _HEADING > best:
                by = place.start - unit.start
                found.append(
                    Candidate(hit, place, _moved(scored.span, by), scored.score - _HEADING)
                )
    return found


def _asked_for(question: str, shown: ReaderInput) -> list[Span]:
    """The spans that may answer the question. If the question names columns of a table, these are
    only the cells of those columns."""
    columns = shown.rendering.columns
    if not columns:
        return shown.units
    asked = asked_terms(question)
    named = [
        unit for unit, name in zip(shown.units, columns, strict=True) if asked & asked_terms(name)
    ]
    return named or shown.units


def _around(answer: Span, sentences: Sequence[Span]) -> Span:
    """The sentences that the answer touches, as one span."""
    touched = [each for each in sentences if each.overlaps(answer)]
    return Span(touched[0].start, touched[-1].end)


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)
