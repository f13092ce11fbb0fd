"""Closed mode: each question is answered from the context that comes with it, without a search."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

from pincite.corpus.article import Article, Passage, Span
from pincite.corpus.errors import InputError
from pincite.corpus.passages.sentences import sentence_spans
from pincite.index.building.publishing.cutting import Progress
from pincite.index.retrieval.fusion import reciprocal_rank_fusion
from pincite.index.retrieval.hit import Hit
from pincite.index.retrieval.query import Query
from pincite.index.retrieval.retriever import Retrieved
from pincite.qa.answering.confidence import Calibration
from pincite.qa.answering.pipeline import Reader, answers
from pincite.qa.evaluation.datasets import LabeledQuestion
from pincite.qa.evaluation.outcomes import Outcome, judged
from pincite.qa.types import Answer

BATCH = 16


def as_only_passage(context: str, title: str = "") -> Hit:
    """A hit whose only passage is the whole context, in an article of its own.

    As the only passage, it is first in both rankings. Nothing was searched, so ``bm25`` is 0.0.
    ``similarity``, which is a signal of the confidence, is 0.5: about that of the first passage for
    a question on our sample articles (median 0.55 if they answer it, 0.47 if not).
    """
    whole = Span(0, len(context))
    article = Article("context", title, context, "context", (whole,))
    passage = Passage("context-0", article.id, whole, sentence_spans(context, (whole,)))
    ((_, score),) = reciprocal_rank_fusion([[0], [0]])
    return Hit(passage, article, score, dense_rank=1, lexical_rank=1, similarity=0.5, bm25=0.0)


def read(
    questions: Sequence[str], hits: Sequence[Hit], reader: Reader, calibration: Calibration
) -> list[Answer]:
    """The surest answer to each question in its own context, with any confidence. Raises
    QuestionError as ``Query.of``."""
    queries = [Query.of(question) for question in questions]
    retrieved = [Retrieved((hit,)) for hit in hits]
    return answers(queries, retrieved, reader, calibration, threshold=0.0, limit=1)


def outcomes(
    asked: Sequence[LabeledQuestion], reader: Reader, calibration: Calibration, progress: Progress
) -> list[Outcome]:
    """The outcome of each question; ``BATCH`` questions are read at a time. ``ms`` is a question's
    share of its batch, including the time to split its context into sentences. Raises InputError
    for a question without a context, before any question is read."""
    for each in asked:
        if each.context is None:
            raise InputError(
                f'{each.place}: no "context" to read; give it one, or ask an index with: '
                "pincite eval --mode open"
            )
    return list(_outcomes(asked, reader, calibration, progress))


def _outcomes(
    asked: Sequence[LabeledQuestion], reader: Reader, calibration: Calibration, progress: Progress
) -> Iterator[Outcome]:
    if asked:  # loads the models first, so that the first question is not slower than others
        read([asked[0].question], [_given(asked[0])], reader, calibration)
    for start in range(0, len(asked), BATCH):
        batch = asked[start : start + BATCH]
        began = time.perf_counter()
        hits = [_given(each) for each in batch]
        answers = read([each.question for each in batch], hits, reader, calibration)
        ms = (time.perf_counter() - began) * 1000 / len(batch)
        for each, answer in zip(batch, answers, strict=True):
            yield judged(each, answer, ms)
        progress("asking", start + len(batch), len(asked))


def _given(asked: LabeledQuestion) -> Hit:
    return as_only_passage(asked.context or "", asked.title)
