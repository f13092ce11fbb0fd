"""The confidence of each answer, and the threshold from which it is given.

The confidence is a logistic regression (Platt 1999) over signals from the reader, the retriever and
the words. ``python -m pincite.qa.training.fit_confidence`` fits and measures it on our own
questions; ``qa/weights/confidence.json`` holds the result.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pincite.corpus.errors import ModelError
from pincite.corpus.passages.rendering import context, rendering
from pincite.index.engines.lexical import ENGLISH, asked_terms, terms_in
from pincite.index.retrieval.hit import Hit
from pincite.qa.answering.particulars import names_missing, said_in, years_agree
from pincite.qa.answering.question_kinds import holds, kind
from pincite.qa.types import Candidate

SIGNALS = (
    "reader's score",
    "margin over the other answers",
    "places that give the answer",
    "rank of the passage",
    "similarity of the passage",
    "share of the question's words found nowhere",
    "share of the question's words in the sentence",
    "share of the question's words in the passage and its title",
    "holds the kind of answer asked for",
    "agrees with the years of the question",
    "share of the question's names not in the passage and its title",
    "share of the answer's words that the question says",
)
_WEIGHTS = "confidence.json"
_SURE = 10.0


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic regression over ``SIGNALS``, and its threshold."""

    weights: tuple[float, ...]
    bias: float
    threshold: float

    def confidences(self, rows: Sequence[Sequence[float]]) -> list[float]:
        """The probability, in [0, 1], that each answer is right. ``rows`` has a row of ``signals``
        for each answer."""
        return [
            _sigmoid(self.bias + sum(w * x for w, x in zip(self.weights, row, strict=True)))
            for row in rows
        ]


def signals(
    question: str, groups: Sequence[Sequence[Candidate]], missing: int
) -> list[tuple[float, ...]]:
    """The signals of each answer: a row for each group, in the order of ``SIGNALS``.

    The margin is the answer's log-odds of being the best, if the scores are taken as those of a
    conditional logit; it is from -10 to 10. The shares are from 0 to 1.
    """
    in_english = asked_terms(question)
    wanted = kind(question)
    scores = [group[0].score for group in groups]
    rows: list[tuple[float, ...]] = []
    for n, group in enumerate(groups):
        best = group[0]
        text, language = best.hit.article.text, best.hit.article.language or ENGLISH
        asked, around = asked_terms(question, language), _shown(best.hit)
        sentence, answer = best.sentence.of(text), best.answer.of(text)
        rows.append(
            (
                max(min(best.score, 2 * _SURE), -2 * _SURE),
                _margin(scores, n),
                math.log(len(group)),
                1.0 / min(best.hit.dense_rank or 50, best.hit.lexical_rank or 50),
                best.hit.similarity,
                missing / max(len(in_english), 1),
                _covered(asked, sentence, language),
                _covered(asked, around, language),
                holds(answer, wanted),
                years_agree(question, sentence, around),
                names_missing(question, around),
                said_in(question, answer),
            )
        )
    return rows


@cache
def calibration() -> Calibration:
    """The calibration that ships. Raises ModelError if it is unreadable."""
    place = files("pincite.qa.weights") / _WEIGHTS
    try:
        values = json.loads(place.read_text(encoding="utf-8"))
        if values["signals"] != list(SIGNALS) or len(values["weights"]) != len(SIGNALS):
            raise ValueError("it was fitted for other signals")
        return Calibration(tuple(values["weights"]), values["bias"], values["threshold"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{place}: cannot be read ({error}); install Pincite again") from error


def _margin(scores: Sequence[float], n: int) -> float:
    others = sum(math.exp(min(s - scores[n], 50.0)) for at, s in enumerate(scores) if at != n)
    return max(min(-math.log(others), _SURE), -_SURE) if others > 0 else _SURE


def _shown(hit: Hit) -> str:
    """The text that is read for a hit (title, headings, passage), and its article's date."""
    above, day = context(hit.article, hit.passage.span), hit.article.published or ""
    return f"{hit.article.title} {above} {rendering(hit.article, hit.passage).text} {day}"


def _covered(asked: set[str], text: str, language: str) -> float:
    return len(asked & terms_in(text, language)) / len(asked) if asked else 0.0


def _sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))
