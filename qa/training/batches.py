"""Rows to what a model learns from: token ids and targets, in batches of like length."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from qa.features import Features
from qa.training.rows import Row

_SORTED_TOGETHER = 40  # batches whose rows are sorted by length before they are cut


@dataclass(frozen=True, slots=True)
class Encoded:
    """A row as the model takes it; ``starts`` and ``ends`` are token positions, one an answer;
    position 0 where the text does not answer. ``weight`` is what it counts in the loss; ``soft``
    (2, tokens), where given, takes the place of the positions: a share for each token."""

    ids: tuple[int, ...]
    types: tuple[int, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    weight: float = 1.0
    soft: NDArray[np.float32] | None = None


def encoded(rows: Sequence[Row], features: Features) -> list[Encoded]:
    """The rows as the model takes them, one window each: of a text that takes several, the first
    that holds an answer. A row whose answers no window holds is left out."""
    found: list[Encoded] = []
    for start in range(0, len(rows), 1_000):
        some = rows[start : start + 1_000]
        done: set[int] = set()
        for window in features.windows([r.question for r in some], [r.text for r in some]):
            row = some[window.pair]
            places = [_tokens(window.offsets, a.start, a.end) for a in row.answers]
            held = [place for place in places if place] if row.answers else [(0, 0)]
            if held and window.pair not in done:
                done.add(window.pair)
                found.append(
                    Encoded(
                        window.ids,
                        window.types,
                        tuple(s for s, _ in held),
                        tuple(e for _, e in held),
                    )
                )
    return found


def _tokens(offsets: Any, start: int, end: int) -> tuple[int, int] | None:
    """The first and last token of the characters, if the window holds them all."""
    inside = np.flatnonzero((offsets[:, 0] < end) & (offsets[:, 1] > start) & (offsets[:, 0] >= 0))
    if not len(inside) or offsets[inside[0], 0] > start or offsets[inside[-1], 1] < end:
        return None
    return int(inside[0]), int(inside[-1])


def batches(rows: Sequence[Encoded], tokens: int, seed: int) -> list[list[int]]:
    """Row numbers in batches of about ``tokens`` tokens, padding counted, rows of like length
    together, batches in random order: each row once, the same for the same seed."""
    draw = random.Random(seed)
    order = list(range(len(rows)))
    draw.shuffle(order)
    mean = sum(len(row.ids) for row in rows) / max(len(rows), 1)
    chunk = max(int(_SORTED_TOGETHER * tokens / max(mean, 1)), 1)
    found: list[list[int]] = []
    for start in range(0, len(order), chunk):
        batch: list[int] = []
        part: list[list[int]] = []
        for n in sorted(order[start : start + chunk], key=lambda n: len(rows[n].ids)):
            if batch and (len(batch) + 1) * len(rows[n].ids) > tokens:
                part.append(batch)
                batch = []
            batch.append(n)
        part.append(batch)
        draw.shuffle(part)
        found += part
    return found


def tensors(rows: Sequence[Encoded], device: torch.device) -> tuple[torch.Tensor, ...]:
    """Rows as padded tensors: ids, types and mask (rows, tokens), and the two targets, where each
    answer of a row has an equal share of the row's weight, (rows, tokens) float32."""
    longest = max(len(row.ids) for row in rows)
    shape = (len(rows), longest)
    ids, types, mask = (torch.zeros(shape, dtype=torch.long) for _ in range(3))
    starts, ends = torch.zeros(shape), torch.zeros(shape)
    for n, row in enumerate(rows):
        size = len(row.ids)
        ids[n, :size] = torch.tensor(row.ids)
        types[n, :size] = torch.tensor(row.types)
        mask[n, :size] = 1
        for kind, (target, places) in enumerate(((starts, row.starts), (ends, row.ends))):
            if row.soft is not None:
                target[n, :size] = torch.from_numpy(row.soft[kind])
                continue
            for place in places:
                target[n, place] += 1 / len(places)
        starts[n] *= row.weight
        ends[n] *= row.weight
    return tuple(each.to(device) for each in (ids, types, mask, starts, ends))
