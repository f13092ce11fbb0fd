"""A wrapper around an embedder, for classes that get the vectors of passages in another way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from pincite.index.building.publishing.cutting import PassageEncoder, R, T, distributed, workers_of


class WrappedEncoder:
    """Behaves like the wrapped embedder. Subclasses override ``passages``."""

    def __init__(self, encoder: PassageEncoder) -> None:
        self._encoder = encoder
        self.name = encoder.name

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the wrapped embedder."""
        return self._encoder.fingerprint

    @property
    def dimension(self) -> int:
        """The dimension of the wrapped embedder."""
        return self._encoder.dimension

    @property
    def max_tokens(self) -> int:
        """The token limit of the wrapped embedder."""
        return self._encoder.max_tokens

    @property
    def counter(self) -> Callable[[str], int]:
        """The token counter of the wrapped embedder."""
        return self._encoder.counter

    def count(self, texts: Sequence[str]) -> list[int]:
        """The number of tokens of each text, from the wrapped embedder."""
        return self._encoder.count(texts)

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors of passages, shape (n, dimension), float32."""
        return self._encoder.passages(texts)

    @property
    def workers(self) -> int:
        """How many workers the wrapped embedder has; 1 if it has none of its own."""
        return workers_of(self._encoder)

    def distribute(self, work: Callable[[PassageEncoder, T], R], items: Iterable[T]) -> Iterator[R]:
        """``work(encoder, item)`` of each item, in order, with the wrapped embedder: what a
        subclass overrides takes no part."""
        return distributed(self._encoder, work, items)
