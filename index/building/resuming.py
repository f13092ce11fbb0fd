"""An embedder that stores its vectors until the index is published, so that a killed build can be
resumed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pincite.index.building.publishing.cutting import PassageEncoder
from pincite.index.building.publishing.wrapped import WrappedEncoder
from pincite.index.storage.caches.unfinished import Unfinished

_WORTH: Final = 2  # number of batches from which the vectors are stored


class Resuming(WrappedEncoder):
    """Behaves like the wrapped embedder, but reuses stored vectors."""

    def __init__(self, encoder: PassageEncoder, folder: Path) -> None:
        super().__init__(encoder)
        self._folder = folder
        self._held: Unfinished | None = None
        self._batches = 0

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors of passages, shape (n, dimension), float32."""
        if self._held is None:
            self._held = Unfinished(self._folder, self.fingerprint, self.dimension)
        keys = [hashlib.sha256(text.encode("utf-8")).digest() for text in texts]
        found = self._held.vectors(keys)
        left = [n for n, key in enumerate(keys) if key not in found]
        if left:
            made = self._encoder.passages([texts[n] for n in left])
            fresh = {keys[n]: row for n, row in zip(left, made, strict=True)}
            self._batches += 1
            if self._batches >= _WORTH:
                self._held.keep(fresh)
            found |= fresh
        rows = [found[key] for key in keys]
        return np.array(rows, np.float32).reshape(len(texts), self.dimension)

    def close(self, *, done: bool) -> None:
        """Closes the store. ``done`` deletes it."""
        if self._held is not None or done:
            held = self._held or Unfinished(self._folder, self.fingerprint, 0)
            held.close(done=done)


@contextmanager
def resuming(folder: Path, encoder: PassageEncoder) -> Iterator[Resuming]:
    """The embedder for one build, which stores its vectors in a folder. Use it under the builder's
    lock."""
    embedding = Resuming(encoder, folder)
    done = False
    try:
        yield embedding
        done = True
    finally:
        embedding.close(done=done)
