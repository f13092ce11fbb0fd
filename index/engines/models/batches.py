"""Groups rows of token ids into batches of few shapes.

An engine keeps kernels and buffers for every shape it has seen, so a process with many questions
would grow with their lengths. Lengths are therefore rounded up in steps. Batches are small: on a
CPU, four rows at a time take as long per row as thirty-two, and less memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

STEP: Final = 16  # tokens; for a passage of 180 tokens the padding is about 5 %
MOST: Final = 4  # rows of 33 tokens or more
_TOKENS: Final = 256  # of a batch of shorter rows
_COUNTS: Final = (16, 8, 4, 2, 1)

INPUTS: Final = ("input_ids", "token_type_ids", "attention_mask")


def batches(sizes: Sequence[int], longest: int) -> Iterator[tuple[int, list[int]]]:
    """Batches of rows by their sizes in tokens: the length to pad to, and the numbers of the rows.

    Every row is in exactly one batch. Lengths are multiples of STEP, or ``longest``, the model's
    limit. A batch holds sixteen, eight, four, two or one rows of the same length.
    """
    by_length: dict[int, list[int]] = {}
    for n, size in enumerate(sizes):
        length = -(-max(size, 1) // STEP) * STEP
        by_length.setdefault(max(size, min(length, longest)), []).append(n)
    for length, rows in sorted(by_length.items()):
        most = max(MOST, _TOKENS // length)
        while rows:
            count = next(each for each in _COUNTS if each <= min(most, len(rows)))
            yield length, rows[:count]
            rows = rows[count:]


def padded(
    ids: Sequence[Sequence[int]], types: Sequence[Sequence[int]], length: int, padding: int
) -> Mapping[str, NDArray[np.int64]]:
    """The rows as input of a transformer, each (rows, length) int64, under the names INPUTS."""
    held = {name: np.zeros((len(ids), length), dtype=np.int64) for name in INPUTS}
    held["input_ids"][:] = padding
    for n, (row, kinds) in enumerate(zip(ids, types, strict=True)):
        held["input_ids"][n, : len(row)] = row
        held["token_type_ids"][n, : len(row)] = kinds
        held["attention_mask"][n, : len(row)] = 1
    return held


def by_input_name(*inputs: Any) -> dict[str, Any]:
    """A model's inputs, given in the order of INPUTS, by name; None is an input that the model does
    not have."""
    return {name: each for name, each in zip(INPUTS, inputs, strict=True) if each is not None}


def example_input(names: Iterable[str], zeros: Callable[[tuple[int, int]], Any]) -> dict[str, Any]:
    """Two rows for tracing a model, the second one padded, for the inputs ``names``. ``zeros``
    makes an integer array of a shape."""
    held = {name: zeros((2, 9)) for name in names}
    held["input_ids"] += 5
    if "attention_mask" in held:
        held["attention_mask"][0], held["attention_mask"][1, :6] = 1, 1
    return held
