"""A pool of passages that is searched like an index, to find negatives for training.

The negatives of Karpukhin et al. (2020, "Dense passage retrieval") are passages that retrieval
ranks high but that lack the answer. Here they come from the passages of all sources, which are cut,
embedded and ranked as in Pincite. So a reader learns to choose among the passages it gets in use.
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
    """A passage: its article's title and text, and its span in the text."""

    title: str
    text: str
    span: Span

    @property
    def read(self) -> str:
        """The text that the reader gets: the title, then the passage."""
        return opening(self.title) + self.span.of(self.text)


def pieces(found: Iterable[Example], encoder: Embedder, most: int | None = None) -> list[Piece]:
    """The first ``most`` passages of the examples' different contexts, in order; None means all."""
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
    """Passages with a dense and a lexical index, whose rankings are fused."""

    def __init__(
        self, found: Sequence[Piece], vectors: NDArray[np.float32], encoder: Embedder
    ) -> None:
        """``vectors``, (n, dimension) float32, are those of ``found``."""
        self.pieces = found
        self._encoder = encoder
        self._dense = DenseIndex.from_vectors(vectors)
        self._lexical = LexicalIndex.over([_embedded(each, encoder) for each in found])

    @classmethod
    def of(cls, parts: Sequence[Sequence[Piece]], encoder: Embedder, cache: Path) -> PassagePool:
        """The pool of all parts. Each part's vectors are kept separately in the folder ``cache``,
        so that a run that was killed, or one with a further part, does not embed the same passages
        again."""
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
    """The vectors of the texts, from the cache if it has them."""
    key = hashlib.sha256("\0".join((encoder.fingerprint, *texts)).encode("utf-8")).hexdigest()
    path = cache / f"vectors-{key[:24]}.safetensors"
    if not path.exists():
        cache.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".tmp")
        save_file({"vectors": encoder.passages(texts)}, draft)
        draft.replace(path)
    vectors: NDArray[np.float32] = load_file(path)["vectors"]
    return vectors
