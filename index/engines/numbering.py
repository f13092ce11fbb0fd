"""The rows of an index that lies in several segments. Pure.

A *place* counts the rows of all segments one after the other, those of removed articles too. A
*row* is the number that everybody else knows a passage by: 0 to n-1 over what is in force, in the
order of the index. It does not depend on which segment holds what.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray


class Numbering:
    """Which places are in force, and which row each of them is."""

    def __init__(self, places: NDArray[np.int64], sizes: Sequence[int]) -> None:
        """``places`` (n,) is that of each row; ``sizes`` how many rows each segment has."""
        self.places = places
        self.bases = np.concatenate(([0], np.cumsum(sizes))).astype(np.int64)

    @classmethod
    def plain(cls, *sizes: int) -> Numbering:
        """Segments of which nothing was removed, in the order of the index."""
        return cls(np.arange(sum(sizes), dtype=np.int64), sizes)

    def __len__(self) -> int:
        return len(self.places)

    @property
    def total(self) -> int:
        """How many places there are."""
        return int(self.bases[-1])

    @cached_property
    def rows(self) -> NDArray[np.int64]:
        """The row of each place, shape (total,); -1 where it is none any more."""
        rows = np.full(self.total, -1, dtype=np.int64)
        rows[self.places] = np.arange(len(self.places))
        return rows

    @cached_property
    def live(self) -> NDArray[np.bool_] | None:
        """Which places are in force, shape (total,); None where all are."""
        return None if len(self) == self.total else self.rows >= 0

    @cached_property
    def gone(self) -> NDArray[np.int64]:
        """The places that are in force no more, ascending."""
        return np.flatnonzero(self.rows < 0) if self.live is not None else np.zeros(0, np.int64)

    def located(self, row: int) -> tuple[int, int]:
        """The segment that a row lies in, and its number there. Raises IndexError."""
        place = int(self.places[row])
        segment = int(np.searchsorted(self.bases, place, side="right")) - 1
        return segment, place - int(self.bases[segment])

    def by_segment(self, values: NDArray[Any]) -> list[NDArray[Any]]:
        """Values of all places, by segment."""
        return [values[a:b] for a, b in zip(self.bases, self.bases[1:], strict=False)]
