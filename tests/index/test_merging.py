"""Which segments are merged: few remain, and few articles are rewritten."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pincite.index.building.publishing.merging import LEAST, RATIO, segments_to_merge


@given(
    st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), max_size=20),
    st.integers(0, 500),
)
def test_unmerged_segments_are_large_and_mostly_current(
    segments: list[tuple[int, int]], new: int
) -> None:
    live, gone = [each[0] for each in segments], [each[1] for each in segments]
    chosen = segments_to_merge(live, gone, new)
    made = new + sum(live[n] for n in chosen)
    stays = sorted(live[n] for n in range(len(live)) if n not in chosen)
    assert chosen == sorted(set(chosen))
    assert all(live[n] >= gone[n] for n in range(len(live)) if n not in chosen)
    assert all(each > RATIO * max(made, LEAST) for each in stays)


@pytest.mark.parametrize("size", [1, 6, 300])
def test_many_changes_leave_few_segments_with_few_rewrites(size: int) -> None:
    segments: list[int] = [20_000]
    written, count, most = 0, 5_000, 0
    for _ in range(count):
        chosen = segments_to_merge(segments, [0] * len(segments), size)
        new = size + sum(segments[n] for n in chosen)
        segments = [*(s for n, s in enumerate(segments) if n not in chosen), new]
        written += new
        most = max(most, len(segments))
    total = 20_000 + size * count
    assert sum(segments) == total
    assert most <= 2 + math.log(total / LEAST, 1 + RATIO)
    # small segments are rewritten each time, each article a limited number of times
    assert written < count * (RATIO * LEAST + 30 * size)
