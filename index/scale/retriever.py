"""The retriever over an index in Milvus. It follows the alias to new generations."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from pincite.corpus.article import Article
from pincite.index.engines.encoder import SentenceEncoder
from pincite.index.retrieval.filter import EVERYTHING, Described, Filter
from pincite.index.retrieval.query import Query
from pincite.index.retrieval.retriever import PassagesWithWords, Retrieved, Summary
from pincite.index.retrieval.search import QuestionEncoder
from pincite.index.scale.address import Address
from pincite.index.scale.asked import FilterFields
from pincite.index.scale.client import Gone, client_of
from pincite.index.scale.generation import MilvusGeneration, current, opened
from pincite.index.scale.search import MilvusSearcher

_Any = TypeVar("_Any")


@dataclass(frozen=True, slots=True)
class _Opened:
    """One open generation. A new generation replaces the whole object."""

    generation: MilvusGeneration
    encoder: QuestionEncoder
    searcher: MilvusSearcher


class MilvusRetriever:
    """Finds passages in an index in Milvus. Thread-safe.

    After a build has switched the alias, the next search uses the new generation. Each call is
    answered from a single generation. If that is dropped meanwhile, the call is repeated with the
    new one.
    """

    def __init__(self, address: Address, encoder: QuestionEncoder | None = None) -> None:
        """Opens the current generation. Without ``encoder``, the embedder that built the index
        embeds the questions. Raises InputError without the extra, IndexFault and ModelError."""
        self._client = client_of(address)
        self._pinned = encoder
        self._swap = threading.Lock()
        self._opened = self._open(encoder)

    def search(self, queries: Sequence[Query], k: int) -> list[Retrieved]:
        """Up to ``k`` hits for each query, best first. Raises IndexFault."""
        return self._asked(lambda each: each.searcher.search(queries, k))

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
        return self._asked(lambda each: each.searcher.holding(text, filter, least, together))

    def summary(self) -> Summary:
        """The size of the index and when it was built."""
        generation = self._current().generation
        held = generation.manifest
        place = str(self._client.address)
        return Summary(held.articles, held.passages, held.created, place, generation.name)

    def words_like(self, word: str, n: int) -> list[tuple[str, int]]:
        """Up to ``n`` words of the articles that a typed word may mean, likeliest first."""
        return self._asked(lambda each: each.searcher.words_like(word, n))

    def sample(self, n: int) -> list[Article]:
        """Up to ``n`` articles, spread evenly over the order of the index."""

        def spread(each: _Opened) -> list[Article]:
            total = each.generation.manifest.articles
            places = sorted({i * total // n for i in range(n)}) if n < total else range(total)
            found = each.searcher.catalogue.articles(places)
            return [found[place] for place in places]

        return self._asked(spread)

    def article(self, id_: str) -> Article | None:
        """The article with this id, or None. Raises IndexFault."""

        def named(each: _Opened) -> Article | None:
            mark = each.searcher.catalogue.mark(id_)
            if mark is None:
                return None
            return each.searcher.catalogue.articles([mark.number])[mark.number]

        return self._asked(named)

    def described(self) -> Sequence[Described]:
        """The fields of every article that a filter reads, in the order of the index. Raises
        IndexFault."""
        fields = ("source", "url", "author", "published")
        return self._asked(
            lambda each: [
                FilterFields.of(head) for head in each.searcher.catalogue.records("", fields)
            ]
        )

    def _asked(self, ask: Callable[[_Opened], _Any]) -> _Any:
        opened_ = self._current()
        try:
            return ask(opened_)
        except Gone:
            newer = self._current()
            if newer is opened_:
                raise
            return ask(newer)

    def _current(self) -> _Opened:
        opened_ = self._opened
        if current(self._client) == opened_.generation.names:
            return opened_
        with self._swap:
            if current(self._client) != self._opened.generation.names:
                self._opened = self._open(self._opened.encoder)
            return self._opened

    def _open(self, encoder: QuestionEncoder | None) -> _Opened:
        generation = opened(self._client)
        built = generation.manifest
        built.require_same_cutting(self._client.address)
        if encoder is None or (not self._pinned and encoder.fingerprint != built.fingerprint):
            encoder = SentenceEncoder.load(built.embedder, network=False)
        return _Opened(generation, encoder, MilvusSearcher(generation, encoder))
