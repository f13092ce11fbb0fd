"""Fits the sentence reader and its confidence on our own questions and prints what they achieve.

    python -m qa.training.fit_sentences            fit on dev_questions, write qa/weights, measure
    python -m qa.training.fit_sentences --measure  only measure the weights that ship

The reader is a conditional logit (McFadden 1974): which of a question's sentences is the right one.
The confidence is a logistic regression over the signals of its candidates. Both with an L2 penalty.
The questions are those of ``tests/data``, asked over the sample articles: fitted on
``dev_questions.jsonl`` alone, ``heldout_questions.jsonl`` is only measured. Figures for the dev
questions are cross-validated, the folds drawn by article, so that no figure is of a question whose
article was fitted on.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from corpus.article import Span
from index.build import rebuild
from index.encoder import SentenceEncoder
from index.hit import Hit
from index.lexical import content_words
from index.search import Retriever
from index.snapshot import Snapshot
from qa.confidence import Calibration, calibration, shipped, signals
from qa.reader import FEATURES, SentenceReader, inverse_frequency

ROOT = Path(__file__).parents[2]
QUESTIONS = ROOT / "tests" / "data"
WEIGHTS = ROOT / "qa" / "weights" / "sentences.json"
FOLDS = 5
HITS = 10

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """A question with the features of its sentences, and which of them are right (1), wrong (0)
    or not to be judged, because another article says the same (-1)."""

    id: str
    group: str
    kind: str
    features: Floats
    labels: NDArray[np.int64]
    missing: int
    words: int


@dataclass(frozen=True, slots=True)
class Fit:
    """A fitted reader and confidence."""

    reader: Floats
    confidence: Calibration


def examples(name: str, retriever: Retriever, reader: SentenceReader) -> list[Example]:
    """The questions of one file, retrieved and turned into features."""
    lines = (QUESTIONS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    asked = [json.loads(line) for line in lines]
    questions = [each["question"] for each in asked]
    hits = retriever.search(questions, HITS)
    lexical = retriever.snapshot.lexical
    return [
        Example(
            id=each["id"],
            group=each.get("article") or each["id"],
            kind="answerable" if each["answers"] else each["why"],
            features=features,
            labels=np.array([_label(each, hit, span) for hit, span in places], dtype=np.int64),
            missing=len(lexical.missing(each["question"])),
            words=len(content_words(each["question"])),
        )
        for each, (places, features) in zip(asked, reader.features(questions, hits), strict=True)
    ]


def _label(asked: dict[str, Any], hit: Hit, span: Span) -> int:
    if not asked["answers"]:
        return 0
    text = hit.article.text
    says_so = any(answer.lower() in span.of(text).lower() for answer in asked["answers"])
    if _is_from(hit, asked["article"]):
        gold = text.find(asked["sentence"])
        stands = gold >= 0 and span.overlaps(Span(gold, gold + len(asked["sentence"])))
        return int(stands or says_so)
    return -1 if says_so else 0


def _is_from(hit: Hit, file: str) -> bool:
    return Path(hit.article.source.partition("#")[0]).name == file


def fit(rows: Sequence[Example], threshold: float = 0.5) -> Fit:
    """Reader and confidence, fitted on the same questions."""
    weights = _conditional_logit([row for row in rows if (row.labels == 1).any()])
    told = np.array([_signals(row, weights) for row in rows])
    right = np.array([_right(row, weights) for row in rows])
    platt = LogisticRegression(C=1.0, max_iter=1000).fit(told, right)
    found = tuple(float(w) for w in platt.coef_[0])
    return Fit(weights, Calibration(found, float(platt.intercept_[0]), threshold))


def _conditional_logit(rows: Sequence[Example], penalty: float = 0.002) -> Floats:
    """The weights under which the right sentences are likeliest among all of their question's."""

    def loss(weights: Floats) -> tuple[float, Floats]:
        total, slope = penalty * weights @ weights, 2 * penalty * weights
        for row in rows:
            judged = row.labels >= 0
            features, right = row.features[judged], row.labels[judged] == 1
            scores = features @ weights
            chances = np.exp(scores - scores.max())
            chances /= chances.sum()
            hit = chances[right].sum()
            total -= np.log(hit) / len(rows)
            slope -= ((chances * right / hit) @ features - chances @ features) / len(rows)
        return float(total), slope

    start = np.zeros(len(FEATURES))
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B").x)


def _threshold(chances: Floats, right: NDArray[np.int64]) -> float:
    """Where most is gained, if a wrong answer costs half of what a right one gains."""
    grid = np.round(np.arange(0.05, 0.95, 0.01), 2)
    gain = [(1.5 * right[chances >= t] - 0.5).sum() for t in grid]
    return float(grid[int(np.argmax(gain))])


def _signals(row: Example, weights: Floats) -> tuple[float, ...]:
    scores = sorted((row.features @ weights).tolist(), reverse=True)
    return signals(scores, row.missing, row.words)


def _right(row: Example, weights: Floats) -> int:
    # a sentence of another article that says the same is right to cite
    return int(row.labels[int(np.argmax(row.features @ weights))] != 0)


def predict(rows: Sequence[Example], model: Fit) -> tuple[Floats, NDArray[np.int64]]:
    """The confidence for each question, and whether its best sentence is right."""
    told = np.array([_signals(row, model.reader) for row in rows])
    logits = told @ np.array(model.confidence.weights) + model.confidence.bias
    right = np.array([_right(row, model.reader) for row in rows])
    return 1 / (1 + np.exp(-logits)), right


def cross_validated(rows: Sequence[Example]) -> tuple[Floats, NDArray[np.int64]]:
    """``predict`` for each question by a model that saw no question on the same article."""
    groups = sorted({row.group for row in rows})
    order = np.random.default_rng(0).permutation(len(groups))
    fold = {groups[g]: place % FOLDS for place, g in enumerate(order)}
    chances, right = np.zeros(len(rows)), np.zeros(len(rows), dtype=np.int64)
    for held in range(FOLDS):
        inside = [row for row in rows if fold[row.group] != held]
        at = [i for i, row in enumerate(rows) if fold[row.group] == held]
        chances[at], right[at] = predict([rows[i] for i in at], fit(inside))
    return chances, right


def table(
    name: str, rows: Sequence[Example], chances: Floats, right: NDArray[np.int64], threshold: float
) -> Iterator[str]:
    """The figures, a line each."""
    kinds = np.array([row.kind for row in rows])
    answerable = kinds == "answerable"
    answered = chances >= threshold
    yield f"{name}: {answerable.sum()} answerable, {(~answerable).sum()} unanswerable"
    yield f"  right sentence first         {right[answerable].mean():.3f} of the answerable"
    yield f"  answered                     {answered[answerable].mean():.3f} of the answerable"
    yield f"  right where answered         {right[answerable & answered].mean():.3f}"
    yield f"  refused, near the articles   {(~answered)[kinds == 'near'].mean():.3f}"
    yield f"  refused, far from them       {(~answered)[kinds == 'far'].mean():.3f}"
    yield f"  AUROC, answerable or not     {roc_auc_score(answerable, chances):.3f}"
    yield f"  expected calibration error   {_calibration_error(chances, right):.3f}"


def _calibration_error(chances: Floats, right: NDArray[np.int64], bins: int = 10) -> float:
    """Expected calibration error (Guo et al. 2017), ten bins of equal width."""
    place = np.minimum((chances * bins).astype(int), bins - 1)
    gaps = [
        (place == b).mean() * abs(chances[place == b].mean() - right[place == b].mean())
        for b in range(bins)
        if (place == b).any()
    ]
    return float(sum(gaps))


def _prepared(folder: Path) -> tuple[Retriever, SentenceReader]:
    encoder = SentenceEncoder.load()
    rebuild(folder, [ROOT / "corpus" / "samples"], encoder)
    snapshot = Snapshot.open(folder)
    idf = inverse_frequency(snapshot.lexical.frequency, len(snapshot.lexical))
    return Retriever(snapshot, encoder), SentenceReader(encoder, idf, [0.0] * len(FEATURES))


def _write(model: Fit) -> None:
    numbers = {
        "reader": {
            "features": FEATURES,
            "weights": [round(float(w), 4) for w in model.reader],
        },
        "confidence": {
            "signals": ["best score", "margin", "share of words found nowhere", "words"],
            "weights": [round(w, 4) for w in model.confidence.weights],
            "bias": round(model.confidence.bias, 4),
            "threshold": model.confidence.threshold,
        },
    }
    WEIGHTS.write_text(json.dumps(numbers, indent=2) + "\n", encoding="utf-8")


def main() -> None:
    """Fits, writes and prints; or only measures what ships."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--measure", action="store_true")
    only_measure = parser.parse_args().measure
    with tempfile.TemporaryDirectory() as folder:
        retriever, reader = _prepared(Path(folder))
        dev, heldout = (
            examples(name, retriever, reader) for name in ("dev_questions", "heldout_questions")
        )
    lines: list[str] = []
    if not only_measure:
        chances, right = cross_validated(dev)
        threshold = _threshold(chances, right)
        _write(fit(dev, threshold))
        shipped.cache_clear()
        lines += table("dev, cross-validated", dev, chances, right, threshold)
    values = shipped()["reader"]
    ships = Fit(np.array(values["weights"]), calibration())
    lines += table("held out", heldout, *predict(heldout, ships), ships.confidence.threshold)
    lines.append(f"threshold {ships.confidence.threshold}")
    print("\n".join(lines))  # noqa: T201


if __name__ == "__main__":
    main()
