"""One generation, opened: an immutable view that any number of threads may share."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pincite.corpus.errors import BUILD_AGAIN, IndexDamaged
from pincite.index.engines.dense import DenseIndex
from pincite.index.engines.lexical import LexicalIndex
from pincite.index.storage.generation import (
    ARTICLES,
    TERMS,
    VECTORS,
    Generation,
    Manifest,
    current,
    open_generation,
)
from pincite.index.storage.store import Store


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Articles, vectors and terms of one generation, checked against each other."""

    path: Path
    manifest: Manifest
    store: Store
    dense: DenseIndex
    lexical: LexicalIndex

    @classmethod
    def open(cls, index_dir: Path) -> Snapshot:
        """Opens the generation in force. Raises IndexFault: missing, damaged or incompatible."""
        while True:
            pointer = current(index_dir)
            try:
                snapshot = cls._open(open_generation(index_dir))
                break
            except (IndexDamaged, FileNotFoundError) as error:
                # builders may have replaced it, and dropped it, while it was being opened
                if current(index_dir) != pointer:
                    continue
                if isinstance(error, IndexDamaged):
                    raise
                raise IndexDamaged(f"{error.filename} is missing; {BUILD_AGAIN}") from error
        snapshot._agree()
        return snapshot

    @classmethod
    def _open(cls, generation: Generation) -> Snapshot:
        path = generation.path
        return cls(
            path,
            generation.manifest,
            Store.open(path / ARTICLES),
            DenseIndex.from_bytes((path / VECTORS).read_bytes()),
            LexicalIndex.open(path / TERMS),
        )

    def _agree(self) -> None:
        if self.store.article_count() != self.manifest.articles:
            raise IndexDamaged(
                f"{self.path}: holds {self.store.article_count()} articles, its manifest says "
                f"{self.manifest.articles}; {BUILD_AGAIN}"
            )
        counts = {
            "manifest": self.manifest.passages,
            ARTICLES: self.store.passage_count(),
            VECTORS: len(self.dense),
            TERMS: len(self.lexical),
        }
        if len(set(counts.values())) > 1:
            seen = ", ".join(f"{name} {count}" for name, count in counts.items())
            raise IndexDamaged(
                f"{self.path}: its parts hold different numbers of passages ({seen}); {BUILD_AGAIN}"
            )
