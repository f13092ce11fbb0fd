"""Asks and retrieves for a conversation: what it is about comes first. Passages of other articles
are retrieved too, and these may hold the answer."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from pincite.corpus.article import Article
from pincite.index.engines.lexical import asked_terms, terms
from pincite.index.retrieval.filter import EVERYTHING, Described, Filter
from pincite.index.retrieval.query import Query
from pincite.index.retrieval.repeats import updates
from pincite.index.retrieval.retriever import PassagesWithWords, Retrieved, Retriever, Summary
from pincite.qa.answering.steps import nothing_certain
from pincite.qa.asking.plans.forms import Form
from pincite.qa.conversation.context import ConversationContext
from pincite.qa.suggesting import SuggestingAsker
from pincite.qa.types import Answer

_FURTHER: Final = 5  # so many times more hits are fetched, to find passages of favoured articles
_SHARE: Final = 0.6  # at most this share of the hits is moved up as favoured
_TOGETHER: Final = 1.5  # times the passages of one question are read for several that share them
_LEAST: Final = 4  # passages read for each


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
        return query.with_text(" ".join((query.text, *more)))

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


@dataclass(frozen=True, slots=True)
class ConversationAsker:
    """What a Conversation asks; see ``conversation.AnswererLike`` for its methods."""

    suggesting: SuggestingAsker

    def ask(
        self, queries: Sequence[Query], as_: Form | None = None, *, dates: bool = True
    ) -> list[Answer]:
        """The answer to each query, in order, with suggestions. Raises as ``Asker.ask``."""
        return self.suggesting.ask(queries, as_, dates=dates)

    def ask_among(
        self,
        queries: Sequence[Query],
        favoured: Collection[str],
        standing: ConversationContext,
        shared: int = 1,
        also: str = "",
    ) -> list[Answer]:
        """As ``ask``, but without suggestions.

        The articles whose ids are in ``favoured`` are searched first. ``standing`` raises the
        confidence of the answers that the conversation makes likelier. The words of ``also`` are
        added to the search for each question. If ``shared`` is more than 1, the questions share
        the passages that one and a half questions would read; each gets at least four.
        """
        asker = self.suggesting.asker
        among = replace(
            asker,
            retriever=FavouringRetriever(asker.retriever, frozenset(favoured), also),
            hits=max(min(round(_TOGETHER * asker.hits / shared), asker.hits), _LEAST),
            likelier=standing.log_odds,
        )
        with nothing_certain():  # the conversation may take the answer to another meaning
            return among.ask(queries, None, date.today())

    def helped(self, answer: Answer) -> Answer:
        """The answer, with suggestions if nothing was found. Raises as ``ask``."""
        return self.suggesting.helped(answer)

    def words_like(self, word: str, n: int) -> list[tuple[str, int]]:
        """The words of the articles that are like a typed word, as ``Retriever.words_like``."""
        return self.suggesting.asker.retriever.words_like(word, n)

    def article(self, id_: str) -> Article | None:
        """The article with this id as the index has it now; None if it has none. Raises
        IndexFault."""
        return self.suggesting.asker.retriever.article(id_)
