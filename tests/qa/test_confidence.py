"""The confidence of each answer, as a function, and the numbers that ship."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pincite.qa.answering.confidence import SIGNALS, Calibration, calibration, signals
from pincite.qa.types import Candidate
from tests.support.candidates import candidate

WEIGHTS = (1.0, 0.5, 0.25, 0.1, 0.2, -2.0, 0.3, 0.4, 0.15, 0.35, -0.45, -0.6)
CALIBRATION = Calibration(WEIGHTS, -0.5, 0.5)
scores = st.lists(st.floats(-50, 50), min_size=1, max_size=5).map(lambda s: sorted(s, reverse=True))


def groups(*best: float) -> list[list[Candidate]]:
    return [[candidate("a", "Text.", score)] for score in best]


def named(rows: Sequence[tuple[float, ...]], name: str) -> list[float]:
    return [row[SIGNALS.index(name)] for row in rows]


@given(scores, st.integers(0, 8))
def test_confidence_is_the_logistic_of_the_signals(found: list[float], missing: int) -> None:
    question = "Which pilot line opens in October?"
    rows = signals(question, groups(*found), missing)
    got = CALIBRATION.confidences(rows)
    assert len(got) == len(rows) == len(found)
    for chance, row in zip(got, rows, strict=True):
        told = -0.5 + sum(w * x for w, x in zip(WEIGHTS, row, strict=True))
        assert 0 <= chance <= 1
        assert chance == pytest.approx(0.5 + 0.5 * math.tanh(told / 2), abs=1e-12)


@given(scores)
def test_the_margin_signal_is_the_log_odds_of_being_best(found: list[float]) -> None:
    margins = named(signals("Q?", groups(*found), 0), "margin over the other answers")
    total = [math.exp(score - max(found)) for score in found]
    for n, margin in enumerate(margins):
        assert -10 <= margin <= 10
        others = sum(total) - total[n]
        odds = total[n] / others if others > 1e-12 else math.inf
        if math.exp(-9.9) < odds < math.exp(9.9):
            assert margin == pytest.approx(math.log(odds), abs=1e-6)


def test_no_answers_give_no_confidences() -> None:
    assert CALIBRATION.confidences([]) == []


def test_signals_match_a_worked_example() -> None:
    text = "The pilot line will be ready in October."
    said = [candidate("a", text, 3.0, "October"), candidate("b", text, 1.0, "October")]
    rows = signals("When is the pilot line hollow?", [said, *groups(2.0)], 1)
    assert named(rows, "reader's score") == [3.0, 2.0]
    assert named(rows, "margin over the other answers") == pytest.approx([1.0, -1.0])
    assert named(rows, "places that give the answer") == pytest.approx([math.log(2), 0.0])
    assert named(rows, "share of the question's words found nowhere") == pytest.approx([1 / 3] * 2)
    share = named(rows, "share of the question's words in the sentence")
    assert share == pytest.approx([2 / 3, 0.0])
    kind = named(rows, "holds the kind of answer asked for")
    assert kind[0] > kind[1], "October is a time, and When asks for one"


def test_the_shipped_calibration_is_consistent() -> None:
    shipped = calibration()
    assert len(shipped.weights) == len(SIGNALS)
    assert 0 < shipped.threshold < 1
    assert shipped.weights[0] > 0, "a better score is a surer answer"
