"""Arrays in one file, read when they are needed: a line of JSON with their names, types and shapes,
then the arrays, each at a multiple of 64 bytes. Such a file contains nothing that can be executed.

A file is written once and then only read. Small arrays are read into memory. Large ones are
memory-mapped, so that opening is cheap and only used parts take memory. If there are block
checksums, the used blocks are checked (``pincite.index.storage.segments.blocks``).
"""

from __future__ import annotations

import json
import mmap
from collections.abc import Mapping
from io import BufferedReader
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from pincite.corpus.errors import BUILD_AGAIN, IndexDamaged
from pincite.index.engines.vector_index import Need
from pincite.index.storage.segments.blocks import Checked, Sums, rows_at

_ALIGNED: Final = 64
MAPPED: Final = 32 * 2**20
"""Bytes from which an array is memory-mapped and a file has block checksums."""

_HEAD: Final = 65_536  # maximum bytes of the line of JSON
_TYPES: Final = frozenset(("uint8", "uint16", "uint32", "uint64", "int32", "int64", "float32"))


def write_arrays(path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Writes a new file. Raises OSError if the disk fails."""
    described = {name: [str(each.dtype), list(each.shape)] for name, each in arrays.items()}
    with path.open("wb") as file:
        file.write(json.dumps(described).encode() + b"\n")
        for each in arrays.values():
            file.write(bytes(-file.tell() % _ALIGNED))
            np.ascontiguousarray(each).tofile(file)


class ArrayFile:
    """The arrays of a file, each read at its first use."""

    def __init__(
        self,
        path: Path,
        file: BufferedReader,
        mapped: mmap.mmap,
        offsets: Mapping[str, tuple[str, tuple[int, ...], int]],
        checked: Checked | None,
    ) -> None:
        self._path = path
        self._file, self._mapped = file, mapped  # both stay readable after the file was deleted
        self._offsets = offsets
        self._checked = checked
        self._read: dict[str, NDArray[Any]] = {}

    @classmethod
    def open(cls, path: Path, sums: Sums | None = None) -> ArrayFile:
        """Reads the line of JSON. With ``sums``, the block checksums, the file need not have been
        checked before. Raises IndexDamaged if it is not such a file or was altered."""
        try:
            file = path.open("rb")
            checked = None if sums is None else Checked(path, file, sums)
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            if checked is not None:
                checked.need(np.array([0]), np.array([min(_HEAD, len(mapped))]))
            described = json.loads(mapped.readline()[:_HEAD])
            end, offsets = mapped.tell(), {}
            for name, (dtype, shape) in described.items():
                if dtype not in _TYPES:
                    raise ValueError(dtype)
                start = end + -end % _ALIGNED
                end = start + np.dtype(dtype).itemsize * int(np.prod(shape, dtype=np.int64))
                offsets[name] = dtype, tuple(map(int, shape)), start
            if len(mapped) != end:
                raise ValueError(end)
        except (OSError, ValueError, TypeError, AttributeError) as error:
            raise IndexDamaged(f"{path}: holds no arrays; {BUILD_AGAIN}") from error
        return cls(path, file, mapped, offsets, checked)

    @property
    def names(self) -> frozenset[str]:
        """The names of the arrays."""
        return frozenset(self._offsets)

    def shape(self, name: str) -> tuple[int, ...]:
        """The shape of an array, without reading it."""
        return self._entry(name)[1]

    def __getitem__(self, name: str) -> NDArray[Any]:
        """An array; it must not be changed. Raises IndexDamaged."""
        if name not in self._read:
            start = self._entry(name)[2]
            self._need(start, start + self._size(name))
            self._read[name] = self._held(name)
        return self._read[name]

    def part(self, name: str, start: int, end: int) -> NDArray[Any]:
        """The elements ``start`` to ``end`` of an array of one dimension. Of a large array only
        these are read. Raises IndexDamaged."""
        if name in self._read or self._size(name) < MAPPED:
            return self[name][start:end]
        dtype, _, base = self._entry(name)
        wide = np.dtype(dtype).itemsize
        self._need(base + start * wide, base + end * wide)
        return self._held(name)[start:end]

    def unchecked(self, name: str) -> tuple[NDArray[Any], Need]:
        """An array of bytes, and a function that must be called before any of them are used."""
        start = self._entry(name)[2]

        def need(starts: NDArray[np.int64], ends: NDArray[np.int64]) -> None:
            if self._checked is not None:
                self._checked.need(start + starts, start + ends)

        return self._held(name), need

    def rows(self, name: str, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Rows of an array of two dimensions, copied into memory. Raises IndexDamaged."""
        if self._size(name) < MAPPED:
            return np.asarray(self[name][rows])
        _, (_, d), base = self._entry(name)
        wide = d * np.dtype(np.float32).itemsize
        if self._checked is not None:
            self._checked.need(base + rows * wide, base + (rows + 1) * wide)
        out = np.empty((len(rows), d), np.float32)
        try:
            rows_at(self._file, base, wide, rows.tolist(), out)
        except (OSError, ValueError) as error:
            raise IndexDamaged(f"{self._path}: cannot be read; {BUILD_AGAIN}") from error
        return out

    def _held(self, name: str) -> NDArray[Any]:
        dtype, shape, start = self._entry(name)
        count = int(np.prod(shape, dtype=np.int64))
        size = self._size(name)
        held = self._mapped if size >= MAPPED else self._mapped[start : start + size]
        offset = start if size >= MAPPED else 0
        return np.frombuffer(held, dtype, count, offset).reshape(shape)

    def _size(self, name: str) -> int:
        dtype, shape, _ = self._entry(name)
        return np.dtype(dtype).itemsize * int(np.prod(shape, dtype=np.int64))

    def _need(self, start: int, end: int) -> None:
        if self._checked is not None and end > start:
            self._checked.need(np.array([start]), np.array([end]))

    def _entry(self, name: str) -> tuple[str, tuple[int, ...], int]:
        if name not in self._offsets:
            raise IndexDamaged(f"{self._path}: has no {name}; {BUILD_AGAIN}")
        return self._offsets[name]
