"""One generation, opened: an immutable view that any number of threads may share."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from corpus.errors import IndexDamaged
from index.dense import DenseIndex
from index.generation import ARTICLES, TERMS, VECTORS, Manifest, open_generation
from index.lexical import LexicalIndex
from index.store import Store


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
        generation = open_generation(index_dir)
        path, manifest = generation.path, generation.manifest
        snapshot = cls(
            path,
            manifest,
            Store.open(path / ARTICLES),
            DenseIndex.from_bytes((path / VECTORS).read_bytes()),
            LexicalIndex.open(path / TERMS),
        )
        snapshot._agree()
        return snapshot

    def _agree(self) -> None:
        counts = {
            "manifest": self.manifest.passages,
            ARTICLES: self.store.passage_count(),
            VECTORS: len(self.dense),
            TERMS: len(self.lexical),
        }
        if len(set(counts.values())) > 1:
            seen = ", ".join(f"{name} {count}" for name, count in counts.items())
            raise IndexDamaged(
                f"{self.path}: its parts hold different numbers of passages ({seen}); "
                f"build the index anew with: pincite rebuild FOLDER"
            )
