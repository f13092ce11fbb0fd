"""Arrays in one file, read where they are needed: a line of JSON that says what there is, then the
arrays, each at a multiple of 64 bytes. Nothing in such a file can be run.

A file is written once and only read from then on. Small arrays are read into memory; large ones are
mapped, so that opening costs nothing and memory holds what is used.
"""

from __future__ import annotations

import json
import mmap
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from pincite.corpus.errors import BUILD_AGAIN, IndexDamaged

_ALIGNED: Final = 64
_MAPPED: Final = 32 * 2**20  # bytes from which an array is mapped
_TYPES: Final = frozenset(("uint8", "uint16", "uint32", "uint64", "int32", "int64", "float32"))


def write_arrays(path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Writes a new file. Raises OSError where the disk refuses."""
    told = {name: [str(each.dtype), list(each.shape)] for name, each in arrays.items()}
    with path.open("wb") as file:
        file.write(json.dumps(told).encode() + b"\n")
        for each in arrays.values():
            file.write(bytes(-file.tell() % _ALIGNED))
            np.ascontiguousarray(each).tofile(file)


class Arrays:
    """The arrays of a file, each read when it is first asked for."""

    def __init__(
        self,
        path: Path,
        mapped: mmap.mmap,
        offsets: Mapping[str, tuple[str, tuple[int, ...], int]],
    ) -> None:
        self._path = path
        self._mapped = mapped  # so that the file can be read once it has been removed
        self._offsets = offsets
        self._read: dict[str, NDArray[Any]] = {}

    @classmethod
    def open(cls, path: Path) -> Arrays:
        """Reads what there is. Raises IndexDamaged where that is no such file."""
        try:
            with path.open("rb") as file:
                told = json.loads(file.readline(65_536))
                end, offsets = file.tell(), {}
                for name, (dtype, shape) in told.items():
                    if dtype not in _TYPES:
                        raise ValueError(dtype)
                    start = end + -end % _ALIGNED
                    end = start + np.dtype(dtype).itemsize * int(np.prod(shape, dtype=np.int64))
                    offsets[name] = dtype, tuple(map(int, shape)), start
                mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
                if len(mapped) != end:
                    raise ValueError(end)
        except (OSError, ValueError, TypeError, AttributeError) as error:
            raise IndexDamaged(f"{path}: holds no arrays; {BUILD_AGAIN}") from error
        return cls(path, mapped, offsets)

    def shape(self, name: str) -> tuple[int, ...]:
        """The shape of an array, without reading it."""
        return self._told(name)[1]

    def __getitem__(self, name: str) -> NDArray[Any]:
        """An array, not to be written to. Raises IndexDamaged."""
        if name not in self._read:
            self._read[name] = self._load(name)
        return self._read[name]

    def _load(self, name: str) -> NDArray[Any]:
        dtype, shape, start = self._told(name)
        count = int(np.prod(shape, dtype=np.int64))
        size = count * np.dtype(dtype).itemsize
        held = self._mapped if size >= _MAPPED else self._mapped[start : start + size]
        offset = start if size >= _MAPPED else 0
        return np.frombuffer(held, dtype, count, offset).reshape(shape)

    def _told(self, name: str) -> tuple[str, tuple[int, ...], int]:
        if name not in self._offsets:
            raise IndexDamaged(f"{self._path}: has no {name}; {BUILD_AGAIN}")
        return self._offsets[name]
