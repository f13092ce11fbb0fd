"""Rows to what a model learns from: token ids and targets, in groups and batches of like size."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import torch

from pincite.qa.reading.features import Features
from pincite.qa.training.data.rows import TrainingRow

_SORTED_TOGETHER = 40  # batches whose groups are sorted by size before they are cut
_WASTE = 1.25  # a part's longest row may be this much longer than its shortest


@dataclass(frozen=True, slots=True)
class Encoded:
    """A row as the model takes it; ``starts`` and ``ends`` are token positions, one an answer;
    position 0 where the text does not answer."""

    ids: tuple[int, ...]
    types: tuple[int, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]


Group: TypeAlias = tuple[Encoded, ...]
"""A question's rows, over which its answer is normalised; where any has an answer, that is the
target, otherwise no answer is. A row read alone is a group of one."""


def alone(rows: Sequence[TrainingRow], features: Features) -> list[Group]:
    """Every row as a group of its own; one whose answers no window holds is left out."""
    return [(row,) for row in encoded(rows, features) if row]


def together(groups: Sequence[Sequence[TrainingRow]], features: Features) -> list[Group]:
    """Groups of rows; one is left out where a row of it has answers that no window holds."""
    read = iter(encoded([row for group in groups for row in group], features))
    found = [[next(read) for _ in group] for group in groups]
    return [tuple(row for row in group if row) for group in found if all(group)]


def encoded(rows: Sequence[TrainingRow], features: Features) -> list[Encoded | None]:
    """The rows as the model takes them, one window each: of a text that takes several, the first
    that holds an answer. None for a row whose answers no window holds."""
    found: list[Encoded | None] = [None] * len(rows)
    for start in range(0, len(rows), 1_000):
        some = rows[start : start + 1_000]
        for window in features.windows([r.question for r in some], [r.text for r in some]):
            row = some[window.pair]
            places = [_tokens(window.offsets, a.start, a.end) for a in row.answers]
            held = [place for place in places if place] if row.answers else [(0, 0)]
            if held and found[start + window.pair] is None:
                found[start + window.pair] = Encoded(
                    window.ids,
                    window.types,
                    tuple(s for s, _ in held),
                    tuple(e for _, e in held),
                )
    return found


def _tokens(offsets: Any, start: int, end: int) -> tuple[int, int] | None:
    """The first and last token of the characters, if the window holds them all."""
    inside = np.flatnonzero((offsets[:, 0] < end) & (offsets[:, 1] > start) & (offsets[:, 0] >= 0))
    if not len(inside) or offsets[inside[0], 0] > start or offsets[inside[-1], 1] < end:
        return None
    return int(inside[0]), int(inside[-1])


def size(group: Group) -> int:
    """The group's tokens."""
    return sum(len(row.ids) for row in group)


def batches(groups: Sequence[Group], tokens: int, seed: int) -> list[list[int]]:
    """Group numbers in batches of about ``tokens`` tokens, padding counted, groups of like size
    together, batches in random order: each group once, the same for the same seed."""
    draw = random.Random(seed)
    order = list(range(len(groups)))
    draw.shuffle(order)
    sizes = [size(group) for group in groups]
    mean = sum(sizes) / max(len(groups), 1)
    chunk = max(int(_SORTED_TOGETHER * tokens / max(mean, 1)), 1)
    found: list[list[int]] = []
    for start in range(0, len(order), chunk):
        batch: list[int] = []
        part: list[list[int]] = []
        for n in sorted(order[start : start + chunk], key=lambda n: sizes[n]):
            if batch and (len(batch) + 1) * sizes[n] > tokens:
                part.append(batch)
                batch = []
            batch.append(n)
        part.append(batch)
        draw.shuffle(part)
        found += part
    return found


def tensors(rows: Sequence[Encoded], device: torch.device) -> tuple[torch.Tensor, ...]:
    """Rows as padded tensors: ids, types and mask (rows, tokens), and the two targets, where each
    answer of a row has an equal share, (rows, tokens) float32."""
    longest = max(len(row.ids) for row in rows)
    shape = (len(rows), longest)
    ids, types, mask = (torch.zeros(shape, dtype=torch.long) for _ in range(3))
    starts, ends = torch.zeros(shape), torch.zeros(shape)
    for n, row in enumerate(rows):
        width = len(row.ids)
        ids[n, :width] = torch.tensor(row.ids)
        types[n, :width] = torch.tensor(row.types)
        mask[n, :width] = 1
        for target, places in ((starts, row.starts), (ends, row.ends)):
            for place in places:
                target[n, place] += 1 / len(places)
    return tuple(each.to(device) for each in (ids, types, mask, starts, ends))


def alike(rows: Sequence[Encoded]) -> list[list[int]]:
    """The numbers of the rows in parts of like length, which are read at once: what is padded is
    read for nothing."""
    parts: list[list[int]] = []
    for n in sorted(range(len(rows)), key=lambda n: len(rows[n].ids)):
        if not parts or len(rows[n].ids) > _WASTE * len(rows[parts[-1][0]].ids):
            parts.append([])
        parts[-1].append(n)
    return parts
