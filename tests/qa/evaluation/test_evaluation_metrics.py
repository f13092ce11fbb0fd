"""The measures, against numbers worked out by hand and against brute force."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pincite.qa.evaluation.metrics import (
    agrees,
    auroc,
    exact_match,
    expected_calibration_error,
    f1,
    holds,
    normalised,
    recall_at,
    risk_coverage,
)

CHANCES = st.floats(0, 1) | st.sampled_from([0.0, 0.1, 0.3, 0.5, 1.0])
JUDGED = st.lists(st.tuples(CHANCES, st.booleans()), min_size=1, max_size=40)


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("The  Eiffel\tTower!", "eiffel tower"),
        ("an apple, a day", "apple day"),
        ("Theatre and another", "theatre and another"),
        ("U.S. dollars", "us dollars"),
        ("ten-year-old", "tenyearold"),
        ("CAFÉ Über", "café über"),
        ("“quoted”", "“quoted”"),  # the official script knows ASCII punctuation alone
        ("5,000 %", "5000"),
        ("the", ""),
        ("", ""),
    ],
)
def test_text_is_normalised_as_in_the_official_script(text: str, short: str) -> None:
    assert normalised(text) == short


@pytest.mark.parametrize(
    ("text", "answers", "exact", "overlap"),
    [
        ("The Eiffel Tower.", ["eiffel tower"], True, 1.0),
        ("Tower of Paris", ["Eiffel Tower", "tower in Paris"], False, 2 * 2 / 6),
        ("blue", ["red"], False, 0.0),
        ("to be to be", ["be to"], False, 2 * 2 / 6),  # a repeated word counts as often as wanted
        ("be be be", ["be"], False, 2 * 1 / 4),
        ("", [], True, 1.0),  # 2.0: no answer is expected and none given
        ("something", [], False, 0.0),
        ("", ["something"], False, 0.0),
        ("the", ["a"], True, 1.0),  # both are empty once normalised
    ],
)
def test_exact_match_and_f1(text: str, answers: list[str], exact: bool, overlap: float) -> None:
    assert exact_match(text, answers) is exact
    assert f1(text, answers) == pytest.approx(overlap)


@given(st.text(), st.lists(st.text(), max_size=3))
def test_an_exact_match_has_an_f1_of_one(text: str, answers: list[str]) -> None:
    assert 0 <= f1(text, answers) <= 1
    if exact_match(text, answers):
        assert f1(text, answers) == 1


@pytest.mark.parametrize(
    ("text", "answer", "stands"),
    [
        ("It opened in 2016.", "2016", True),
        ("It opened in 2016.", "16", False),
        ("It opened in 2016.", "201", False),
        ("a ten-year plan", "ten", True),
        ("a ten-year plan", "ten year", True),
        ("the U.S. Navy", "US", True),
        ("the US Navy", "U.S.", True),
        ("He called it “grand”.", "grand", True),
        ("the harbour of the city", "harbour of a city", True),
        ("Vitamin A helps.", "A", True),
        ("Vitamin C helps.", "A", False),
        ("國立臺灣大學在臺北。", "臺灣大學", True),
        ("國立臺灣大學在臺北。", "高雄", False),
        ("anything", "", False),
        ("—", "—", False),
    ],
)
def test_holds_compares_whole_words(text: str, answer: str, stands: bool) -> None:
    assert holds(text, [answer]) is stands
    assert holds(text, ["never there", answer]) is stands


def test_unanswerable_questions_match_no_text() -> None:
    assert not holds("anything", [])
    assert not agrees("anything", [])
    assert not agrees("", ["anything"])


@pytest.mark.parametrize(
    ("text", "says_so"),
    [
        ("on 15 April 2019", True),
        ("2019", True),
        ("on the evening of 15 April 2019, a Monday", True),
        ("15 May 2018", False),
        ("2018", False),
    ],
)
def test_longer_and_shorter_answers_agree(text: str, says_so: bool) -> None:
    assert agrees(text, ["15 April 2019"]) is says_so


def test_recall_counts_found_sources() -> None:
    ranks = [1, None, 3, 10, 11]
    assert [recall_at(ranks, k) for k in (1, 5, 10, 50)] == [0.2, 0.4, 0.6, 0.8]


def test_risk_coverage_matches_a_worked_example() -> None:
    curve = risk_coverage([0.9, 0.5, 0.7, 0.5], [True, True, False, False])
    assert curve.thresholds.tolist() == [0.9, 0.7, 0.5]
    assert curve.coverage.tolist() == [0.25, 0.5, 1.0]
    assert curve.risk.tolist() == [0.0, 0.5, 0.5]
    assert curve.area == pytest.approx(0.25 * 0 + 0.25 * 0.5 + 0.5 * 0.5)


@given(JUDGED)
def test_risk_coverage_matches_every_threshold(judged: list[tuple[float, bool]]) -> None:
    curve = risk_coverage([c for c, _ in judged], [r for _, r in judged])
    assert (curve.coverage[1:] > curve.coverage[:-1]).all()
    assert curve.coverage[-1] == 1
    assert curve.risk[-1] == pytest.approx(sum(not r for _, r in judged) / len(judged))
    assert curve.thresholds.tolist() == sorted({c for c, _ in judged}, reverse=True)
    for threshold, coverage, risk in zip(curve.thresholds, curve.coverage, curve.risk, strict=True):
        given_ = [r for c, r in judged if c >= threshold]
        assert coverage == pytest.approx(len(given_) / len(judged))
        assert risk == pytest.approx(given_.count(False) / len(given_))


@given(st.lists(st.tuples(CHANCES, st.booleans()), min_size=2, max_size=40))
def test_auroc_counts_pairs(judged: list[tuple[float, bool]]) -> None:
    ones, zeros = ([c for c, yes in judged if yes is side] for side in (True, False))
    scores, positive = [c for c, _ in judged], [yes for _, yes in judged]
    if not ones or not zeros:
        with pytest.raises(ValueError, match="at least one of each"):
            auroc(scores, positive)
        return
    won = sum((a > b) + 0.5 * (a == b) for a in ones for b in zeros)
    assert auroc(scores, positive) == pytest.approx(won / (len(ones) * len(zeros)))


def test_calibration_error_matches_a_worked_example() -> None:
    # (0.6, 0.7] holds 0.65 and 0.7, one right; (0.9, 1.0] holds 1.0, wrong; [0, 0.1] holds 0, wrong
    error = expected_calibration_error([0.65, 0.7, 1.0, 0.0], [True, False, False, False])
    assert error == pytest.approx((abs(0.675 - 0.5) * 2 + 1.0 + 0.0) / 4)


def test_calibration_bins_include_their_upper_bound() -> None:
    # 0.3 and 0.31 lie in two bins, each off by its own; 0.3 and 0.29 in one, where they cancel
    assert expected_calibration_error([0.3, 0.31], [False, True]) == pytest.approx((0.3 + 0.69) / 2)
    assert expected_calibration_error([0.3, 0.29], [False, True]) == pytest.approx(0.41 / 2)


@given(JUDGED)
def test_calibration_error_is_between_zero_and_one(judged: list[tuple[float, bool]]) -> None:
    confidences, right = [c for c, _ in judged], [r for _, r in judged]
    assert 0 <= expected_calibration_error(confidences, right) <= 1
    # with one bin, it is the gap of the means
    assert expected_calibration_error(confidences, right, bins=1) == pytest.approx(
        abs(sum(confidences) - sum(right)) / len(judged)
    )


def test_figures_of_no_questions_are_refused() -> None:
    for measure in (
        lambda: recall_at([], 1),
        lambda: risk_coverage([], []),
        lambda: expected_calibration_error([], []),
    ):
        with pytest.raises(ValueError, match="at least one"):
            measure()
