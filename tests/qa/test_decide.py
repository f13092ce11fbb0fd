"""Which answer is given: the surest one with its rivals, or none."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pincite.index.retrieval.retriever import Retrieved
from pincite.qa.answering.cite import grouped
from pincite.qa.answering.confidence import SIGNALS, Calibration, signals
from pincite.qa.answering.decide import NEAR, decide
from pincite.qa.types import Answer, Candidate
from tests.support.candidates import said

# confidence is the logistic of the reader's score alone
PLAIN = Calibration((1.0, *[0.0] * (len(SIGNALS) - 1)), 0.0, 0.5)


def decided(*scores: float, threshold: float = 0.3, limit: int = 3) -> Answer:
    found = said("red", "blue", "green", "grey")[: len(scores)]
    scored = [type(c)(c.hit, c.sentence, c.answer, s) for c, s in zip(found, scores, strict=True)]
    return said_of(scored, PLAIN, threshold, limit)


def said_of(
    scored: Sequence[Candidate], calibration: Calibration, threshold: float, limit: int
) -> Answer:
    groups = grouped(scored)
    chances = calibration.confidences(signals("Which?", groups, 0))
    found = Retrieved((), missing=("which",))
    return decide("Which?", found, groups, chances, threshold=threshold, limit=limit)


def test_different_answers_are_shown_surest_first() -> None:
    found = decided(1.0, 0.9, 0.8)
    assert [c.text for c in found.citations] == ["red", "blue", "green"]
    assert (found.text, found.missing) == ("red", ("which",))
    assert found.confidence == found.citations[0].confidence == pytest.approx(0.731, abs=1e-3)
    assert [c.text for c in decided(1.0, 0.9, 0.8, limit=2).citations] == ["red", "blue"]


def test_a_rival_much_less_probable_is_not_shown() -> None:
    assert [c.text for c in decided(3.0, -0.2).citations] == ["red"]
    assert [c.text for c in decided(3.0, 0.0).citations] == ["red", "blue"]
    assert NEAR == 0.5


def test_below_the_threshold_only_the_confidence_is_given() -> None:
    found = decided(-1.0, -2.0)
    assert not found.found
    assert found.text == ""
    assert found.confidence == pytest.approx(0.269, abs=1e-3)
    assert decided(-1.0, -2.0, threshold=0.2).text == "red"


def test_answers_are_sorted_by_confidence() -> None:
    backwards = Calibration((-1.0, *[0.0] * (len(SIGNALS) - 1)), 0.0, 0.5)
    found = said_of(said("red", "blue"), backwards, 0.0, 3)
    assert found.text == "blue"


def test_no_candidates_gives_not_found() -> None:
    nothing = decided()
    assert (nothing.found, nothing.confidence, nothing.text) == (False, 0.0, "")
