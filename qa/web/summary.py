"""What the page has to know of an index."""

from __future__ import annotations

from typing import Protocol


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
