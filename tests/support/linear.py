"""Checks that time is linear in the size of an input. It compares ratios of processor times, never
durations."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from contextlib import suppress

from pincite.corpus.errors import ReadError

MAX_RATIO = 2.5
LEAST_SECONDS = 0.03
LONGEST_SECONDS = 2.0
LARGEST = 50_000  # for larger sizes, the speed of the memory matters

Run = Callable[[int], object]


def least_seconds(
    run: Run, size: int, times: int = 3, calls: int = 1, enough: float = 0.0
) -> float:
    """The least processor time of several runs, each of so many calls. It stops early after a run
    that takes ``enough`` or less."""
    taken: list[float] = []
    for _ in range(times):
        begun = time.process_time()
        for _ in range(calls):
            with suppress(ReadError):
                run(size)
        taken.append(time.process_time() - begun)
        if taken[-1] > LONGEST_SECONDS or taken[-1] <= enough:
            break
    return min(taken)


def measurable(run: Run) -> tuple[int, int]:
    """A size and a number of calls that together take LEAST_SECONDS; several calls are needed only
    for the largest size."""
    size = 250
    least_seconds(run, size, 1)  # loads the libraries
    while (once := least_seconds(run, size, 1)) < LEAST_SECONDS and size < LARGEST:
        size *= 2
    return size, int(LEAST_SECONDS / max(once, 1e-4)) + 1


def ratio(run: Run, size: int, calls: int) -> float:
    """How many times longer twice the size takes. It is measured over two doublings, because one of
    them may exceed the processor's cache."""
    small = max(least_seconds(run, size, calls=calls), LEAST_SECONDS / 2)
    enough = small * MAX_RATIO**2  # one good run of the larger size is enough, as it takes longest
    whole: float = least_seconds(run, 4 * size, calls=calls, enough=enough) / small
    return whole**0.5


def assert_linear(run: Run) -> None:
    gc.collect()
    gc.disable()
    try:
        size, calls = measurable(run)
        found = ratio(run, size, calls)
        for _ in range(2):
            if found > MAX_RATIO:
                # another process may have been running, or memory may cost more from some size on.
                # At twice the size that step is passed, but a time that is not linear grows more.
                size *= 2
                found = min(found, ratio(run, size, calls))
    finally:
        gc.enable()
    assert found <= MAX_RATIO
