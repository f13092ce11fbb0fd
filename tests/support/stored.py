"""Writes articles to the file of one segment, and opens it as the store of an index."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from pincite.corpus.article import Article
from pincite.index.storage.contents import Contents
from pincite.index.storage.segments.articles import ArticleFile, StoredPassage
from pincite.index.storage.segments.writing import write_articles
from pincite.index.storage.store import Store


def write(path: Path, articles: Sequence[tuple[Article, Sequence[StoredPassage]]]) -> None:
    """Writes the article file of a segment."""
    write_articles(path, [], articles, {})


def opened(path: Path, articles: Sequence[tuple[Article, Sequence[StoredPassage]]]) -> Store:
    """The store of a file that was written with these articles."""
    first: dict[object, int] = {}
    pairs = [
        (first.setdefault((article.text, article.body), number), number)
        for number, (article, _) in enumerate(articles)
    ]
    copies = np.array([pair for pair in pairs if pair[0] != pair[1]], np.int64).reshape(-1, 2)
    contents = Contents(np.arange(len(articles)), copies, [len(articles)])
    firsts = np.cumsum([0, *(len(rows) for _, rows in articles)])
    return Store([ArticleFile.open(path)], contents, contents.numbering([firsts]))


def stored(path: Path, articles: Sequence[tuple[Article, Sequence[StoredPassage]]]) -> Store:
    """Writes the file and opens it as a store."""
    write(path, articles)
    return opened(path, articles)
