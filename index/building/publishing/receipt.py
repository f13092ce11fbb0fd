"""The receipt of a build: what was done with every article that it got."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from pincite.corpus.walk import Skipped
from pincite.index.building.publishing.changes import Changes


@dataclass(frozen=True, slots=True)
class Receipt:
    """The results of a build.

    ``copies`` counts the ``articles`` with exactly the same text as another one; they are indexed
    with it. ``passages`` counts those of the whole index, ``embedded`` those whose vectors were
    computed now; the others were reused. ``set_aside`` is the number of characters kept out of the
    whole index as boilerplate, white space not counted. ``published`` is False if nothing had
    changed and the current generation stayed. ``skipped`` gave no article. ``partly`` are sources
    of articles with something missing, and what it is. ``unread`` are files and folders that could
    not be read this time, with the number of their earlier articles that stay. ``kept`` counts
    articles from the web that were not fetched again. ``languages`` are the numbers of articles in
    each detected language, by its code.
    """

    index: str
    generation: str
    changes: Changes
    skipped: tuple[Skipped, ...]
    articles: int
    copies: int
    passages: int
    embedded: int
    set_aside: int
    seconds: float
    published: bool
    kept: int = 0
    partly: tuple[Skipped, ...] = ()
    unread: tuple[Skipped, ...] = ()
    languages: tuple[tuple[str, int], ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The same as plain values, for JSON."""
        return asdict(self)
