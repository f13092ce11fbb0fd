"""Encoders for the tests: the one that ships, with less work."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from pincite.index.engines.encoder import SentenceEncoder


class Remembering:
    """Embeds each different text only once."""

    def __init__(self, encoder: SentenceEncoder) -> None:
        self._encoder = encoder
        self._known: dict[str, NDArray[np.float32]] = {}

    def __getattr__(self, name: str) -> object:
        return getattr(self._encoder, name)

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            self._known.update(zip(new, self._encoder.passages(new), strict=True))
        rows = [self._known[text] for text in texts]
        return np.array(rows, dtype=np.float32).reshape(len(texts), self._encoder.dimension)


class Sparing:
    """Embeds only the passages that hold some of ``words``, and one in forty of the others. All
    others get a random vector, which is near no question."""

    def __init__(self, encoder: SentenceEncoder, words: Collection[str]) -> None:
        self._encoder = Remembering(encoder)
        self._words = words
        self.name = encoder.name
        self.dimension = encoder.dimension
        self.max_tokens = encoder.max_tokens
        self.fingerprint = encoder.fingerprint
        self.counter: Callable[[str], int] = encoder.counter
        self.count = encoder.count
        self.questions = encoder.questions

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        real = []
        for n, text in enumerate(texts):
            seed = hashlib.sha256(text.encode("utf-8", "replace")).digest()
            if seed[0] % 40 == 0 or any(word in text for word in self._words):
                real.append(n)
            else:
                drawn = np.random.default_rng(seed[1]).normal(size=self.dimension)
                rows[n] = drawn / np.linalg.norm(drawn)
        if real:
            rows[real] = self._encoder.passages([texts[n] for n in real])
        return rows
