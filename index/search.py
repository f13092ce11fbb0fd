"""The retriever: questions in, hits out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.errors import IndexIncompatible
from index.fusion import reciprocal_rank_fusion
from index.hit import Hit
from index.snapshot import Snapshot

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

    def search(self, questions: Sequence[str], k: int = 10) -> list[list[Hit]]:
        """Up to ``k`` hits for each question, best first."""
        vectors = self._encoder.questions(questions)
        _, rows = self.snapshot.dense.search(vectors, DEPTH)
        return [
            self._fused(question, vector, [int(row) for row in ranking], k)
            for question, vector, ranking in zip(questions, vectors, rows, strict=True)
        ]

    def _fused(
        self, question: str, vector: NDArray[np.float32], dense: list[int], k: int
    ) -> list[Hit]:
        bm25 = dict(self.snapshot.lexical.search(question, DEPTH))
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
