"""Makes the model's training input from rows: token ids and targets, in groups and batches."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import torch

from pincite.qa.reading.features import Features
from pincite.qa.training.data.rows import TrainingRow

_SORTED_TOGETHER = 40  # groups of about so many batches are sorted by size together
_WASTE = 1.25  # the longest row of a part may be so many times as long as its shortest


@dataclass(frozen=True, slots=True)
class Encoded:
    """A row as the model takes it. ``starts`` and ``ends`` are token positions, one for each
    answer; position 0 if the text does not answer."""

    ids: tuple[int, ...]
    types: tuple[int, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]


Group: TypeAlias = tuple[Encoded, ...]
"""The rows of a question, over which the softmax of its answer is taken together. The target is the
answer that a row has, or no answer if none has one. A row that is read alone is a group of one."""


def alone(rows: Sequence[TrainingRow], features: Features) -> list[Group]:
    """Each row as a group of its own. A row is left out if no window holds one of its answers."""
    return [(row,) for row in encoded(rows, features) if row]


def together(groups: Sequence[Sequence[TrainingRow]], features: Features) -> list[Group]:
    """Groups of rows. A group is left out if no window holds an answer of one of its rows."""
    read = iter(encoded([row for group in groups for row in group], features))
    found = [[next(read) for _ in group] for group in groups]
    return [tuple(row for row in group if row) for group in found if all(group)]


def encoded(rows: Sequence[TrainingRow], features: Features) -> list[Encoded | None]:
    """The rows as the model takes them, one window each: if a text needs several windows, the first
    one that holds an answer. None for a row with answers that no window holds."""
    found: list[Encoded | None] = [None] * len(rows)
    for start in range(0, len(rows), 1_000):
        some = rows[start : start + 1_000]
        for window in features.windows([r.question for r in some], [r.text for r in some]):
            row = some[window.pair]
            places = [_tokens(window.offsets, a.start, a.end) for a in row.answers]
            inside = [place for place in places if place] if row.answers else [(0, 0)]
            if inside and found[start + window.pair] is None:
                found[start + window.pair] = Encoded(
                    window.ids,
                    window.types,
                    tuple(s for s, _ in inside),
                    tuple(e for _, e in inside),
                )
    return found


def _tokens(offsets: Any, start: int, end: int) -> tuple[int, int] | None:
    """The first and last token of the characters; None if the window does not hold all of them."""
    inside = np.flatnonzero((offsets[:, 0] < end) & (offsets[:, 1] > start) & (offsets[:, 0] >= 0))
    if not len(inside) or offsets[inside[0], 0] > start or offsets[inside[-1], 1] < end:
        return None
    return int(inside[0]), int(inside[-1])


def size(group: Group) -> int:
    """The number of tokens in a group."""
    return sum(len(row.ids) for row in group)


def batches(groups: Sequence[Group], tokens: int, seed: int) -> list[list[int]]:
    """The numbers of the groups in batches of about ``tokens`` tokens, including padding. Groups of
    similar size are in one batch; the batches are in random order. Each group is in one batch. The
    same seed gives the same batches."""
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
    """Rows as padded tensors: ids, types and mask, (rows, tokens), and the targets of starts and
    ends, (rows, tokens) float32, in which each answer of a row has an equal share."""
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
    """The numbers of the rows in parts of similar length. Each part is computed at once, with
    little padding."""
    parts: list[list[int]] = []
    for n in sorted(range(len(rows)), key=lambda n: len(rows[n].ids)):
        if not parts or len(rows[n].ids) > _WASTE * len(rows[parts[-1][0]].ids):
            parts.append([])
        parts[-1].append(n)
    return parts
