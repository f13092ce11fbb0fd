"""What the page needs of an Answerer and of an index, as Protocols."""

from __future__ import annotations

from typing import Protocol

from pincite.index.retrieval.retriever import Retriever
from pincite.qa.web.rendering.turn import PageConversation


class IndexSummary(Protocol):
    """The facts on an index that the header shows."""

    @property
    def articles(self) -> int:
        """How many articles it holds."""
        ...

    @property
    def passages(self) -> int:
        """How many passages they were cut into."""
        ...

    @property
    def built(self) -> str:
        """When it was built, as an ISO date-time."""
        ...

    @property
    def path(self) -> str:
        """Where the index is stored."""
        ...

    @property
    def version(self) -> str:
        """A value that changes whenever the articles do."""
        ...


class Answers(Protocol):
    """What answers the page's questions. It is called from several threads."""

    def conversation(self) -> PageConversation:
        """A new conversation. If its ``ask`` raises PinciteError, the page shows the message."""
        ...

    def examples(self) -> tuple[str, ...]:
        """Up to six questions that the articles answer."""
        ...

    @property
    def summary(self) -> IndexSummary:
        """What the index holds now."""
        ...

    @property
    def retriever(self) -> Retriever:
        """The retriever, which also gives the articles."""
        ...
