"""Groups rows of token ids into batches of few shapes.

An engine keeps kernels and buffers for every shape it has seen, so a process with many questions
would grow with their lengths. Lengths are therefore rounded up in steps. Batches are small: on a
CPU, four rows of 64 tokens take as long per row as thirty-two, and less memory. Shorter rows are
batched up to as many tokens; sixteen rows of 16 tokens take two thirds of the time of four a row.

For a batch of few tokens (80 or less, where this was measured) the engine lays all weights out in
another way than for a larger one. A model that is given both holds its weights twice, so a model's
batches are all LARGE, or all SMALL as far as its rows allow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

STEP: Final = 16  # tokens; for a passage of 180 tokens the padding is about 5 %


class BatchLimits(NamedTuple):
    """The size of a batch in tokens: of fewer than ``least``, it is padded; of more than ``most``,
    it is split, unless it has no more than ``rows`` rows and no more than _MOST tokens."""

    least: int
    most: int
    rows: int


LARGE: Final = BatchLimits(least=96, most=256, rows=4)
SMALL: Final = BatchLimits(least=0, most=80, rows=1)
_COUNTS: Final = (16, 8, 4, 2, 1)  # rows
_MOST: Final = 512
"""Tokens of a batch of several rows. The engine keeps room for the largest batch that it has seen:
11 MB less for 512 tokens than for 768, 19 less than for 1,024. One row of 208 tokens takes as long
as each of four."""

INPUTS: Final = ("input_ids", "token_type_ids", "attention_mask")


def batches(
    sizes: Sequence[int], longest: int, limits: BatchLimits = LARGE
) -> Iterator[tuple[int, list[int]]]:
    """Batches of rows by their sizes in tokens: the length to pad to, and the numbers of the rows.

    Every row is in exactly one batch. Lengths are multiples of STEP, or ``longest``, the model's
    limit. A batch holds sixteen, eight, four, two or one rows of about the same length.
    """
    by_length: dict[int, list[int]] = {}
    for n, size in enumerate(sizes):
        length = _in_steps(size)
        by_length.setdefault(max(size, min(length, longest)), []).append(n)
    for length, rows in sorted(by_length.items()):
        most = max(min(limits.rows, _MOST // length), limits.most // length, 1)
        while rows:
            count = next(each for each in _COUNTS if each <= min(most, len(rows)))
            least = min(_in_steps(-(-limits.least // count)), longest)
            yield max(length, least), rows[:count]
            rows = rows[count:]


def _in_steps(size: int) -> int:
    return -(-max(size, 1) // STEP) * STEP


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
