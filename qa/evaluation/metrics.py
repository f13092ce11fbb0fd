"""The metrics, each a pure function of numbers and strings."""

from __future__ import annotations

import re
import string
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pincite.index.engines.folding import IDEOGRAPH

_PUNCTUATION = str.maketrans("", "", string.punctuation)
_ARTICLES = re.compile(r"\b(a|an|the)\b")
_WORD = re.compile(rf"[{IDEOGRAPH}]|(?:(?![{IDEOGRAPH}])\w)+")


def normalised(text: str) -> str:
    """The text as SQuAD's official script compares it (Rajpurkar et al. 2016): lower case, without
    ASCII punctuation and without the words a, an and the, white space collapsed."""
    return " ".join(_ARTICLES.sub(" ", text.lower().translate(_PUNCTUATION)).split())


def exact_match(text: str, answers: Sequence[str]) -> bool:
    """Whether ``text`` is one of the answers, after both are normalised. If there is no answer, the
    empty text is right (SQuAD 2.0, Rajpurkar et al. 2018)."""
    return normalised(text) in _wanted(answers)


def f1(text: str, answers: Sequence[str]) -> float:
    """The F1 of the normalised words that ``text`` shares with the most similar answer, in [0, 1],
    as SQuAD 2.0's official script counts it. If there is no answer, 1.0 for the empty text."""
    given = normalised(text).split()
    return max(_word_f1(given, answer.split()) for answer in _wanted(answers))


def holds(text: str, answers: Sequence[str]) -> bool:
    """Whether ``text`` contains one of the answers as whole words.

    They are compared as SQuAD normalises them, so that "the U.S. Navy" contains "US", and with
    punctuation as gaps, so that "ten-year" contains "ten". Each Chinese, Japanese or Korean
    character is a word.
    """
    forms = (str.lower, normalised)
    return any(
        bool(wanted := _words(form(answer))) and f" {wanted} " in f" {_words(form(text))} "
        for form in forms
        for answer in answers
    )


def agrees(text: str, answers: Sequence[str]) -> bool:
    """Whether ``text`` says the same as one of the answers, perhaps in more or fewer words: their
    F1 is at least one half, or one contains the other."""
    return any(
        f1(text, [answer]) >= 0.5 or holds(text, [answer]) or holds(answer, [text])
        for answer in answers
    )


def recall_at(ranks: Sequence[int | None], k: int) -> float:
    """The share of questions with a right passage among the first ``k``. ``ranks`` has, for each
    question, the rank of its first right passage, from 1, or None. Raises ValueError if there is no
    question."""
    _refuse_empty(ranks)
    return sum(rank is not None and rank <= k for rank in ranks) / len(ranks)


@dataclass(frozen=True, slots=True)
class RiskCoverage:
    """The risk-coverage curve (El-Yaniv and Wiener 2010): float arrays of shape (n,).

    At the threshold ``thresholds[i]`` (descending), the share ``coverage[i]`` (ascending to 1) of
    the questions is answered, and the share ``risk[i]`` of these answers is wrong. Questions of
    equal confidence are one point, since no threshold separates them. ``area`` is the mean risk
    over all coverages, in [0, 1]; lower is better (Geifman and El-Yaniv 2017).
    """

    coverage: NDArray[np.float64]
    risk: NDArray[np.float64]
    thresholds: NDArray[np.float64]

    @property
    def area(self) -> float:
        """The area under the curve, which is a step function."""
        return float(np.diff(self.coverage, prepend=0.0) @ self.risk)


def risk_coverage(confidences: Sequence[float], right: Sequence[bool]) -> RiskCoverage:
    """The curve over all thresholds. Raises ValueError if there is no question."""
    _refuse_empty(confidences)
    chances = np.asarray(confidences, dtype=np.float64)
    order = np.argsort(-chances, kind="stable")
    sure = chances[order]
    wrong = np.cumsum(~np.asarray(right, dtype=bool)[order])
    last = np.flatnonzero(np.append(sure[1:] != sure[:-1], True))
    return RiskCoverage((last + 1) / len(sure), wrong[last] / (last + 1), sure[last])


def expected_calibration_error(
    confidences: Sequence[float], right: Sequence[bool], bins: int = 10
) -> float:
    """The mean gap between confidence and the share that is right, in [0, 1] (Guo et al. 2017),
    over ``bins`` bins of equal width, each closed above and weighted by its number of questions.
    Raises ValueError if there is no question."""
    _refuse_empty(confidences)
    chances, hits = np.asarray(confidences, dtype=np.float64), np.asarray(right, dtype=bool)
    place = np.searchsorted(np.arange(1, bins) / bins, chances, side="left")
    gaps = (chances[place == b].sum() - hits[place == b].sum() for b in range(bins))
    return float(sum(map(abs, gaps)) / len(chances))


def auroc(scores: Sequence[float], positive: Sequence[bool]) -> float:
    """The probability that a positive scores higher than a negative, where a tie counts half: the
    area under the ROC curve, from ranks (Hanley and McNeil 1982). Raises ValueError if there are no
    positives or no negatives."""
    yes = np.asarray(positive, dtype=bool)
    ones, zeros = int(yes.sum()), int((~yes).sum())
    if not ones or not zeros:
        raise ValueError(f"{ones} positive and {zeros} negative; expected at least one of each")
    _, place, counts = np.unique(
        np.asarray(scores, dtype=np.float64), return_inverse=True, return_counts=True
    )
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[place]
    return float((ranks[yes].sum() - ones * (ones + 1) / 2) / (ones * zeros))


def _wanted(answers: Sequence[str]) -> list[str]:
    return [short for short in map(normalised, answers) if short] or [""]


def _word_f1(given: list[str], wanted: list[str]) -> float:
    if not given or not wanted:
        return float(given == wanted)
    shared = sum(min(given.count(word), wanted.count(word)) for word in set(given))
    return 2 * shared / (len(given) + len(wanted))


def _words(text: str) -> str:
    return " ".join(_WORD.findall(text))


def _refuse_empty(values: Sequence[object]) -> None:
    if not len(values):
        raise ValueError("no question; expected at least one")
