"""The articles that an index holds."""

from pathlib import Path

from pincite.index.storage.snapshot import Snapshot


def ids(index: Path) -> list[str]:
    return [article.id for article in Snapshot.open(index).store.articles()]
