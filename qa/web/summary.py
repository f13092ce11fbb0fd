"""What the page asks its questions of, and what it has to know of an index."""

from __future__ import annotations

from typing import Protocol

from pincite.index.retrieval.retriever import Retriever
from pincite.qa.web.rendering.turn import Talk


class IndexSummary(Protocol):
    """What the header says of the index."""

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
        """Where it lies."""
        ...

    @property
    def version(self) -> str:
        """What changes whenever the articles do."""
        ...


class Answers(Protocol):
    """What the page asks its questions of. Called from several threads."""

    def conversation(self) -> Talk:
        """A new conversation, whose ``ask`` raises PinciteError; its one line the page shows."""
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
        """The articles themselves."""
        ...
