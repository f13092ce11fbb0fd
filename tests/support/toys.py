"""Small deterministic stand-ins for slow parts, and small articles for them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


class ToyEncoder:
    """Hashes words into a bag-of-words unit vector, so that texts with common words are near.

    ``embedded`` keeps every passage that it embedded, so that tests can count them.
    """

    def __init__(self, name: str = "toy", dimension: int = 64, max_tokens: int = 60) -> None:
        self.name = name
        self.dimension = dimension
        self.max_tokens = max_tokens
        self.embedded: list[str] = []

    @property
    def fingerprint(self) -> str:
        identity = f"{self.name} {self.dimension} {self.max_tokens}"
        return hashlib.sha256(identity.encode()).hexdigest()

    @property
    def counter(self) -> Callable[[str], int]:
        return lambda text: self.count([text])[0]

    def count(self, texts: Sequence[str]) -> list[int]:
        return [len(_words(text)) for text in texts]

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.embedded += texts
        return self.questions(texts)

    def questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in _words(text.lower()):
                digest = hashlib.sha256(word.encode("utf-8", "replace")).digest()
                row[int.from_bytes(digest[:8], "big") % self.dimension] += 1
            row /= np.linalg.norm(row) or 1.0
        return rows


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


_WORD = re.compile(r"\w+|[^\w\s]")


def unit_rows(count: int, dimension: int = 16, seed: int = 0) -> np.ndarray:
    rows = np.random.default_rng(seed).normal(size=(count, dimension)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


SUBJECTS = ("harbour", "reactor", "orchard", "library", "railway", "glacier", "festival", "bakery")


def report(number: int, figure: int = 10) -> str:
    """A short article about one invented place; a different ``figure`` changes one sentence."""
    subject = SUBJECTS[number % len(SUBJECTS)]
    return (
        f"The {subject} number {number} opened to visitors in the spring. "
        f"Its keepers counted {figure} thousand guests in the first week. "
        f"A new roof was paid for by the council of district {number}.\n"
        f"Critics of the {subject} said that the roads nearby were too narrow. "
        f"The mayor of district {number} promised wider lanes by the winter.\n"
    )


def write_reports(folder: Path, count: int) -> Path:
    """Writes ``count`` articles, ``0000.txt`` and so on, into a folder, and returns the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (folder / f"{number:04}.txt").write_text(report(number), encoding="utf-8")
    return folder
