"""The measures, each a pure function of plain numbers and strings."""

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
    """Whether ``text`` is one of the answers, once both are normalised. Where there is no answer,
    the empty text is the right one (SQuAD 2.0, Rajpurkar et al. 2018)."""
    return normalised(text) in _wanted(answers)


def f1(text: str, answers: Sequence[str]) -> float:
    """The F1 of the normalised words that ``text`` shares with the nearest answer, in [0, 1], as
    SQuAD 2.0's official script counts it. Where there is no answer, 1.0 for the empty text."""
    given = normalised(text).split()
    return max(_word_f1(given, answer.split()) for answer in _wanted(answers))


def holds(text: str, answers: Sequence[str]) -> bool:
    """Whether one of the answers stands in ``text`` as whole words.

    They are compared as SQuAD normalises them, so that "US" stands in "the U.S. Navy", and with
    punctuation as gaps, so that "ten" stands in "ten-year". A Chinese, Japanese or Korean character
    is a word of its own.
    """
    forms = (str.lower, normalised)
    return any(
        bool(wanted := _words(form(answer))) and f" {wanted} " in f" {_words(form(text))} "
        for form in forms
        for answer in answers
    )


def agrees(text: str, answers: Sequence[str]) -> bool:
    """Whether ``text`` says the same as one of the answers, if perhaps at another length: an F1 of
    at least one half, or one of the two stands in the other."""
    return any(
        f1(text, [answer]) >= 0.5 or holds(text, [answer]) or holds(answer, [text])
        for answer in answers
    )


def recall_at(ranks: Sequence[int | None], k: int) -> float:
    """The share of questions with a right passage among the first ``k``. ``ranks`` are those of
    each question's first right passage, from 1; None where there was none. Raises ValueError
    where there is no question."""
    _refuse_empty(ranks)
    return sum(rank is not None and rank <= k for rank in ranks) / len(ranks)


@dataclass(frozen=True, slots=True)
class RiskCoverage:
    """What answering more costs (El-Yaniv and Wiener 2010): float arrays of shape (n,).

    Answering from confidence ``thresholds[i]`` on, descending, answers the share ``coverage[i]``,
    ascending to 1, and the share ``risk[i]`` of these answers is wrong. Questions of one
    confidence are answered together, since no threshold parts them. ``area`` is the mean risk over
    all coverages, in [0, 1], lower is better (Geifman and El-Yaniv 2017).
    """

    coverage: NDArray[np.float64]
    risk: NDArray[np.float64]
    thresholds: NDArray[np.float64]

    @property
    def area(self) -> float:
        """The area under the curve, as steps."""
        return float(np.diff(self.coverage, prepend=0.0) @ self.risk)


def risk_coverage(confidences: Sequence[float], right: Sequence[bool]) -> RiskCoverage:
    """The curve over all thresholds. Raises ValueError where there is no question."""
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
    """How far confidence is from the share that is right, in [0, 1] (Guo et al. 2017): the mean
    gap over ``bins`` bins of equal width, each closed above, weighted by the questions in it.
    Raises ValueError where there is no question."""
    _refuse_empty(confidences)
    chances, hits = np.asarray(confidences, dtype=np.float64), np.asarray(right, dtype=bool)
    place = np.searchsorted(np.arange(1, bins) / bins, chances, side="left")
    gaps = (chances[place == b].sum() - hits[place == b].sum() for b in range(bins))
    return float(sum(map(abs, gaps)) / len(chances))


def auroc(scores: Sequence[float], positive: Sequence[bool]) -> float:
    """The chance that a positive scores higher than a negative, a tie counting half: the area under
    the ROC curve, from ranks (Hanley and McNeil 1982). Raises ValueError where either is absent."""
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
