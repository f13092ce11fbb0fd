"""What a build is asked to make of an index."""

from __future__ import annotations

from dataclasses import dataclass

from pincite.corpus.article import Article
from pincite.corpus.walk import Skipped
from pincite.index.storage.segments.articles import Mark


@dataclass(frozen=True, slots=True)
class BuildPlan:
    """The articles as they were read now, where an index comes from, and what was not read.
    ``gone`` are the articles that leave it; None: all that are not among ``articles``. ``kept`` of
    the articles are from the web and were not fetched again; those of ``unread`` places are not
    among them and stay as they were."""

    articles: tuple[Article, ...]
    gone: tuple[Mark, ...] | None
    sources: tuple[str, ...]
    excluded: tuple[str, ...]
    skipped: tuple[Skipped, ...]
    kept: int = 0
    partly: tuple[Skipped, ...] = ()
    unread: tuple[Skipped, ...] = ()
