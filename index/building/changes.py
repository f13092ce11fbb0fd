"""What differs between the articles of an index and the articles as they are now. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pincite.corpus.article import Article


@dataclass(frozen=True, slots=True)
class Changes:
    """Article ids, each list in order. Together they name every article, old and new, once."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


def compare(old: Iterable[Article], new: Iterable[Article]) -> Changes:
    """What it takes to get from ``old`` to ``new``. Where a file lies is not part of an article:
    a folder that was moved has not changed."""
    before = {article.id: article for article in old}
    after = {article.id: article for article in new}
    kept = sorted(before.keys() & after.keys())
    return Changes(
        added=tuple(sorted(after.keys() - before.keys())),
        changed=tuple(id_ for id_ in kept if _content(before[id_]) != _content(after[id_])),
        removed=tuple(sorted(before.keys() - after.keys())),
        unchanged=tuple(id_ for id_ in kept if _content(before[id_]) == _content(after[id_])),
    )


def _content(article: Article) -> tuple[object, ...]:
    a = article
    return a.title, a.text, a.body, a.published, a.url, a.pages, a.author, a.language, a.sections
