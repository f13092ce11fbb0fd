"""Articles from the web in an index: fetched when their address is named, then kept."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pincite.corpus.article import Article
from pincite.corpus.errors import shown
from pincite.corpus.walk import Skipped
from pincite.corpus.web.addresses import is_url, normal
from pincite.index.storage.snapshot import Snapshot


def absolute(names: Sequence[str | Path]) -> tuple[str, ...]:
    """Whole paths, links resolved as reading does; web addresses as reading writes them."""
    return tuple(dict.fromkeys(_absolute(name) for name in names))


def _absolute(name: str | Path) -> str:
    return normal(str(name)) if is_url(name) else str(Path(name).resolve())


def kept(
    old: Snapshot | None, sources: Sequence[str], fresh: Sequence[Article]
) -> tuple[tuple[Article, ...], tuple[Skipped, ...]]:
    """The web articles of the generation in force that stay: those of ``sources`` that were not
    read again. Those whose id a fresh article took are named instead."""
    again = {article.source for article in fresh}
    taken = {article.id: article.source for article in fresh}
    waiting = {source for source in sources if is_url(source)} - again
    found = [a for a in (old.store.articles() if old else ()) if a.source in waiting]
    hidden = tuple(
        Skipped(shown(a.source), f"the same address or id as {shown(taken[a.id])}")
        for a in found
        if a.id in taken
    )
    return tuple(a for a in found if a.id not in taken), hidden


def with_articles(sources: Sequence[str], articles: Sequence[Article]) -> tuple[str, ...]:
    """``sources`` less the web addresses that no article is from."""
    used = {article.source for article in articles}
    return tuple(source for source in sources if not is_url(source) or source in used)
