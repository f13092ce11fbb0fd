"""Fits the confidence on our own questions and prints what reader and confidence achieve.

    python -m qa.training.fit_confidence            fit on dev_questions, write qa/weights, measure
    python -m qa.training.fit_confidence --measure  only measure what ships

The questions are those of ``tests/data``, asked over the sample articles. Fitted is on
``dev_questions.jsonl`` alone: one logistic regression with an L2 penalty over the answers that the
reader proposes, each right or wrong. Its figures are cross-validated, the folds drawn by article,
so that none is of a question whose article was fitted on. ``heldout_questions.jsonl`` is only
measured.
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
from sklearn.linear_model import LogisticRegression

from index.build import rebuild
from index.encoder import SentenceEncoder
from index.search import Retriever
from index.snapshot import Snapshot
from qa.cite import grouped
from qa.confidence import SIGNALS, Calibration, calibration, signals
from qa.evaluation.metrics import (
    agrees,
    auroc,
    exact_match,
    expected_calibration_error,
    f1,
    holds,
    risk_coverage,
)
from qa.evaluation.plot import Series, risk_coverage_plot
from qa.reader import SpanReader, load_reader
from qa.types import Candidate

ROOT = Path(__file__).parents[2]
QUESTIONS = ROOT / "tests" / "data"
WEIGHTS = ROOT / "qa" / "weights" / "confidence.json"
PLOT = ROOT / "qa" / "weights" / "risk-coverage.png"
FOLDS = 5
HITS = 10
TAUGHT = 4  # answers of each question that are fitted on
ANSWERED = 0.9  # of the development questions that can be answered: what the threshold keeps

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Case:
    """A question with what is told of each of its proposed answers, (answers, SIGNALS), and what
    each is worth: whether it is right, its EM and its F1."""

    id: str
    group: str
    kind: str
    told: Floats
    right: NDArray[np.bool_]
    exact: Floats
    overlap: Floats


def cases(name: str, retriever: Retriever, reader: SpanReader) -> list[Case]:
    """The questions of one file, retrieved for and read."""
    lines = (QUESTIONS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    asked = [json.loads(line) for line in lines]
    questions = [each["question"] for each in asked]
    hits = retriever.search(questions, HITS)
    lexical = retriever.snapshot.lexical
    found = []
    for each, row in zip(asked, reader.read(questions, hits), strict=True):
        groups = grouped(row)
        heads = [group[0] for group in groups]
        texts = [head.answer.of(head.hit.article.text) for head in heads]
        golds = each["answers"]
        told = signals(each["question"], groups, len(lexical.missing(each["question"])))
        found.append(
            Case(
                id=each["id"],
                group=each.get("article") or each["id"],
                kind="answerable" if golds else each["why"],
                told=np.array(told, dtype=np.float64).reshape(-1, len(SIGNALS)),
                right=np.array([_right(head, each) for head in heads], dtype=bool),
                exact=np.array([exact_match(text, golds) if golds else 0.0 for text in texts]),
                overlap=np.array([f1(text, golds) if golds else 0.0 for text in texts]),
            )
        )
    return found


def _right(head: Candidate, asked: dict[str, Any]) -> bool:
    """As ``pincite eval`` has it, but in any article: others may say the same."""
    text, golds = head.hit.article.text, asked["answers"]
    return holds(head.sentence.of(text), golds) and agrees(head.answer.of(text), golds)


def fit(rows: Sequence[Case], threshold: float) -> Calibration:
    """The confidence, fitted on the first few answers of each question."""
    told = np.vstack([row.told[:TAUGHT] for row in rows])
    right = np.concatenate([row.right[:TAUGHT] for row in rows])
    # the signals have scales of their own: the penalty is on what each contributes
    scale = told.std(axis=0) + 1e-9
    model = LogisticRegression(C=1.0, max_iter=2_000).fit(told / scale, right)
    weights = model.coef_[0] / scale
    return Calibration(tuple(float(w) for w in weights), float(model.intercept_[0]), threshold)


@dataclass(frozen=True, slots=True)
class Predicted:
    """For each question, the confidence of its surest answer and what that is worth."""

    chances: Floats
    right: NDArray[np.bool_]
    exact: Floats
    overlap: Floats


def predict(rows: Sequence[Case], model: Calibration) -> Predicted:
    """The surest answer of each question."""
    found = []
    for row in rows:
        logits = row.told @ np.array(model.weights) + model.bias
        best = int(np.argmax(logits))
        chance = 1 / (1 + np.exp(-logits[best]))
        found.append((chance, row.right[best], row.exact[best], row.overlap[best]))
    chances, right, exact, overlap = map(np.array, zip(*found, strict=True))
    return Predicted(chances, right.astype(bool), exact, overlap)


def cross_validated(rows: Sequence[Case]) -> Predicted:
    """``predict`` for each question by a fit that saw no question on the same article."""
    groups = sorted({row.group for row in rows})
    order = np.random.default_rng(0).permutation(len(groups))
    fold = {groups[g]: place % FOLDS for place, g in enumerate(order)}
    whole = predict(rows, fit(rows, 0.5))
    for held in range(FOLDS):
        at = [i for i, row in enumerate(rows) if fold[row.group] == held]
        part = predict([rows[i] for i in at], fit([r for r in rows if fold[r.group] != held], 0.5))
        for name in Predicted.__slots__:
            getattr(whole, name)[at] = getattr(part, name)
    return whole


def threshold(rows: Sequence[Case], found: Predicted) -> float:
    """The highest threshold, in hundredths, at which ``ANSWERED`` of the answerable are."""
    chances = found.chances[[row.kind == "answerable" for row in rows]]
    grid = np.round(np.arange(0.01, 0.99, 0.01), 2)
    return float(max(t for t in grid if (chances >= t).mean() >= ANSWERED or t == grid[0]))


def table(name: str, rows: Sequence[Case], found: Predicted, threshold: float) -> Iterator[str]:
    """The figures, a line each."""
    kinds = np.array([row.kind for row in rows])
    answerable = kinds == "answerable"
    answered = found.chances >= threshold
    error = expected_calibration_error(found.chances.tolist(), found.right.tolist())
    ranked = auroc(found.chances.tolist(), answerable.tolist())
    yield f"{name}: {answerable.sum()} answerable, {(~answerable).sum()} unanswerable"
    yield f"  surest answer is right       {found.right[answerable].mean():.3f} of the answerable"
    exact, overlap = found.exact[answerable].mean(), found.overlap[answerable].mean()
    yield f"  EM, F1 of the surest answer  {exact:.3f}, {overlap:.3f}"
    yield f"  answered                     {answered[answerable].mean():.3f} of the answerable"
    yield f"  right where answered         {found.right[answerable & answered].mean():.3f}"
    yield f"  refused                      {(~answered)[~answerable].mean():.3f}"
    yield f"    near the articles          {(~answered)[kinds == 'near'].mean():.3f}"
    yield f"    far from them              {(~answered)[kinds == 'far'].mean():.3f}"
    yield f"  AUROC, answerable or not     {ranked:.3f}"
    yield f"  expected calibration error   {error:.3f}"


def _series(name: str, found: Predicted, threshold: float) -> Series:
    given = found.chances >= threshold
    return Series(
        name,
        risk_coverage(found.chances.tolist(), found.right.tolist()),
        threshold,
        float(given.mean()),
        float((~found.right[given]).mean()) if given.any() else None,
    )


def _prepared(folder: Path, reader: SpanReader) -> tuple[list[Case], list[Case]]:
    encoder = SentenceEncoder.load()
    rebuild(folder, [ROOT / "corpus" / "samples"], encoder)
    retriever = Retriever(Snapshot.open(folder), encoder)
    return (
        cases("dev_questions", retriever, reader),
        cases("heldout_questions", retriever, reader),
    )


def _write(model: Calibration) -> None:
    numbers = {
        "signals": SIGNALS,
        "weights": [round(w, 4) for w in model.weights],
        "bias": round(model.bias, 4),
        "threshold": model.threshold,
    }
    WEIGHTS.write_text(json.dumps(numbers, indent=2) + "\n", encoding="utf-8")


def main() -> None:
    """Fits, writes and prints; or only measures what ships."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--measure", action="store_true")
    only_measure = parser.parse_args().measure
    with tempfile.TemporaryDirectory() as folder:
        dev, heldout = _prepared(Path(folder), load_reader())
    lines: list[str] = []
    if not only_measure:
        found = cross_validated(dev)
        at = threshold(dev, found)
        _write(fit(dev, at))
        calibration.cache_clear()
        lines += table("development, cross-validated", dev, found, at)
    ships = calibration()
    unseen = predict(heldout, ships)
    lines += table("held out", heldout, unseen, ships.threshold)
    if not only_measure:
        drawn = [
            _series("development", found, ships.threshold),
            _series("held out", unseen, ships.threshold),
        ]
        risk_coverage_plot(drawn, PLOT)
    lines.append(f"threshold {ships.threshold}")
    print("\n".join(lines))  # noqa: T201


if __name__ == "__main__":
    main()
