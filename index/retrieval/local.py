"""The retriever over an index on the local disk. It follows new generations."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pincite.corpus.article import Article
from pincite.index.engines.encoder import SentenceEncoder
from pincite.index.retrieval.filter import EVERYTHING, Described, Filter
from pincite.index.retrieval.query import Query
from pincite.index.retrieval.retriever import PassagesWithWords, Retrieved, Summary
from pincite.index.retrieval.search import QuestionEncoder, Searcher
from pincite.index.storage.generation import current
from pincite.index.storage.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class _Opened:
    """One open generation. A new generation replaces the whole object."""

    pointer: str | None
    encoder: QuestionEncoder
    snapshot: Snapshot
    searcher: Searcher


class LocalRetriever:
    """Finds passages in an index folder. Thread-safe.

    After a build has published a new generation, the next search uses it. Each call is answered
    from a single generation.
    """

    def __init__(
        self, index_dir: Path, encoder: QuestionEncoder | None = None, *, exact: bool = False
    ) -> None:
        """Opens the current generation. Without ``encoder``, the embedder that built the index
        embeds the questions. If ``exact``, questions are compared with every passage of any index
        size. Raises IndexFault and ModelError."""
        self._index_dir = index_dir
        self._exact = exact
        self._pinned = encoder
        self._swap = threading.Lock()
        self._opened = self._open(encoder, None)

    def search(self, queries: Sequence[Query], k: int) -> list[Retrieved]:
        """Up to ``k`` hits for each query, best first. Raises IndexFault."""
        return self._current().searcher.search(queries, k)

    def holding(
        self,
        text: str,
        filter: Filter = EVERYTHING,
        *,
        least: float = 1.0,
        together: int = 1,
    ) -> PassagesWithWords:
        """Every passage that contains the words of a text, in the order of the index, all from the
        generation that is current at the call. Raises IndexFault."""
        return self._current().searcher.holding(text, filter, least, together)

    def summary(self) -> Summary:
        """The size of the index and when it was built."""
        opened = self._current()
        manifest = opened.snapshot.manifest
        return Summary(
            manifest.articles,
            manifest.passages,
            manifest.created,
            str(self._index_dir),
            opened.pointer or "",
        )

    def words_like(self, word: str, n: int) -> list[tuple[str, int]]:
        """Up to ``n`` words of the articles that a typed word may mean, likeliest first."""
        return self._current().searcher.words_like(word, n)

    def sample(self, n: int) -> list[Article]:
        """Up to ``n`` articles, spread evenly over the order of the index."""
        return self._current().snapshot.store.spread(n)

    def article(self, id_: str) -> Article | None:
        """The article with this id, or None. Raises IndexFault."""
        return self._current().snapshot.store.article(id_)

    def described(self) -> Sequence[Described]:
        """The fields of every article that a filter reads, in the order of the index. Raises
        IndexFault."""
        return self._current().snapshot.store.entries()

    def _current(self) -> _Opened:
        opened = self._opened
        if current(self._index_dir) == opened.pointer:
            return opened
        with self._swap:
            if current(self._index_dir) != self._opened.pointer:
                self._opened = self._open(self._opened.encoder, self._opened.snapshot)
            return self._opened

    def _open(self, encoder: QuestionEncoder | None, like: Snapshot | None) -> _Opened:
        # read before the generation is opened; at worst the same generation is opened twice
        pointer = current(self._index_dir)
        snapshot = Snapshot.open(self._index_dir, exact=self._exact, like=like)
        manifest = snapshot.manifest
        manifest.require_same_cutting(snapshot.path)
        if encoder is None or (not self._pinned and encoder.fingerprint != manifest.fingerprint):
            encoder = SentenceEncoder.load(manifest.embedder, network=False)
        return _Opened(pointer, encoder, snapshot, Searcher(snapshot, encoder))
