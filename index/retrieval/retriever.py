"""The Retriever protocol: finds passages for questions, wherever they are kept."""

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
    """What was found for one query, all of it in one generation of an index.

    ``hits`` are the nearest passages, best first. ``updates`` are passages that repeat one of them
    and have sentences of their own. ``missing`` are the words of the question that occur nowhere in
    the articles asked, as written. ``scope`` says how many articles these were.
    """

    hits: tuple[Hit, ...]
    updates: tuple[Hit, ...] = ()
    missing: tuple[str, ...] = ()
    scope: Scope = field(default_factory=Scope)


@dataclass(frozen=True, slots=True)
class PassagesWithWords:
    """Every passage that holds certain words: how many there are, and the passages themselves, in
    the order of the index, read one by one as they are asked for. They can be gone through once."""

    total: int
    hits: Iterator[Hit]


@dataclass(frozen=True, slots=True)
class Summary:
    """What an index holds. ``built`` is an ISO 8601 date-time in UTC. ``version`` changes with
    every generation."""

    articles: int
    passages: int
    built: str
    path: str
    version: str = ""


class Retriever(Protocol):
    """Finds passages. Thread-safe; every answer to one call is of one generation."""

    def search(self, queries: Sequence[Query], k: int) -> list[Retrieved]:
        """Up to ``k`` hits for each query, in order. Raises IndexFault where the index is gone or
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
        """Every passage, of articles that the filter accepts, that holds at least the share
        ``least`` of the words of a text, compared as index terms, stop words apart; or, with
        ``together`` > 1, that holds one of them and has them all between it and the next ones, so
        many in all. Raises IndexFault."""
        ...

    def summary(self) -> Summary:
        """What the index holds now."""
        ...

    def words_like(self, word: str, n: int) -> list[tuple[str, int]]:
        """Up to ``n`` words of the articles that a typed word stands for, likeliest first, spelled
        as they mostly are there, with how often they occur. A word that occurs stands for itself
        alone. One that a dictionary has and the articles do not comes first, 0 times, before those
        that sound like it."""
        ...

    def sample(self, n: int) -> list[Article]:
        """Up to ``n`` of its articles, spread evenly over all of them; the same ones each time."""
        ...

    def article(self, id_: str) -> Article | None:
        """The article with this id, or None. Raises IndexFault."""
        ...

    def described(self) -> Sequence[Described]:
        """Of every article what a filter looks at, in the order of the index. Raises IndexFault."""
        ...
