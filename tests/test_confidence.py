"""The confidence, as a function, and the numbers that ship."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.confidence import Calibration, calibration, shipped, signals
from qa.reader import FEATURES
from tests.test_cite import candidate

CALIBRATION = Calibration((1.0, 0.5, -2.0, 0.25), -0.5, 0.5)
scores = st.lists(st.floats(-50, 50), min_size=1, max_size=5).map(lambda s: sorted(s, reverse=True))


@given(scores, st.integers(0, 4), st.integers(0, 8))
def test_it_is_the_logistic_of_the_signals(found: list[float], missing: int, words: int) -> None:
    rows = [candidate("a", "Text.", score) for score in found]
    expected = -0.5 + found[0] - 2.0 * missing / max(words, 1) + 0.25 * words
    others = sum(math.exp(score - found[0]) for score in found[1:])
    expected += 0.5 * (min(-math.log(others), 10.0) if others else 10.0)
    got = CALIBRATION.confidence(rows, missing, words)
    assert 0 <= got <= 1
    assert got == pytest.approx(0.5 + 0.5 * math.tanh(expected / 2), abs=1e-12)


def test_no_candidate_is_no_confidence() -> None:
    assert CALIBRATION.confidence([], 0, 3) == 0.0


def test_signals() -> None:
    assert signals([3.0, 1.0], 1, 4) == pytest.approx((3.0, 2.0, 0.25, 4.0))
    assert signals([3.0, 1.0, 1.0], 1, 4)[1] == pytest.approx(2.0 - math.log(2))
    assert signals([3.0], 0, 0) == (3.0, 10.0, 0.0, 0.0)


def test_what_ships_fits_together() -> None:
    assert shipped()["reader"]["features"] == list(FEATURES)
    assert len(shipped()["reader"]["weights"]) == len(FEATURES)
    assert len(calibration().weights) == 4
    assert 0 < calibration().threshold < 1
    assert calibration().weights[0] > 0, "a better sentence is a surer answer"
