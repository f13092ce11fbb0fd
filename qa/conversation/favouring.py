"""A retriever that puts the articles of a conversation first. It also gives passages of other
articles, and these may hold the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from pincite.corpus.article import Article
from pincite.index.engines.lexical import asked_terms, terms
from pincite.index.retrieval.filter import EVERYTHING, Described, Filter
from pincite.index.retrieval.query import MAX_QUESTION, Query
from pincite.index.retrieval.repeats import updates
from pincite.index.retrieval.retriever import PassagesWithWords, Retrieved, Retriever, Summary

_FURTHER: Final = 5  # so many times more hits are fetched, to find passages of favoured articles
_SHARE: Final = 0.6  # at most this share of the hits is moved up as favoured


@dataclass(frozen=True, slots=True)
class FavouringRetriever:
    """A retriever whose first hits are those of the ``favoured`` articles. The words of ``also``
    are added to every search."""

    inner: Retriever
    favoured: frozenset[str]
    also: str = ""

    def search(self, queries: Sequence[Query], k: int) -> list[Retrieved]:
        """Up to ``k`` hits for each query: the nearest of favoured articles, then the nearest."""
        asked = [self._with_also(query) for query in queries]
        return [self._ordered(each, k) for each in self.inner.search(asked, _FURTHER * k)]

    def _with_also(self, query: Query) -> Query:
        known = set(terms(query.text))
        more = [word for word in self.also.split() if not asked_terms(word) <= known]
        return replace(query, text=" ".join((query.text, *more))[:MAX_QUESTION])

    def _ordered(self, found: Retrieved, k: int) -> Retrieved:
        own = [hit for hit in found.hits if hit.article.id in self.favoured][: round(_SHARE * k)]
        rest = [hit for hit in found.hits if hit not in own]
        hits = (*own, *rest)[:k]
        return replace(found, hits=hits, updates=tuple(updates(hits)))

    def holding(
        self, text: str, filter: Filter = EVERYTHING, *, least: float = 1.0, together: int = 1
    ) -> PassagesWithWords:
        """As the retriever behind it."""
        return self.inner.holding(text, filter, least=least, together=together)

    def summary(self) -> Summary:
        """As the retriever behind it."""
        return self.inner.summary()

    def words_like(self, word: str, n: int) -> list[tuple[str, int]]:
        """As the retriever behind it."""
        return self.inner.words_like(word, n)

    def sample(self, n: int) -> list[Article]:
        """As the retriever behind it."""
        return self.inner.sample(n)

    def article(self, id_: str) -> Article | None:
        """As the retriever behind it."""
        return self.inner.article(id_)

    def described(self) -> Sequence[Described]:
        """As the retriever behind it."""
        return self.inner.described()
