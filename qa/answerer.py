"""``Answerer``, which combines a retriever and a reader, and the function ``answer()``."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from pincite.corpus.article import Article
from pincite.index.engines.encoder import SentenceEncoder
from pincite.index.retrieval.filter import Scope
from pincite.index.retrieval.hit import Hit
from pincite.index.retrieval.query import Query
from pincite.index.retrieval.retriever import Retriever, Summary
from pincite.qa.answering.confidence import calibration
from pincite.qa.answering.pipeline import Reader
from pincite.qa.answering.steps import nothing_certain
from pincite.qa.asking.asking import Asker
from pincite.qa.asking.finding import answer_of_list
from pincite.qa.asking.lookup.exhaustive import ReadingStep, list_of_steps, reading_steps
from pincite.qa.asking.plans.forms import Form
from pincite.qa.conversation.conversation import Conversation
from pincite.qa.conversation.favouring import FavouringRetriever
from pincite.qa.conversation.standing import ConversationContext
from pincite.qa.examples import ARTICLES, example_questions, questions_nearby
from pincite.qa.place import Named, Place, absolute, place_of, retriever_at
from pincite.qa.reading.reader import load_reader
from pincite.qa.types import Answer

_EXAMPLES = 12
_SUGGESTED = 3
_LIST = 0.6  # times the threshold: each answer of a list may be less sure
_NEARBY = 2  # passages read for each question that may be suggested


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
        self._retriever = retriever
        self._reader = reader or load_reader()
        self._settings = settings or Settings()
        self._calibration = calibration()
        self._lock = threading.Lock()
        self._examples: tuple[str | None, tuple[str, ...]] = (None, ())

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
    def summary(self) -> Summary:
        """How much the index holds and when it was built."""
        return self._retriever.summary()

    @property
    def retriever(self) -> Retriever:
        """The retriever that finds the passages."""
        return self._retriever

    @property
    def threshold(self) -> float:
        """The confidence from which an answer counts as found."""
        chosen = self._settings.threshold
        return self._calibration.threshold if chosen is None else chosen

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
        asker = self._asker(self._retriever, self._reader, self._settings.hits)
        answers = asker.ask(queries, as_, date.today(), dates=dates)
        return [self.helped(each) for each in answers]

    def reading(self, query: Query) -> Iterator[ReadingStep]:
        """Reads every passage that may hold an answer, a few at a time, and yields a step after
        each few. The reading stops when no further step is asked for. Raises IndexFault,
        ModelError and QuestionError."""
        return reading_steps(query, self._retriever, self._reader)

    def listing(self, query: Query, read: Iterable[ReadingStep]) -> Answer:
        """All different answers in the steps of ``reading``, which may have been stopped early; a
        note then says so."""
        items, last = list_of_steps(query, read, self._calibration, _LIST * self.threshold)
        found = self._retriever.search([query], self._settings.hits)[0]
        answer = answer_of_list(items, found)
        if last.examined < last.total:
            stopped = f"Stopped after {last.examined:,} of about {last.total:,} passages."
            answer = replace(answer, notes=(*answer.notes, stopped))
        return replace(answer, asked=(query.text,))

    def helped(self, answer: Answer) -> Answer:
        """The answer, with suggested questions added if nothing was found. The articles answer each
        suggested question. Raises as ``ask``."""
        if answer.kind == "small talk":
            return self._with_introduction(answer)
        if answer.found or answer.kind in ("quote", "which"):
            return answer
        quick = self._asker(self._retriever, self._reader, _NEARBY)

        def answered(questions: Sequence[str]) -> list[Answer]:
            return quick.ask([Query(each) for each in questions], "answer", date.today())

        return replace(answer, suggestions=questions_nearby(answer.hits, answered, _SUGGESTED))

    def ask_among(
        self,
        queries: Sequence[Query],
        favoured: Collection[str],
        standing: ConversationContext,
        shared: int = 1,
        also: str = "",
    ) -> list[Answer]:
        """As ``ask``, but for a conversation and without suggestions.

        The articles whose ids are in ``favoured`` are searched first. ``standing`` raises the
        confidence of the answers that the conversation makes likelier. The words of ``also`` are
        added to the search for each question. If ``shared`` is more than 1, the questions share
        the passages that one and a half questions would read; each gets at least four. Raises as
        ``ask``.
        """
        retriever = FavouringRetriever(self._retriever, frozenset(favoured), also)
        hits = max(min(round(1.5 * self._settings.hits / shared), self._settings.hits), 4)
        asker = replace(self._asker(retriever, self._reader, hits), likelier=standing.log_odds)
        with nothing_certain():  # the conversation may take the answer to another meaning
            return asker.ask(queries, None, date.today())

    def conversation(self) -> Conversation:
        """A new conversation, in which a question may lean on those before it."""
        return Conversation(self)

    def words_like(self, word: str, n: int) -> list[tuple[str, int]]:
        """The words of the articles that are like a typed word, as ``Retriever.words_like``."""
        return self._retriever.words_like(word, n)

    def article(self, id_: str) -> Article | None:
        """The article with this id as the index has it now; None if it has none. Raises
        IndexFault."""
        return self._retriever.article(id_)

    def _asker(self, retriever: Retriever, reader: Reader, hits: int) -> Asker:
        limit = self._settings.citations
        return Asker(retriever, reader, self._calibration, self.threshold, hits, limit)

    def _with_introduction(self, answer: Answer) -> Answer:
        """The answer to small talk: what the index holds, and which questions can be asked."""
        held = self._retriever.summary().articles
        scope = Scope(articles=held, total=held)
        return replace(answer, scope=scope, suggestions=self.examples(_SUGGESTED))

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
        return list(self._retriever.search([query], k)[0].hits)

    def examples(self, limit: int = 6) -> tuple[str, ...]:
        """Up to ``limit`` questions that the articles are known to answer. They are computed once
        for each generation of the index."""
        version = self._retriever.summary().version
        with self._lock:
            if self._examples[0] != version:
                articles = self._retriever.sample(ARTICLES)
                self._examples = (
                    version,
                    example_questions(articles, self._answers_as_written, _EXAMPLES),
                )
            return self._examples[1][:limit]

    def _answers_as_written(self, questions: Sequence[str]) -> list[Answer]:
        """The answers to questions, asked exactly as they are written."""
        asker = self._asker(self._retriever, self._reader, self._settings.hits)
        return asker.ask([Query(each) for each in questions], "answer", date.today())


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
