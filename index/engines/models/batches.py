"""Rows of token ids to batches of few shapes.

An engine keeps kernels and buffers for every shape that it has met, so that a process that is asked
many questions would grow with their lengths. Lengths therefore go in steps. Batches are small: on
a processor, four rows at a time take as long a row as thirty-two, and less memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

STEP: Final = 16  # tokens; of a passage of 180 the filling is a twentieth
MOST: Final = 4  # rows

INPUTS: Final = ("input_ids", "token_type_ids", "attention_mask")


def batches(sizes: Sequence[int], longest: int) -> Iterator[tuple[int, list[int]]]:
    """Batches of rows by their sizes in tokens: the length to fill up to, and the rows' numbers.

    Every row is in exactly one. Lengths are multiples of STEP, or ``longest``, what the model
    takes; a batch holds rows of one such length, four, two or one of them.
    """
    by_length: dict[int, list[int]] = {}
    for n, size in enumerate(sizes):
        length = -(-max(size, 1) // STEP) * STEP
        by_length.setdefault(max(size, min(length, longest)), []).append(n)
    for length, rows in sorted(by_length.items()):
        while rows:
            count = next(each for each in (MOST, 2, 1) if each <= len(rows))
            yield length, rows[:count]
            rows = rows[count:]


def padded(
    ids: Sequence[Sequence[int]], types: Sequence[Sequence[int]], length: int, padding: int
) -> Mapping[str, NDArray[np.int64]]:
    """The rows as a transformer takes them, each (rows, length) int64, under the names INPUTS."""
    held = {name: np.zeros((len(ids), length), dtype=np.int64) for name in INPUTS}
    held["input_ids"][:] = padding
    for n, (row, kinds) in enumerate(zip(ids, types, strict=True)):
        held["input_ids"][n, : len(row)] = row
        held["token_type_ids"][n, : len(row)] = kinds
        held["attention_mask"][n, : len(row)] = 1
    return held


def by_input_name(*inputs: Any) -> dict[str, Any]:
    """A model's inputs, in the order of INPUTS, by their names; None is one that it does not
    take."""
    return {name: each for name, each in zip(INPUTS, inputs, strict=True) if each is not None}


def example_input(names: Iterable[str], zeros: Callable[[tuple[int, int]], Any]) -> dict[str, Any]:
    """Two rows that a model is traced with, the second filled up, for those of INPUTS that it
    takes; ``zeros`` makes integers of a shape."""
    held = {name: zeros((2, 9)) for name in names}
    held["input_ids"] += 5
    if "attention_mask" in held:
        held["attention_mask"][0], held["attention_mask"][1, :6] = 1, 1
    return held
