"""From a question's candidates to one probability an answer, and the threshold for saying it.

The probability is a logistic regression (Platt 1999) over what the reader, the retriever and the
words say, fitted and measured on questions of our own (``python -m
pincite.qa.training.fit_confidence``) and kept in ``qa/weights/confidence.json``.
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
from pincite.index.engines.lexical import ENGLISH, asked_terms, terms
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
    """A logistic regression over ``SIGNALS``, and the threshold that goes with it."""

    weights: tuple[float, ...]
    bias: float
    threshold: float

    def confidences(self, told: Sequence[Sequence[float]]) -> list[float]:
        """The probability, in [0, 1], that each answer is right, by what is told of it: a row of
        ``signals`` an answer."""
        return [
            _sigmoid(self.bias + sum(w * x for w, x in zip(self.weights, row, strict=True)))
            for row in told
        ]


def signals(
    question: str, groups: Sequence[Sequence[Candidate]], missing: int
) -> list[tuple[float, ...]]:
    """What confidence is told of each answer: a row a group, in the order of ``SIGNALS``.

    The margin is the answer's log-odds of being the best, were the scores a conditional logit's,
    from -10 to 10; the shares are from 0 to 1.
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
    """What is read for a hit, title, headings and passage, and the day of its article."""
    above, day = context(hit.article, hit.passage.span), hit.article.published or ""
    return f"{hit.article.title} {above} {rendering(hit.article, hit.passage).text} {day}"


def _covered(asked: set[str], text: str, language: str) -> float:
    return len(asked & set(terms(text, language))) / len(asked) if asked else 0.0


def _sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))
