"""A pool of passages, searched as an index is: what a question meets at work.

The negatives of Karpukhin et al. (2020, "Dense passage retrieval") are passages that retrieval
ranks high and that lack the answer. They are drawn here from passages of every source at once, cut,
embedded and ranked as Pincite does it, so that a reader learns to choose among what it is given.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file

from pincite.corpus.article import Article, Passage, Span
from pincite.corpus.passages.chunk import embedded_text, passages
from pincite.index.building.publishing.cutting import PassageEncoder
from pincite.index.engines.bm25 import LexicalIndex
from pincite.index.engines.dense import DenseIndex
from pincite.index.retrieval.fusion import reciprocal_rank_fusion
from pincite.index.retrieval.search import DEPTH, QuestionEncoder
from pincite.qa.reading.reader import opening
from pincite.qa.training.data.datasets import Example

_AT_ONCE = 512


class Embedder(PassageEncoder, QuestionEncoder, Protocol):
    """An embedder of passages and questions."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A passage: its article's title and text, and where in that text it stands."""

    title: str
    text: str
    span: Span

    @property
    def read(self) -> str:
        """What the reader reads: the title, then the passage."""
        return opening(self.title) + self.span.of(self.text)


def pieces(found: Iterable[Example], encoder: Embedder, most: int | None = None) -> list[Piece]:
    """The passages of the examples' contexts, none repeated, in their order; the first ``most``."""
    contexts = dict.fromkeys((each.title, each.context) for each in found)
    cut = (
        Piece(title, text, passage.span)
        for title, text in contexts
        for passage in passages(
            Article("", title, text, "", (Span(0, len(text)),)), encoder.counter
        )
    )
    return list(islice(cut, most))


class PassagePool:
    """Passages and their rankings, dense and by words, fused."""

    def __init__(
        self, found: Sequence[Piece], vectors: NDArray[np.float32], encoder: Embedder
    ) -> None:
        """``vectors`` (n, dimension) are those of ``found``."""
        self.pieces = found
        self._encoder = encoder
        self._dense = DenseIndex.from_vectors(vectors)
        self._lexical = LexicalIndex.over([_embedded(each, encoder) for each in found])

    @classmethod
    def of(cls, parts: Sequence[Sequence[Piece]], encoder: Embedder, cache: Path) -> PassagePool:
        """The pool of the parts, each part's vectors kept by itself in the folder ``cache``: a
        killed run, or one with another part besides, does not embed again what it had embedded."""
        vectors = []
        for part in parts:
            texts = [_embedded(each, encoder) for each in part]
            vectors += [
                _vectors(texts[start : start + _AT_ONCE], encoder, cache)
                for start in range(0, len(texts), _AT_ONCE)
            ]
        return cls([each for part in parts for each in part], np.concatenate(vectors), encoder)

    def search(self, questions: Sequence[str], most: int) -> list[list[Piece]]:
        """Up to ``most`` passages for each question, best first."""
        rows = []
        ranked = self._dense.search(self._encoder.questions(questions), DEPTH)[1]
        for question, dense in zip(questions, ranked.tolist(), strict=True):
            lexical = [row for row, _ in self._lexical.search(question, DEPTH)]
            fused = reciprocal_rank_fusion([[row for row in dense if row >= 0], lexical])
            rows.append([self.pieces[row] for row, _ in fused[:most]])
        return rows


def _embedded(piece: Piece, encoder: Embedder) -> str:
    whole = Span(0, len(piece.text))
    article = Article("", piece.title, piece.text, "", (whole,))
    passage = Passage("", "", piece.span, (piece.span,))
    return embedded_text(article, passage, encoder.counter)


def _vectors(texts: Sequence[str], encoder: Embedder, cache: Path) -> NDArray[np.float32]:
    """The texts' vectors, from the cache if they are there."""
    key = hashlib.sha256("\0".join((encoder.fingerprint, *texts)).encode("utf-8")).hexdigest()
    path = cache / f"vectors-{key[:24]}.safetensors"
    if not path.exists():
        cache.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".tmp")
        save_file({"vectors": encoder.passages(texts)}, draft)
        draft.replace(path)
    vectors: NDArray[np.float32] = load_file(path)["vectors"]
    return vectors
