"""The Retriever protocol: finds passages for questions in any kind of index."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from pincite.corpus.article import Article
from pincite.index.retrieval.filter import EVERYTHING, Described, Filter, Scope
from pincite.index.retrieval.hit import Hit
from pincite.index.retrieval.query import Query


@dataclass(frozen=True, slots=True)
class Retrieved:
    """The result for one query, all from one generation of an index.

    ``hits`` are the nearest passages, best first. ``updates`` are passages that repeat one of them
    and have sentences of their own. ``missing`` are the question's words that occur in none of the
    searched articles, as written. ``scope`` says how many articles were searched.
    """

    hits: tuple[Hit, ...]
    updates: tuple[Hit, ...] = ()
    missing: tuple[str, ...] = ()
    scope: Scope = field(default_factory=Scope)


@dataclass(frozen=True, slots=True)
class PassagesWithWords:
    """Every passage that contains certain words: their number, and the passages in the order of the
    index, read one at a time. The iterator can be used once."""

    total: int
    hits: Iterator[Hit]


@dataclass(frozen=True, slots=True)
class Summary:
    """The content of an index. ``built`` is an ISO 8601 date-time in UTC. ``version`` changes with
    every generation."""

    articles: int
    passages: int
    built: str
    path: str
    version: str = ""


class Retriever(Protocol):
    """Finds passages. Thread-safe; the result of one call comes from one generation."""

    def search(self, queries: Sequence[Query], k: int) -> list[Retrieved]:
        """Up to ``k`` hits for each query, in order. Raises IndexFault if the index is missing or
        damaged."""
        ...

    def holding(
        self,
        text: str,
        filter: Filter = EVERYTHING,
        *,
        least: float = 1.0,
        together: int = 1,
    ) -> PassagesWithWords:
        """Every passage in articles that the filter accepts which contains at least the share
        ``least`` of the words of a text. Words are compared as index terms, without stop words.
        With ``together`` > 1, the passage must contain one of the words, and it and the following
        ones, ``together`` in all, must contain them jointly. Raises IndexFault."""
        ...

    def summary(self) -> Summary:
        """What the index contains now."""
        ...

    def words_like(self, word: str, n: int) -> list[tuple[str, int]]:
        """Up to ``n`` words of the articles that a typed word may mean, likeliest first, in their
        usual spelling, with the number of occurrences. A word that occurs means only itself. A word
        of the embedder's vocabulary that does not occur comes first, with 0, before words that
        sound like it."""
        ...

    def sample(self, n: int) -> list[Article]:
        """Up to ``n`` articles, spread evenly over the index; the same ones each time."""
        ...

    def article(self, id_: str) -> Article | None:
        """The article with this id, or None. Raises IndexFault."""
        ...

    def described(self) -> Sequence[Described]:
        """The fields of every article that a filter reads, in the order of the index. Raises
        IndexFault."""
        ...
