"""Articles from the web in an index: fetched when their address is named, then kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from pincite.corpus.article import Article
from pincite.corpus.errors import shown
from pincite.corpus.walk import Skipped
from pincite.corpus.web.addresses import is_url, normal
from pincite.index.storage.catalogue import Holdings
from pincite.index.storage.segments.articles import Mark


def absolute_sources(names: Sequence[str | Path]) -> tuple[str, ...]:
    """The names as absolute paths with links resolved, or as normalised web addresses, each
    once."""
    return tuple(dict.fromkeys(_absolute(name) for name in names))


def _absolute(name: str | Path) -> str:
    return normal(str(name)) if is_url(name) else str(Path(name).resolve())


def kept_web_articles(
    old: Holdings | None, sources: Sequence[str], fresh: Sequence[Article | Mark]
) -> tuple[tuple[Article, ...], tuple[Skipped, ...]]:
    """The web articles of the current generation that stay: those of ``sources`` that were not read
    again. If another article has taken the id, a message is returned instead."""
    again = {article.source for article in fresh}
    taken = {article.id: article.source for article in fresh}
    waiting = dict.fromkeys(source for source in sources if is_url(source) and source not in again)
    if old is None or not waiting:
        return (), ()
    marks = sorted((m for s in waiting for m in old.from_source(s)), key=lambda mark: mark.id)
    hidden = tuple(
        Skipped(shown(mark.source), f"the same address or id as {shown(taken[mark.id])}")
        for mark in marks
        if mark.id in taken
    )
    found = old.articles(mark.number for mark in marks if mark.id not in taken)
    return tuple(found.values()), hidden


def with_articles(
    sources: Iterable[str],
    articles: Iterable[Article],
    old: Holdings | None = None,
    gone: Collection[int] = (),
) -> tuple[str, ...]:
    """``sources`` without the web addresses that no article comes from: neither one of ``articles``
    nor one of ``old`` whose number is not in ``gone``."""
    used = {article.source for article in articles}
    return tuple(
        source
        for source in sources
        if not is_url(source)
        or source in used
        or (old and any(mark.number not in gone for mark in old.from_source(source)))
    )
