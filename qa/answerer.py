"""``Answerer``, which combines a retriever and a reader, and the function ``answer()``."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pincite.index.engines.encoder import SentenceEncoder
from pincite.index.retrieval.hit import Hit
from pincite.index.retrieval.query import Query
from pincite.index.retrieval.retriever import Retriever, Summary
from pincite.qa.answering.confidence import calibration
from pincite.qa.answering.pipeline import Reader
from pincite.qa.asking.all_answers import AllAnswers
from pincite.qa.asking.asking import Asker
from pincite.qa.asking.plans.forms import Form
from pincite.qa.conversation.conversation import Conversation
from pincite.qa.conversation.favouring import ConversationAsker
from pincite.qa.place import Named, Place, absolute, place_of, retriever_at
from pincite.qa.reading.reader import load_reader
from pincite.qa.suggesting import SuggestingAsker
from pincite.qa.types import Answer


@dataclass(frozen=True, slots=True)
class Settings:
    """How an Answerer works.

    ``hits`` is how many passages are retrieved and read, ``citations`` how many citations are
    given at most. An answer counts as found from the confidence ``threshold`` on (None: the
    fitted one).
    """

    hits: int = 10
    citations: int = 3
    threshold: float | None = None


class Answerer:
    """Answers questions from what a retriever finds. It is thread-safe if its retriever is."""

    def __init__(
        self,
        retriever: Retriever,
        reader: Reader | None = None,
        settings: Settings | None = None,
    ) -> None:
        """Without ``reader``, the reader that ships with Pincite is used. Raises ModelError."""
        chosen, fitted = settings or Settings(), calibration()
        threshold = fitted.threshold if chosen.threshold is None else chosen.threshold
        reader = reader or load_reader()
        asker = Asker(retriever, reader, fitted, threshold, chosen.hits, chosen.citations)
        self._suggesting = SuggestingAsker(asker)

    @classmethod
    def open(
        cls,
        index: Named = None,
        *,
        model: str | None = None,
        reader: str | None = None,
        threshold: float | None = None,
        exact: bool = False,
    ) -> Answerer:
        """Opens an index, or the default one. ``index`` is a folder, or a place in Milvus:
        "milvus://HOST:19530/COLLECTION" or "milvus-lite:///path.db".

        ``model`` names the embedder; without it, the one that built the index is used. ``reader``
        names a reader other than the one that ships. Both are named by folder or hub name. With
        ``exact``, each question is compared with every passage, also in an index so large that it
        has an inverted file. Raises IndexFault if the index is missing, damaged or built by
        another embedder, and ModelError.
        """
        encoder = None if model is None else SentenceEncoder.load(model)
        retriever = retriever_at(place_of(index), encoder, exact=exact)
        return cls(retriever, load_reader(reader), Settings(threshold=threshold))

    @property
    def retriever(self) -> Retriever:
        """The retriever that finds the passages."""
        return self._suggesting.asker.retriever

    @property
    def summary(self) -> Summary:
        """How much the index holds and when it was built."""
        return self.retriever.summary()

    @property
    def threshold(self) -> float:
        """The confidence from which an answer counts as found."""
        return self._suggesting.asker.threshold

    def answer(
        self,
        question: str,
        *,
        since: str | None = None,
        until: str | None = None,
        source: str | None = None,
        as_: Form | None = None,
        dates: bool = True,
    ) -> Answer:
        """The answer to one question. ``Query.of`` checks the question and its filters. ``as_``
        forces a form: "answer" asks the line exactly as typed. Without ``dates``, no date in the
        question is used as a filter. Raises what ``Query.of`` raises, IndexFault and ModelError."""
        query = Query.of(question, since=since, until=until, source=source)
        return self.ask([query], as_, dates=dates)[0]

    async def answer_async(
        self,
        question: str,
        *,
        since: str | None = None,
        until: str | None = None,
        source: str | None = None,
        as_: Form | None = None,
        dates: bool = True,
    ) -> Answer:
        """``answer`` for asynchronous programs: another thread answers the question, and the event
        loop goes on. If the task is cancelled, that thread still finishes its work. Raises as
        ``answer``."""
        return await asyncio.to_thread(
            self.answer,
            question,
            since=since,
            until=until,
            source=source,
            as_=as_,
            dates=dates,
        )

    def answer_batch(
        self,
        questions: Sequence[str],
        *,
        since: str | None = None,
        until: str | None = None,
        source: str | None = None,
    ) -> list[Answer]:
        """The answer to each question, in order. Filters and raises as ``answer`` does."""
        return self.ask(
            [Query.of(each, since=since, until=until, source=source) for each in questions]
        )

    def ask(
        self, queries: Sequence[Query], as_: Form | None = None, *, dates: bool = True
    ) -> list[Answer]:
        """The answer to each query, in order. Each query is taken in the form ``as_``; without it,
        its form is recognised. An answer that was not found suggests similar questions that the
        articles do answer. Raises IndexFault, ModelError and QuestionError."""
        return self._suggesting.ask(queries, as_, dates=dates)

    def all_answers(self, query: Query) -> AllAnswers:
        """All different answers to a query, for which every passage that may hold one
        is read."""
        return AllAnswers(query, self._suggesting.asker)

    def conversation(self) -> Conversation:
        """A new conversation, in which a question may lean on those before it."""
        return Conversation(ConversationAsker(self._suggesting))

    def search(
        self,
        question: str,
        k: int = 10,
        *,
        since: str | None = None,
        until: str | None = None,
        source: str | None = None,
    ) -> list[Hit]:
        """The nearest ``k`` passages, best first. Filters and raises as ``answer`` does."""
        query = Query.of(question, since=since, until=until, source=source)
        return list(self.retriever.search([query], k)[0].hits)

    def examples(self, limit: int = 6) -> tuple[str, ...]:
        """Up to ``limit`` questions that the articles are known to answer. They are computed once
        for each generation of the index."""
        return self._suggesting.examples(limit)


def answer(
    question: str,
    index: Named = None,
    *,
    since: str | None = None,
    until: str | None = None,
    source: str | None = None,
) -> Answer:
    """Answers one question over an index, or over the default one, filtered as in ``Query.of``.

    The index and its models are loaded at the first call and kept. Raises InputError, of which
    QuestionError is one, IndexFault and ModelError.
    """
    answerer = _cached_answerer(absolute(place_of(index)))
    return answerer.answer(question, since=since, until=until, source=source)


@lru_cache(maxsize=4)
def _cached_answerer(place: Place) -> Answerer:
    return Answerer.open(place)
