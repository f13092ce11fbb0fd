"""From a question's candidates to one probability, and the threshold for an answer.

The probability is a logistic regression (Platt 1999) over the best candidate's score, its margin
over the others, and the question's words: how many, and how many that no article holds. Weights
and threshold are fitted and measured on questions of our own
(``python -m qa.training.fit_sentences``) and kept in ``qa/weights/sentences.json``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from corpus.errors import ModelError
from qa.types import Candidate

_WEIGHTS = "sentences.json"
_SURE = 10.0


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic regression over ``signals``, and the threshold that goes with it."""

    weights: tuple[float, ...]
    bias: float
    threshold: float

    def confidence(self, candidates: Sequence[Candidate], missing: int, words: int) -> float:
        """The probability, in [0, 1], that the best candidate answers the question.

        ``candidates`` are best first; ``missing`` of the question's ``words`` occur nowhere.
        """
        if not candidates:
            return 0.0
        found = signals([candidate.score for candidate in candidates], missing, words)
        return _sigmoid(self.bias + sum(w * x for w, x in zip(self.weights, found, strict=True)))


def signals(scores: Sequence[float], missing: int, words: int) -> tuple[float, ...]:
    """What confidence is told: the best score; its margin over the others taken together (its
    log-odds of being the best, were the scores a conditional logit's; at most 10); the share of
    the question's words that occur nowhere; how many words it has. ``scores`` are at least one,
    best first."""
    others = sum(math.exp(score - scores[0]) for score in scores[1:])
    margin = min(-math.log(others), _SURE) if others > 0 else _SURE
    return scores[0], margin, missing / max(words, 1), float(words)


@cache
def shipped() -> dict[str, Any]:
    """The weights that ship: ``reader`` and ``confidence``. Raises ModelError if unreadable."""
    place = files("qa.weights") / _WEIGHTS
    try:
        found: dict[str, Any] = json.loads(place.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"{place}: cannot be read ({error}); install Pincite again") from error
    return found


def calibration() -> Calibration:
    """The calibration that ships."""
    values = shipped()["confidence"]
    return Calibration(tuple(values["weights"]), values["bias"], values["threshold"])


def _sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))
