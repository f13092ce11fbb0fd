"""A wrapper around an embedder, for classes that get the vectors of passages in another way."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from pincite.index.building.publishing.cutting import PassageEncoder


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
