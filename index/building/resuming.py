"""An embedder that keeps what it made until the index is published: a build that was killed goes on
from there."""

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

_WORTH: Final = 2  # batches from which what was made is worth writing down


class Resuming(WrappedEncoder):
    """As the embedder that it is made of; what that one made before is not made again."""

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
        """Ends the writing; ``done`` where nothing of it is needed any more."""
        if self._held is not None or done:
            held = self._held or Unfinished(self._folder, self.fingerprint, 0)
            held.close(done=done)


@contextmanager
def resuming(folder: Path, encoder: PassageEncoder) -> Iterator[Resuming]:
    """The embedder for one build that remembers in a folder what it makes. Call it under the
    builder's lock."""
    embedding = Resuming(encoder, folder)
    done = False
    try:
        yield embedding
        done = True
    finally:
        embedding.close(done=done)
