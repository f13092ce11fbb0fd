"""The sentence reader: which sentence of the passages found answers the question.

It proposes whole sentences, scored by embedding similarity, by the question's words they cover and
by the kind of answer the question asks for, weighed by a conditional logit that was fitted on
the questions in ``tests/data`` (``python -m qa.training.fit_sentences``). A span reader takes its
place behind the same method.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.article import Span
from index.hit import Hit
from index.lexical import STOP_WORDS, terms
from qa.cues import holds, kind
from qa.types import Candidate

FEATURES = (
    "similarity of the title with the sentence",
    "similarity of the passage",
    "question covered by the sentence",
    "question covered by the passage and its title",
    "holds the kind of answer asked for",
    "asks back",
    "rank of the passage",
)


class Encoder(Protocol):
    """What the reader needs of an embedder."""

    def questions(self, texts: Sequence[str]) -> NDArray[np.float32]: ...
    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]: ...


class SentenceReader:
    """Scores every sentence of the hits against its question. Thread-safe."""

    def __init__(
        self, encoder: Encoder, idf: Callable[[str], float], weights: Sequence[float]
    ) -> None:
        """``idf`` gives the weight of an index term; ``weights`` go with ``FEATURES``."""
        self._encoder = encoder
        self._idf = idf
        self._weights = np.asarray(weights, dtype=np.float64)

    def read(
        self, questions: Sequence[str], hits: Sequence[Sequence[Hit]]
    ) -> list[list[Candidate]]:
        """Candidates for each question, best first; ``score`` is a log-odds up to a constant."""
        found = []
        for places, features in self.features(questions, hits):
            scores = features @ self._weights
            order = sorted(range(len(places)), key=lambda i: (-scores[i], i))
            found.append([Candidate(*places[i], places[i][1], float(scores[i])) for i in order])
        return found

    def features(
        self, questions: Sequence[str], hits: Sequence[Sequence[Hit]]
    ) -> list[tuple[list[tuple[Hit, Span]], NDArray[np.float64]]]:
        """For each question, its distinct sentences and their features, (sentences, FEATURES).

        A sentence that two passages share is read once, in the better one.
        """
        places = [_distinct(row) for row in hits]
        texts = [[_in_context(hit, span) for hit, span in row] for row in places]
        distinct = list(dict.fromkeys(text for row in texts for text in row))
        vectors = dict(zip(distinct, self._encoder.passages(distinct), strict=True))
        asked = self._encoder.questions(questions)
        return [
            (row, self._matrix(question, vector, row, [vectors[text] for text in row_texts]))
            for question, vector, row, row_texts in zip(
                questions, asked, places, texts, strict=True
            )
        ]

    def _matrix(
        self,
        question: str,
        asked: NDArray[np.float32],
        places: Sequence[tuple[Hit, Span]],
        vectors: Sequence[NDArray[np.float32]],
    ) -> NDArray[np.float64]:
        weights = {t: self._idf(t) for t in terms(question) if t not in STOP_WORDS}
        wanted = kind(question)
        rows = []
        for (hit, span), vector in zip(places, vectors, strict=True):
            sentence = span.of(hit.article.text)
            rows.append(
                (
                    float(asked @ vector),
                    hit.similarity,
                    _covered(weights, sentence),
                    _covered(weights, f"{hit.article.title} {hit.text}"),
                    holds(sentence, wanted),
                    float(sentence.rstrip("\"'”’)").endswith("?")),
                    1.0 / (1 + min(hit.dense_rank or 50, hit.lexical_rank or 50)),
                )
            )
        return np.array(rows, dtype=np.float64).reshape(len(rows), len(FEATURES))


def inverse_frequency(frequency: Callable[[str], int], passages: int) -> Callable[[str], float]:
    """BM25's idf (Robertson and Zaragoza 2009) from a term's number of passages: always > 0."""

    def idf(term: str) -> float:
        n = frequency(term)
        return math.log(1 + (passages - n + 0.5) / (n + 0.5))

    return idf


def _distinct(hits: Sequence[Hit]) -> list[tuple[Hit, Span]]:
    seen: dict[tuple[str, Span], tuple[Hit, Span]] = {}
    for hit in hits:
        for span in hit.passage.sentences:
            seen.setdefault((hit.article.id, span), (hit, span))
    return list(seen.values())


def _in_context(hit: Hit, span: Span) -> str:
    # many sentences leave their subject to the title: with it in front, the right sentence comes
    # first for 64 of 100 questions instead of 57 (dev questions, cross-validated)
    return f"{hit.article.title[:200]}. {span.of(hit.article.text)}"


def _covered(weights: dict[str, float], text: str) -> float:
    """The share of the question's words, by weight, that stand in the text: 0 to 1."""
    total = sum(weights.values())
    if not total:
        return 0.0
    present = set(terms(text))
    return sum(weight for term, weight in weights.items() if term in present) / total
