"""Numbers the rows of an index that consists of several segments. Pure.

A *place* counts the rows of all segments one after the other, including those of removed articles.
A *row* is the number of a passage everywhere else: 0 to n-1 over the current passages, in the order
of the index. It does not depend on the segments.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray


class Numbering:
    """Maps rows to places and places to rows."""

    def __init__(self, places: NDArray[np.int64], sizes: Sequence[int]) -> None:
        """``places`` (n,) holds the place of each row; ``sizes`` the number of rows of each
        segment."""
        self.places = places
        self.bases = np.concatenate(([0], np.cumsum(sizes))).astype(np.int64)

    @classmethod
    def plain(cls, *sizes: int) -> Numbering:
        """Segments without removed rows, in the order of the index."""
        return cls(np.arange(sum(sizes), dtype=np.int64), sizes)

    def __len__(self) -> int:
        return len(self.places)

    @property
    def total(self) -> int:
        """The number of places."""
        return int(self.bases[-1])

    @cached_property
    def rows(self) -> NDArray[np.int64]:
        """The row of each place, shape (total,); -1 if it was removed."""
        rows = np.full(self.total, -1, dtype=np.int64)
        rows[self.places] = np.arange(len(self.places))
        return rows

    @cached_property
    def live(self) -> NDArray[np.bool_] | None:
        """Which places are current, shape (total,); None if all are."""
        return None if len(self) == self.total else self.rows >= 0

    @cached_property
    def gone(self) -> NDArray[np.int64]:
        """The places that were removed, ascending."""
        return np.flatnonzero(self.rows < 0) if self.live is not None else np.zeros(0, np.int64)

    def located(self, row: int) -> tuple[int, int]:
        """The segment of a row, and its number in that segment. Raises IndexError."""
        place = int(self.places[row])
        segment = int(np.searchsorted(self.bases, place, side="right")) - 1
        return segment, place - int(self.bases[segment])

    def by_segment(self, values: NDArray[Any]) -> list[NDArray[Any]]:
        """An array over all places, split by segment."""
        return [values[a:b] for a, b in zip(self.bases, self.bases[1:], strict=False)]
