"""The inverted file of a segment, as FAISS wrote it, mapped into memory."""

from __future__ import annotations

import mmap
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pincite.corpus.errors import BUILD_AGAIN, IndexDamaged
from pincite.index.storage.segments.blocks import Checked, Sums


class Mapped:
    """The bytes of a file. It can be read once the file has been removed."""

    def __init__(self, data: NDArray[np.uint8], checked: Checked | None) -> None:
        self.data = data
        self._checked = checked

    @classmethod
    def open(cls, path: Path, sums: Sums | None) -> Mapped:
        """Maps a file, which with the ``sums`` of its blocks need not have been checked. Raises
        IndexDamaged."""
        try:
            file = path.open("rb")
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise IndexDamaged(f"{path}: cannot be read; {BUILD_AGAIN}") from error
        checked = None if sums is None else Checked(path, file, sums)
        return cls(np.frombuffer(mapped, np.uint8), checked)

    def need(self, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> None:
        """As ``Checked.need``; nothing where all of the file was checked before."""
        if self._checked is not None:
            self._checked.need(starts, ends)
