"""The receipt of a build: what was done with every article that was offered."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from pincite.corpus.walk import Skipped
from pincite.index.building.publishing.changes import Changes


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a build did.

    ``copies`` of the ``articles`` say to the letter what another says and are indexed with it.
    ``passages`` counts those of the whole index, ``embedded`` those whose vectors were computed
    now; the others were reused. ``set_aside`` is the number of characters, white space apart, kept
    out of the whole index as boilerplate. ``published`` is False where nothing had changed and
    the generation in force stayed. ``skipped`` gave no article; ``partly`` are sources of articles
    that lack something, with what it is; ``unread`` are files and folders that could not be read
    this time, with how many of the articles read there earlier stay. ``kept`` articles are from
    the web and were not fetched again. ``languages`` says of how many articles each language is
    known to be, by its code.
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
        """The same in plain values, for JSON."""
        return asdict(self)
