"""Checksums for blocks of large files. Opening such a file reads none of it; a block is checked
when it is first used.

``blocks.bin`` holds for each large file of a segment the first 16 bytes of the SHA-256 of each of
its blocks. The manifest holds the checksum of ``blocks.bin``.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from io import BufferedReader
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pincite.corpus.errors import BUILD_AGAIN, IndexDamaged

BLOCKS: Final = "blocks.bin"

SIZE: Final = 32_768
"""Bytes of a block. A passage's vector has 1,536; its first use reads the whole block."""

_SUM: Final = 16
_DAMAGED: Final = "was altered: the checksum of a part of it does not match"

Sums = NDArray[np.uint8]
"""The checksums of a file's blocks, shape (blocks, 16)."""


def sums_of(path: Path) -> Sums:
    """The block checksums of a file that was just written. Raises OSError."""
    found = bytearray()
    with path.open("rb") as file:
        while data := file.read(SIZE):
            found += hashlib.sha256(data).digest()[:_SUM]
    return np.frombuffer(bytes(found), np.uint8).reshape(-1, _SUM)


class Checked:
    """A file whose blocks are checked once, when they are first used. Thread-safe."""

    def __init__(self, path: Path, file: BufferedReader, sums: Sums) -> None:
        """Raises IndexDamaged if the number of checksums differs from that of the blocks."""
        self._path, self._file, self._sums = path, file, sums
        self._size = os.fstat(file.fileno()).st_size
        if len(sums) != -(-self._size // SIZE):
            raise IndexDamaged(f"{path} has {self._size:,} bytes, its checksums are of others")
        self._checked = np.zeros(len(sums), np.bool_)

    def need(self, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> None:
        """Checks the blocks of the byte ranges from ``starts`` to ``ends``, before they are used in
        memory mapped from the file. Raises IndexDamaged if a block was altered."""
        if not len(starts):
            return
        first, last = starts // SIZE, np.maximum(ends - 1, starts) // SIZE
        counts = last - first + 1
        every = np.repeat(first - (np.cumsum(counts) - counts), counts) + np.arange(counts.sum())
        for block in np.unique(every[~self._checked[every]]).tolist():
            data = read_at(self._file, block * SIZE, min(SIZE, self._size - block * SIZE))
            if hashlib.sha256(data).digest()[:_SUM] != self._sums[block].tobytes():
                raise IndexDamaged(f"{self._path} {_DAMAGED}; {BUILD_AGAIN}")
            self._checked[block] = True


if hasattr(os, "pread"):

    def read_at(file: BufferedReader, start: int, size: int) -> bytes:
        """Bytes of a file. Unlike a mapped file's, they do not stay in this process's memory.
        Raises OSError."""
        return os.pread(file.fileno(), size, start)

else:  # pragma: no cover - Windows

    def read_at(file: BufferedReader, start: int, size: int) -> bytes:
        """Bytes of a file. Raises OSError."""
        with Path(file.name).open("rb", buffering=0) as again:
            again.seek(start)
            return again.read(size)


def rows_at(
    file: BufferedReader, start: int, size: int, rows: Sequence[int], into: NDArray[np.float32]
) -> None:
    """Reads rows of ``size`` bytes into an array; row 0 begins at ``start``. Raises OSError."""
    for place, row in enumerate(rows):
        into[place] = np.frombuffer(read_at(file, start + row * size, size), np.float32)
