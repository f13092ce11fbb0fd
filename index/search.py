"""The retriever: questions in, hits out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.errors import IndexIncompatible
from index.filter import Filter, Scope
from index.fusion import reciprocal_rank_fusion
from index.hit import Hit
from index.snapshot import Snapshot
from index.store import Entry

DEPTH = 50  # how far down each side is read before fusing: recall@50 was 98 to 99.5 on news


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

    def among(self, filter: Filter) -> NDArray[np.bool_] | None:
        """Which passages are of articles that the filter accepts, shape (n,); None for all."""
        if not filter:
            return None
        accepted = np.array([filter.accepts(entry) for entry in self._entries], dtype=np.bool_)
        return np.repeat(accepted, [entry.passages for entry in self._entries])

    def scope(self, filter: Filter) -> Scope:
        """How many articles the filter accepts and leaves out."""
        return Scope.of(filter, self._entries)

    def search(
        self, questions: Sequence[str], k: int = 10, among: NDArray[np.bool_] | None = None
    ) -> list[list[Hit]]:
        """Up to ``k`` hits for each question, best first; only passages that are true in ``among``
        where it is given."""
        vectors = self._encoder.questions(questions)
        _, rows = self.snapshot.dense.search(vectors, DEPTH, among)
        return [
            self._fused(
                vector,
                [int(row) for row in ranking],
                self.snapshot.lexical.search(question, DEPTH, among),
                k,
            )
            for question, vector, ranking in zip(questions, vectors, rows, strict=True)
        ]

    @cached_property
    def _entries(self) -> list[Entry]:
        return self.snapshot.store.entries()

    def _fused(
        self,
        vector: NDArray[np.float32],
        dense: list[int],
        scored: list[tuple[int, float]],
        k: int,
    ) -> list[Hit]:
        bm25 = dict(scored)
        lexical = list(bm25)
        hits = []
        for row, score in reciprocal_rank_fusion([dense, lexical])[:k]:
            passage, article = self.snapshot.store.passage(row)
            hits.append(
                Hit(
                    passage=passage,
                    article=article,
                    score=score,
                    dense_rank=_rank(dense, row),
                    lexical_rank=_rank(lexical, row),
                    similarity=float(vector @ self.snapshot.dense.vector(row)),
                    bm25=bm25.get(row, 0.0),
                )
            )
        return hits


def _rank(ranking: list[int], row: int) -> int | None:
    return ranking.index(row) + 1 if row in ranking else None
