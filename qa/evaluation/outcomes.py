"""The outcome of a question whose answer is known. Only this file decides what counts as right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from pincite.corpus.article import Article
from pincite.corpus.read import file_of
from pincite.index.retrieval.hit import Hit
from pincite.qa.evaluation.datasets import LabeledQuestion
from pincite.qa.evaluation.metrics import agrees, holds
from pincite.qa.types import Answer


@dataclass(frozen=True, slots=True)
class Outcome:
    """An answer, compared with the wanted one.

    ``text`` is the surest answer, with any confidence, ``quote`` the sentence cited for it and
    ``article`` the id of its article; all are empty if there was no candidate. ``cited`` says that
    the sentence holds a wanted answer and is from the known article, if one is known. ``right``
    says that ``text`` agrees with a wanted answer too; the confidence is the probability of this.
    ``rank`` is the rank, from 1, of the first passage that is right in the same sense as the
    sentence; None if there is none or nothing was searched. ``ms`` is the time it took.
    """

    asked: LabeledQuestion
    text: str
    quote: str
    article: str
    confidence: float
    cited: bool
    right: bool
    rank: int | None
    ms: float

    def answered(self, threshold: float) -> bool:
        """Whether the answer is given at this threshold."""
        return bool(self.quote) and self.confidence >= threshold


def judged(
    asked: LabeledQuestion,
    answer: Answer,
    ms: float,
    hits: Sequence[Hit] = (),
    source: str | None = None,
) -> Outcome:
    """The outcome of an answer given at threshold 0. ``source`` names the article with the answer,
    if it is known. ``hits`` are the passages by which the search is measured."""
    best = answer.citations[0] if answer.citations else None
    cited = best is not None and _states((best.article, *best.copies), best.quote, asked, source)
    ranks = (n for n, hit in enumerate(hits, 1) if _listed(hit, asked, source))
    return Outcome(
        asked,
        answer.text,
        best.quote if best else "",
        best.article.id if best else "",
        answer.confidence,
        cited,
        cited and agrees(answer.text, asked.answers),
        next(ranks, None),
        ms,
    )


def is_from(article: Article, name: str) -> bool:
    """Whether ``name`` is the article's id or address, or the path or name of its file."""
    file = file_of(article.source)
    return name in (article.id, article.url, file, PurePath(file).name)


def _listed(hit: Hit, asked: LabeledQuestion, source: str | None) -> bool:
    """Whether the hit, or one of its repeats, states the answer."""
    return any(
        _states((each.article, *each.copies), each.text, asked, source)
        for each in (hit, *hit.repeats)
    )


def _states(
    articles: Sequence[Article], text: str, asked: LabeledQuestion, source: str | None
) -> bool:
    """Whether ``text``, which all of ``articles`` have, states the answer and is from the known
    source."""
    known = source is None or any(is_from(article, source) for article in articles)
    return known and holds(text, asked.answers)
