"""The sentence reader: which sentence of the passages found answers the question.

It proposes whole sentences, scored by what they and the question mean, word by word and as wholes,
and by the kind of answer the question asks for. A conditional logit that was fitted on the
questions in ``tests/data`` (``python -m qa.training.fit_sentences``) weighs the features. A span
reader takes its place behind the same method.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.article import Span
from index.encoder import TokenVectors
from index.hit import Hit
from index.lexical import STOP_WORDS, content_words, terms
from qa.cues import holds, kind
from qa.match import best_of_groups, word_matches
from qa.types import Candidate

FEATURES = (
    "similarity of the title with the sentence",
    "similarity of the passage",
    "question's words in the sentence, by weight",
    "question's words in the passage and its title, by weight",
    "holds the kind of answer asked for",
    "asks back",
    "rank of the passage",
    "words met in meaning by the sentence, mean",
    "words met in meaning by the sentence, least",
    "words met in meaning by the sentence, by weight",
    "words met in meaning by the passage, mean",
    "words met in meaning by the passage, least",
    "words met in meaning by the passage, by weight",
)
_READ = 4  # passages; reading ten finds no more right sentences and takes twice as long
_Place = tuple[Hit, Span]


class Encoder(Protocol):
    """What the reader needs of an embedder."""

    def token_vectors(self, texts: Sequence[str]) -> list[TokenVectors]: ...


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
    ) -> list[tuple[list[_Place], NDArray[np.float64]]]:
        """For each question, its distinct sentences and their features, (sentences, FEATURES).

        A sentence that two passages share is read once, in the better one.
        """
        places = [_distinct(row[:_READ]) for row in hits]
        texts = [[_in_context(*place) for place in row] for row in places]
        distinct = list(dict.fromkeys(text for row in texts for text in row))
        read = dict(zip(distinct, self._encoder.token_vectors(distinct), strict=True))
        asked = self._encoder.token_vectors(questions)
        return [
            (row, self._matrix(question, vectors, row, [read[text] for text in row_texts]))
            for question, vectors, row, row_texts in zip(
                questions, asked, places, texts, strict=True
            )
        ]

    def _matrix(
        self,
        question: str,
        asked: TokenVectors,
        places: Sequence[_Place],
        read: Sequence[TokenVectors],
    ) -> NDArray[np.float64]:
        if not places:
            return np.zeros((0, len(FEATURES)))
        surface = np.array(self._surface(question, places))
        similarity = np.array([[asked.vector @ each.vector] for each in read])
        words = content_words(question)
        spans = [word.span for word in words] or [Span(0, len(question))]
        weights = np.array([max(map(self._idf, word.terms)) for word in words] or [1.0])
        matches = word_matches(asked, spans, read)
        in_passage = best_of_groups(matches, [hit.passage.id for hit, _ in places])
        meaning = [_summary(each, weights / weights.sum()) for each in (matches, in_passage)]
        return np.hstack([similarity, surface, *meaning]).astype(np.float64)

    def _surface(self, question: str, places: Sequence[_Place]) -> list[tuple[float, ...]]:
        weights = {t: self._idf(t) for t in terms(question) if t not in STOP_WORDS}
        wanted = kind(question)
        rows: list[tuple[float, ...]] = []
        for hit, span in places:
            sentence = span.of(hit.article.text)
            rows.append(
                (
                    hit.similarity,
                    _covered(weights, sentence),
                    _covered(weights, f"{hit.article.title} {hit.text}"),
                    holds(sentence, wanted),
                    float(sentence.rstrip("\"'”’)").endswith("?")),
                    1.0 / (1 + min(hit.dense_rank or 50, hit.lexical_rank or 50)),
                )
            )
        return rows


def inverse_frequency(frequency: Callable[[str], int], passages: int) -> Callable[[str], float]:
    """BM25's idf (Robertson and Zaragoza 2009) from a term's number of passages: always > 0."""

    def idf(term: str) -> float:
        n = frequency(term)
        return math.log(1 + (passages - n + 0.5) / (n + 0.5))

    return idf


def _distinct(hits: Sequence[Hit]) -> list[_Place]:
    seen: dict[tuple[str, Span], _Place] = {}
    for hit in hits:
        for span in hit.passage.sentences:
            seen.setdefault((hit.article.id, span), (hit, span))
    return list(seen.values())


def _in_context(hit: Hit, span: Span) -> str:
    # many sentences leave their subject to the title
    return f"{hit.article.title[:200]}. {span.of(hit.article.text)}"


def _covered(weights: dict[str, float], text: str) -> float:
    """The share of the question's words, by weight, that stand in the text: 0 to 1."""
    total = sum(weights.values())
    if not total:
        return 0.0
    present = set(terms(text))
    return sum(weight for term, weight in weights.items() if term in present) / total


def _summary(matches: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.column_stack([matches.mean(axis=1), matches.min(axis=1), matches @ weights])
