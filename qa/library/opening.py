"""Answers from an index that may not exist yet, as in a first run."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any

from pincite.corpus.article import Article
from pincite.corpus.errors import IndexMissing
from pincite.index.retrieval.filter import EVERYTHING, Described, Filter
from pincite.index.retrieval.query import Query
from pincite.index.retrieval.retriever import PassagesWithWords, Retrieved, Retriever, Summary
from pincite.qa.answerer import Answerer
from pincite.qa.place import Place, home_at
from pincite.qa.types import Answer

NO_ARTICLES = "There are no articles yet; add some first."


class Opening:
    """An Answerer that is opened when there is an index. Thread-safe."""

    def __init__(self, index: Place, open: Callable[[], Answerer]) -> None:
        """``open`` opens the Answerer; it is called when there is an index."""
        self._index = index
        self._open = open
        self._lock = threading.Lock()
        self._answerer: Answerer | None = None

    def opened(self) -> Answerer | None:
        """The Answerer, or None as long as there is no index. Raises as ``Answerer.open``."""
        if self._answerer is None and home_at(self._index).version() is not None:
            with self._lock:
                if self._answerer is None:
                    self._answerer = self._open()
        return self._answerer

    @property
    def summary(self) -> Summary:
        """What the index holds; nothing while there is no index."""
        found = self.opened()
        return found.summary if found else Summary(0, 0, "", str(self._index))

    @property
    def retriever(self) -> Retriever:
        """The retriever; while there is no index, one that finds nothing."""
        found = self.opened()
        return found.retriever if found else _EmptyRetriever(self._index)

    def conversation(self) -> _LazyConversation:
        """A conversation that may begin before there is an index."""
        return _LazyConversation(self)

    def examples(self) -> tuple[str, ...]:
        """Up to six questions that the articles answer."""
        found = self.opened()
        return found.examples() if found else ()

    def answer(self, question: str, **options: Any) -> Answer:
        """As ``Answerer.answer``. Raises IndexMissing if there is no index yet."""
        return self.required().answer(question, **options)

    def required(self) -> Answerer:
        """The Answerer. Raises IndexMissing if there is no index yet."""
        found = self.opened()
        if found is None:
            raise IndexMissing(NO_ARTICLES)
        return found


class _LazyConversation:
    """A conversation that opens the Answerer at its first question."""

    def __init__(self, opening: Opening) -> None:
        self._opening = opening
        self._talk: Any = None

    def ask(self, question: str, **options: Any) -> Answer:
        return self._begun().ask(question, **options)  # type: ignore[no-any-return]

    def recall(self, answer: Answer) -> None:
        self._begun().recall(answer)

    def _begun(self) -> Any:
        if self._talk is None:
            self._talk = self._opening.required().conversation()
        return self._talk


class _EmptyRetriever:
    """A retriever without articles."""

    def __init__(self, index: Place) -> None:
        self._index = index

    def search(self, queries: Sequence[Query], k: int) -> list[Retrieved]:  # noqa: ARG002
        return [Retrieved(()) for _ in queries]

    def holding(
        self,
        text: str,  # noqa: ARG002
        filter: Filter = EVERYTHING,  # noqa: ARG002
        *,
        least: float = 1.0,  # noqa: ARG002
        together: int = 1,  # noqa: ARG002
    ) -> PassagesWithWords:
        return PassagesWithWords(0, iter(()))

    def summary(self) -> Summary:
        return Summary(0, 0, "", str(self._index))

    def words_like(self, word: str, n: int) -> list[tuple[str, int]]:  # noqa: ARG002
        return []

    def sample(self, n: int) -> list[Article]:  # noqa: ARG002
        return []

    def article(self, id_: str) -> Article | None:  # noqa: ARG002
        return None

    def described(self) -> Sequence[Described]:
        return []
