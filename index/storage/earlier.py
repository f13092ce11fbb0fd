"""Reads an index of an earlier format, 6 or 7: one folder per generation, with all articles in
``articles.sqlite``, all vectors in ``vectors.faiss`` and tantivy's terms beside them."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pincite.corpus.article import Article
from pincite.corpus.errors import BUILD_AGAIN, IndexDamaged
from pincite.index.engines.vector_index import vectors_of_file
from pincite.index.storage.generation import open_generation
from pincite.index.storage.manifest import Manifest
from pincite.index.storage.segments.articles import StoredPassage, read_only
from pincite.index.storage.segments.values import article_of, passage_of


@dataclass(frozen=True, slots=True)
class Earlier:
    """The content of such an index: each article with its passages, in the order of the ids, and
    the vectors of the passages in that order, shape (n, d)."""

    manifest: Manifest
    articles: tuple[tuple[Article, tuple[StoredPassage, ...]], ...]
    vectors: NDArray[np.float32]

    @classmethod
    def open(cls, index_dir: Path) -> Earlier:
        """Reads the current generation, fully checked. Raises IndexFault."""
        generation = open_generation(index_dir)
        path = generation.path
        vectors = vectors_of_file((path / "vectors.faiss").read_bytes())
        try:
            articles = _articles(path / "articles.sqlite")
        except sqlite3.Error as error:
            raise IndexDamaged(f"{path / 'articles.sqlite'}: {error}; {BUILD_AGAIN}") from error
        manifest, held = generation.manifest, sum(len(rows) for _, rows in articles)
        if (len(articles), held, len(vectors)) != (manifest.articles, *2 * (manifest.passages,)):
            raise IndexDamaged(f"{path}: its parts do not agree; {BUILD_AGAIN}")
        return cls(manifest, tuple(articles), vectors)


def _articles(path: Path) -> list[tuple[Article, tuple[StoredPassage, ...]]]:
    connection = sqlite3.connect(read_only(path), uri=True)
    try:
        rows: defaultdict[int, list[StoredPassage]] = defaultdict(list)
        for number, key, *values in connection.execute(
            'SELECT p.article, p.key, p.id, a.id, p.start, p."end", p.sentences FROM passages p '
            "JOIN articles a ON a.number = p.article ORDER BY p.row"
        ):
            rows[number].append(StoredPassage(passage_of(values), key))
        return [
            (article_of(values), tuple(rows[number]))
            for number, *values in connection.execute(
                "SELECT number, id, title, text, source, body, published, url, pages, author, "
                "language, sections FROM articles ORDER BY number"
            )
        ]
    finally:
        connection.close()
