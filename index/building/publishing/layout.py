"""Where the articles of a new generation are stored: which segments stay, what the new segment
takes over, and how all articles are then numbered."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pincite.index.building.publishing.delta import Delta
from pincite.index.building.publishing.merging import segments_to_merge
from pincite.index.storage.catalogue import Catalogue
from pincite.index.storage.contents import Contents
from pincite.index.storage.segments.segment import Cut, Part
from pincite.index.storage.snapshot import Snapshot

_MANY = 100  # new articles from which all ids are read at once instead of a few for each


@dataclass(frozen=True, slots=True)
class Layout:
    """``kept`` are the segments of the old generation that stay. ``parts`` are what the new segment
    takes over from the others, before the written articles. ``contents`` are all articles of the
    new generation."""

    kept: tuple[int, ...]
    parts: tuple[Part, ...]
    contents: Contents


def layout_of(
    held: Catalogue | None,
    old: Snapshot | None,
    found: Delta,
    cuts: Sequence[Cut],
    *,
    purge: bool,
) -> Layout:
    """The layout of a generation with ``cuts`` as its new articles, in the order of their ids.
    ``old`` is None if everything is written again, so that nothing is taken over. ``purge`` merges
    all segments."""
    if old is None or held is None:
        return _everything_new(found, cuts)
    before = old.contents
    live = before.live.copy()
    live[list(found.leaving)] = False
    masks = before.by_segment(live)
    firsts = [segment.firsts for segment in old.segments]
    chosen = _chosen(masks, firsts, cuts, found, purge=purge)
    kept = tuple(n for n in range(len(masks)) if n not in chosen)
    parts = tuple(Part(old.segments[n], np.flatnonzero(masks[n])) for n in chosen)
    renamed, sizes = np.full(len(live), -1, np.int64), [len(masks[n]) for n in kept]
    base = 0
    for n in kept:
        here = slice(int(before.bases[n]), int(before.bases[n + 1]))
        renamed[here] = np.where(masks[n], np.arange(len(masks[n])) + base, -1)
        base += len(masks[n])
    taken = 0
    for n, part in zip(chosen, parts, strict=True):
        renamed[part.numbers + before.bases[n]] = np.arange(len(part.numbers)) + base + taken
        taken += len(part.numbers)
    if taken or cuts or chosen:
        sizes.append(taken + len(cuts))
    written = {cut.article.id: base + taken + n for n, cut in enumerate(cuts)}
    left = before.order[live[before.order]]
    order = renamed[left]
    if written:
        places = _places(held, before.order, live, written)
        order = np.insert(order, places, [*written.values()])
    copies = _copies(before.copies, renamed, found, written)
    return Layout(kept, parts, Contents(order.astype(np.int64), copies, sizes))


def _everything_new(found: Delta, cuts: Sequence[Cut]) -> Layout:
    written = {cut.article.id: n for n, cut in enumerate(cuts)}
    none = np.zeros((0, 2), np.int64)
    copies = _copies(none, np.zeros(0, np.int64), found, written)
    order = np.arange(len(cuts), dtype=np.int64)
    return Layout((), (), Contents(order, copies, [len(cuts)]))


def _chosen(
    masks: Sequence[NDArray[np.bool_]],
    firsts: Sequence[NDArray[np.int64]],
    cuts: Sequence[Cut],
    found: Delta,
    *,
    purge: bool,
) -> list[int]:
    """The segments to merge into the new one."""
    if purge:
        return list(range(len(masks)))
    if not found:
        return []
    sizes = [np.diff(first) + 1 for first in firsts]
    live = [int(size[mask].sum()) for size, mask in zip(sizes, masks, strict=True)]
    gone = [int(size.sum()) - left for size, left in zip(sizes, live, strict=True)]
    return segments_to_merge(live, gone, sum(1 + len(cut.rows) for cut in cuts))


def _places(
    held: Catalogue, order: NDArray[np.int64], live: NDArray[np.bool_], written: dict[str, int]
) -> list[int]:
    """The positions of the written articles among those that stay, in the order of the ids."""
    stays = live[order]
    if len(written) <= _MANY:
        left = order[stays]
        return [held.place(id_, left) for id_ in written]
    ids = [id_ for id_, here in zip(held.ids(), stays.tolist(), strict=True) if here]
    return [bisect_left(ids, id_) for id_ in written]


def _copies(
    before: NDArray[np.int64],
    renamed: NDArray[np.int64],
    found: Delta,
    written: dict[str, int],
) -> NDArray[np.int64]:
    """The pairs of articles and copies, in the new numbering."""
    untouched = ~np.isin(before, list(found.touched)).any(axis=1)
    pairs = [
        (numbers[0], copy)
        for group in found.groups
        for numbers in [[written[n] if isinstance(n, str) else int(renamed[n]) for n in group]]
        for copy in numbers[1:]
    ]
    fresh = np.array(pairs, np.int64).reshape(len(pairs), 2)
    return np.concatenate([renamed[before[untouched]], fresh])
