"""Computes the figures of outcomes, as plain values for JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from pincite.qa.evaluation.metrics import (
    RiskCoverage,
    auroc,
    exact_match,
    expected_calibration_error,
    f1,
    recall_at,
    risk_coverage,
)
from pincite.qa.evaluation.outcomes import Outcome

RECALLS = (1, 5, 10, 50)
_POINTS = 101  # points of the risk-coverage curve that are kept, so that the file is small


def curve(outcomes: Sequence[Outcome]) -> RiskCoverage:
    """Risk against coverage over all questions. Any answer to an unanswerable question is wrong."""
    return risk_coverage([each.confidence for each in outcomes], [each.right for each in outcomes])


def operating_point(outcomes: Sequence[Outcome], threshold: float) -> tuple[float, float | None]:
    """The share of all questions that are answered at the threshold, and the share of these answers
    that are wrong; None if no question is answered."""
    given = [each for each in outcomes if each.answered(threshold)]
    return len(given) / len(outcomes), _share([not each.right for each in given])


def figures(outcomes: Sequence[Outcome], threshold: float, searched: bool) -> dict[str, Any]:
    """All figures of one or more questions; None for a figure that has no questions.

    Shares, EM, F1 and AUROC are in [0, 1], times are in milliseconds. ``searched`` says whether
    there was a search, so that recall can be measured.
    """
    can = [each for each in outcomes if each.asked.answers]
    cannot = [each for each in outcomes if not each.asked.answers]
    confidences, right = [o.confidence for o in outcomes], [o.right for o in outcomes]
    coverage, risk = operating_point(outcomes, threshold)
    said = [(o.text if o.answered(threshold) else "", o.asked.answers) for o in outcomes]
    return {
        "questions": len(outcomes),
        "answerable": len(can),
        "unanswerable": len(cannot),
        "threshold": threshold,
        "exact_match": _share([exact_match(o.text, o.asked.answers) for o in can]),
        "f1": _share([f1(o.text, o.asked.answers) for o in can]),
        "citation_accuracy": _share([o.cited for o in can]),
        "answer_accuracy": _share([o.right for o in can]),
        "at_threshold": {
            "answered_of_answerable": _share([o.answered(threshold) for o in can]),
            "right_of_answered_answerable": _share([o.right for o in can if o.answered(threshold)]),
            "cited_of_answered_answerable": _share([o.cited for o in can if o.answered(threshold)]),
            "refused_of_unanswerable": _share([not o.answered(threshold) for o in cannot]),
            "exact_match": _share([exact_match(*each) for each in said]),
            "f1": _share([f1(*each) for each in said]),
            "coverage": coverage,
            "risk": risk,
        },
        "auroc": auroc(confidences, [bool(o.asked.answers) for o in outcomes])
        if can and cannot
        else None,
        "expected_calibration_error": expected_calibration_error(confidences, right),
        "risk_coverage": _thinned(curve(outcomes)),
        "recall": {str(k): recall_at([o.rank for o in can], k) for k in RECALLS}
        if searched and can
        else None,
        "latency_ms": {
            f"p{p}": float(np.percentile([each.ms for each in outcomes], p)) for p in (50, 95)
        },
    }


def _share(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None


def _thinned(whole: RiskCoverage) -> dict[str, Any]:
    last = len(whole.coverage) - 1
    kept = np.unique(np.linspace(0, last, min(_POINTS, last + 1)).round().astype(int))
    return {
        "area": whole.area,
        "coverage": whole.coverage[kept].tolist(),
        "risk": whole.risk[kept].tolist(),
        "threshold": whole.thresholds[kept].tolist(),
    }
