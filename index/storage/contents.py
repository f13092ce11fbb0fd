"""Which articles of its segments a generation contains, and in what order.

Articles are numbered over all segments, one after the other, including removed ones. An article
that is not in ``order`` is no longer current; its segment still has it until it is merged.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from pincite.index.engines.numbering import Numbering
from pincite.index.storage.segments.arrays import ArrayFile, write_arrays

CONTENTS: Final = "contents.bin"


class Contents:
    """The current articles."""

    def __init__(
        self, order: NDArray[np.int64], copies: NDArray[np.int64], sizes: Sequence[int]
    ) -> None:
        """``order`` (n,) are the numbers of the articles in the order of their ids. ``copies`` (m,
        2) are pairs: an article with passages, and another one with the same text and body but no
        passages. ``sizes`` are the numbers of articles in the segments."""
        self.order = order
        self.copies = copies
        self.bases = np.concatenate(([0], np.cumsum(sizes))).astype(np.int64)

    @classmethod
    def read(cls, path: Path, sizes: Sequence[int]) -> Contents:
        """Reads a file written by ``write``. Raises IndexDamaged."""
        arrays = ArrayFile.open(path)
        order, copies = (arrays[name].astype(np.int64) for name in ("order", "copies"))
        return cls(order, copies, sizes)

    def write(self, path: Path) -> None:
        """Writes the contents to a new file. Raises OSError if the disk fails."""
        arrays = {"order": self.order, "copies": self.copies}
        write_arrays(path, {name: each.astype(np.uint32) for name, each in arrays.items()})

    def __len__(self) -> int:
        return len(self.order)

    def located(self, number: int) -> tuple[int, int]:
        """The segment of an article, and its number in that segment."""
        segment = int(np.searchsorted(self.bases, number, side="right")) - 1
        return segment, number - int(self.bases[segment])

    @cached_property
    def live(self) -> NDArray[np.bool_]:
        """Which numbers are current, as a mask."""
        live = np.zeros(int(self.bases[-1]), np.bool_)
        live[self.order] = True
        return live

    @cached_property
    def groups(self) -> dict[int, list[int]]:
        """For each article that has copies, and for each copy: the whole group. The article with
        the passages comes first, then the others in the order of the index."""
        groups: dict[int, list[int]] = {}
        for first, copy in self.copies.tolist():
            group = groups.setdefault(first, [first])
            group.append(copy)
            groups[copy] = group
        return groups

    def by_segment(self, values: NDArray[Any]) -> list[NDArray[Any]]:
        """An array over all numbers, split by segment."""
        return [values[a:b] for a, b in zip(self.bases, self.bases[1:], strict=False)]

    def passages(self, firsts: Sequence[NDArray[np.int64]]) -> int:
        """The number of rows of the index. For each segment, ``firsts`` has the first row of each
        of its articles, followed by its total number of rows."""
        return int(_extents(firsts)[1][self.order].sum())

    def numbering(self, firsts: Sequence[NDArray[np.int64]]) -> Numbering:
        """The numbering of the index's rows; ``firsts`` as for ``passages``."""
        starts, counts = _extents(firsts)
        places = _ranges(starts[self.order], counts[self.order])
        return Numbering(places, [int(each[-1]) for each in firsts])

    def places(
        self, firsts: Sequence[NDArray[np.int64]], wanted: NDArray[np.bool_]
    ) -> NDArray[np.bool_]:
        """A mask of the places of the passages of the ``wanted`` articles (a mask by number). A
        copy has the passages of the first article of its group. ``firsts`` as for ``passages``."""
        starts, counts = _extents(firsts)
        wanted = wanted & self.live
        if len(self.copies):
            first, copy = self.copies.T
            wanted[first[wanted[copy]]] = True
        numbers = np.flatnonzero(wanted)
        chosen = np.zeros(sum(int(each[-1]) for each in firsts), np.bool_)
        chosen[_ranges(starts[numbers], counts[numbers])] = True
        return chosen


def _extents(firsts: Sequence[NDArray[np.int64]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """For each article of all segments, the place of its first passage and the number of its
    passages."""
    before = np.cumsum([0, *(int(each[-1]) for each in firsts)])[:-1]
    none = np.zeros(0, np.int64)
    shifted = [each[:-1] + n for each, n in zip(firsts, before, strict=True)]
    return (
        np.concatenate([none, *shifted]),
        np.concatenate([none, *(np.diff(each) for each in firsts)]),
    )


def _ranges(starts: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """The ranges of ``counts`` numbers from each of ``starts`` on, concatenated."""
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    return np.asarray(np.arange(total) + np.repeat(starts - (ends - counts), counts))
