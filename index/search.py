"""The retriever: questions in, hits out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.errors import IndexIncompatible
from index.filter import EVERYTHING, Filter, Scope
from index.fusion import reciprocal_rank_fusion
from index.hit import Hit
from index.repeats import distinct
from index.snapshot import Snapshot
from index.store import Entry

DEPTH = 50  # how far down each side is read before fusing: recall@50 was 98 to 99.5 on news
_DEPTHS = (DEPTH, 200, 800)  # further where one story, told again and again, fills the ranking


class QuestionEncoder(Protocol):
    """What the retriever needs of an embedder."""

    name: str

    @property
    def fingerprint(self) -> str: ...

    def questions(self, texts: Sequence[str]) -> NDArray[np.float32]: ...


class Retriever:
    """Dense and BM25 rankings over one snapshot, fused by rank. Thread-safe."""

    def __init__(self, snapshot: Snapshot, encoder: QuestionEncoder) -> None:
        """Raises IndexIncompatible where the index was built with another embedder."""
        built, given = snapshot.manifest, encoder.fingerprint
        if given != built.fingerprint:
            raise IndexIncompatible(
                f"{snapshot.path}: built with embedder {built.embedder} "
                f"({built.fingerprint[:12]}), but asked with {encoder.name} ({given[:12]}); "
                f"embed it anew with: pincite rebuild --model {encoder.name}"
            )
        self.snapshot = snapshot
        self._encoder = encoder
        self._last: tuple[Filter, NDArray[np.bool_]] | None = None

    def among(self, filter: Filter) -> NDArray[np.bool_] | None:
        """Which passages stand in an article that the filter accepts, shape (n,); None for all."""
        if not filter:
            return None
        last = self._last
        if last is None or last[0] != filter:
            accepted = np.array([filter.accepts(entry) for entry in self._entries], dtype=np.bool_)
            # the passages of articles with one text are those of the first
            wanted = np.zeros_like(accepted)
            np.logical_or.at(wanted, [entry.first for entry in self._entries], accepted)
            last = filter, np.repeat(wanted, [entry.passages for entry in self._entries])
            self._last = last
        return last[1]

    def scope(self, filter: Filter) -> Scope:
        """How many articles the filter accepts and leaves out."""
        if not filter:
            every = self.snapshot.manifest.articles
            return Scope(filter, every, every)
        return Scope.of(filter, self._entries)

    def search(
        self, questions: Sequence[str], k: int = 10, filter: Filter = EVERYTHING
    ) -> list[list[Hit]]:
        """Up to ``k`` hits for each question, best first, in articles that the filter accepts. A
        passage that repeats a better one of another article takes no place; it stands among the
        ``repeats`` of that one."""
        vectors = self._encoder.questions(questions)
        return [
            self._found(question, vector, k, filter)
            for question, vector in zip(questions, vectors, strict=True)
        ]

    @cached_property
    def _entries(self) -> list[Entry]:
        return self.snapshot.store.entries()

    def _found(
        self, question: str, vector: NDArray[np.float32], k: int, filter: Filter
    ) -> list[Hit]:
        among = self.among(filter)
        passages = len(self.snapshot.dense) if among is None else int(among.sum())
        hits: list[Hit] = []
        for depth in _DEPTHS:
            hits = distinct(self._fused(question, vector, depth, filter), k)
            if len(hits) == k or depth >= passages:
                break
        return hits

    def _fused(
        self, question: str, vector: NDArray[np.float32], depth: int, filter: Filter
    ) -> Iterator[Hit]:
        """Every hit of the two rankings, best first, each made when it is asked for."""
        among, store = self.among(filter), self.snapshot.store
        dense = self.snapshot.dense.search(vector[None], depth, among)[1][0].tolist()
        bm25 = dict(self.snapshot.lexical.search(question, depth, among))
        lexical = list(bm25)
        for row, score in reciprocal_rank_fusion([dense, lexical]):
            passage, article = store.passage(row)
            named, *copies = filter.those_of([article, *store.copies(article)])
            yield Hit(
                passage=replace(passage, article_id=named.id),
                article=named,
                score=score,
                dense_rank=_rank(dense, row),
                lexical_rank=_rank(lexical, row),
                similarity=float(vector @ self.snapshot.dense.vector(row)),
                bm25=bm25.get(row, 0.0),
                copies=tuple(copies),
            )


def _rank(ranking: list[int], row: int) -> int | None:
    return ranking.index(row) + 1 if row in ranking else None
