"""The plan of a build: what the index should contain afterwards."""

from __future__ import annotations

from dataclasses import dataclass

from pincite.corpus.article import Article
from pincite.corpus.walk import Skipped
from pincite.index.storage.segments.articles import Mark


@dataclass(frozen=True, slots=True)
class BuildPlan:
    """The articles just read, the new sources and exclusions of the index, and what was not read.
    ``gone`` are the articles that leave; None means all that are not in ``articles``. ``kept``
    counts the ``articles`` from the web that were not fetched again. Articles from ``unread``
    places are not in ``articles`` and stay unchanged."""

    articles: tuple[Article, ...]
    gone: tuple[Mark, ...] | None
    sources: tuple[str, ...]
    excluded: tuple[str, ...]
    skipped: tuple[Skipped, ...]
    kept: int = 0
    partly: tuple[Skipped, ...] = ()
    unread: tuple[Skipped, ...] = ()
