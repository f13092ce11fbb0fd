"""Finds the articles of a generation that a filter accepts, over all its segments.

Articles are given by their numbers (``pincite.index.storage.contents``). Days are written as
"2026-02-03"; None sets no bound.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pincite.index.storage.contents import Contents
from pincite.index.storage.segments.narrowing import Narrowing

_FIRST: Final = "0001-01-01"
_LAST: Final = "9999-12-31"

Mask = NDArray[np.bool_]


class FilteredArticles:
    """Selects articles by date and origin."""

    def __init__(self, segments: Sequence[Narrowing], contents: Contents) -> None:
        self._segments = segments
        self._contents = contents

    def accepted(self, since: str | None, until: str | None, source: str | None) -> Mask:
        """A mask of the articles published from ``since`` to ``until``, both included, whose path,
        address or author contains ``source`` (case-folded)."""
        found = self._origin(source)
        if since is not None or until is not None:
            days = since or _FIRST, until or _LAST
            found = found & self._those(lambda each: each.published(*days))
        return found

    def undated(self, since: str | None, until: str | None, source: str | None) -> int:
        """The number of articles that are rejected only because they have no date."""
        if since is None and until is None:
            return 0
        return int(np.count_nonzero(self._origin(source) & self._undated))

    def _origin(self, source: str | None) -> Mask:
        live = self._contents.live
        return live if source is None else self._those(lambda each: each.holding(source))

    @cached_property
    def _undated(self) -> Mask:
        return self._those(lambda each: each.undated)

    def _those(self, asked: Callable[[Narrowing], NDArray[np.int64]]) -> Mask:
        """A mask of the current articles among those that ``asked`` returns for each segment."""
        chosen = np.zeros(len(self._contents.live), np.bool_)
        for base, each in zip(self._contents.bases, self._segments, strict=False):
            chosen[asked(each) + base] = True
        return chosen & self._contents.live
