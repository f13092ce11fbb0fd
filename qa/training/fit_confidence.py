"""Fits the confidence on our own questions and prints the figures of reader and confidence.

    python -m pincite.qa.training.fit_confidence      fit, write, measure
    python -m pincite.qa.training.fit_confidence --measure  only measure what ships

There are two kinds of questions. Those of ``tests/data`` are asked over the sample articles. Those
on the tenth of the articles written for training that the reader was not trained on are asked over
that tenth; some of these are also asked over the samples, which do not answer them. The weights of
the signals are fitted on all questions but the held out ones: a logistic regression with an L2
penalty over the answers that the reader proposes, each right or wrong. Then the level (Platt's
slope and offset) is fitted on the surest answers to ``dev_questions.jsonl`` alone. The printed
figures are of ``dev_questions.jsonl``, cross-validated with folds by article, so that no question
is measured by a fit that saw its article. ``heldout_questions.jsonl`` is only measured.
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

from pincite.index.building.build import rebuild
from pincite.index.engines.encoder import SentenceEncoder
from pincite.index.retrieval.local import LocalRetriever
from pincite.index.retrieval.query import Query
from pincite.index.retrieval.retriever import Retriever
from pincite.qa.answering.confidence import SIGNALS, Calibration, calibration
from pincite.qa.answering.pipeline import proposed
from pincite.qa.evaluation.metrics import (
    agrees,
    auroc,
    exact_match,
    expected_calibration_error,
    f1,
    holds,
    risk_coverage,
)
from pincite.qa.evaluation.plot import Series, risk_coverage_plot
from pincite.qa.reading.reader import SpanReader, load_reader
from pincite.qa.training.data.datasets import Example
from pincite.qa.training.data.drawing import kept_for_development
from pincite.qa.training.data.written import written
from pincite.qa.types import Candidate

ROOT = Path(__file__).parents[2]
QUESTIONS = ROOT / "tests" / "data"
WEIGHTS = ROOT / "qa" / "weights" / "confidence.json"
PLOT = ROOT / "qa" / "weights" / "risk-coverage.png"
FOLDS = 5
HITS = 10
TAUGHT = 2  # answers of each question that are used in the fit
WORTH = 2.0  # the weight of a question on articles written for training; one of tests/data has 1
FAR = 3  # one in so many of these questions is asked over the samples too
ANSWERED = 0.9  # the share of the answerable development questions that the threshold keeps

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Case:
    """A question with the signals of each of its proposed answers, (answers, SIGNALS), and whether
    each is right, its EM and its F1."""

    id: str
    group: str
    kind: str
    signals: Floats
    right: NDArray[np.bool_]
    exact: Floats
    overlap: Floats


def cases(asked: Sequence[dict[str, Any]], retriever: Retriever, reader: SpanReader) -> list[Case]:
    """The cases of questions, which are searched for and read."""
    queries = [Query.of(each["question"]) for each in asked]
    retrieved = retriever.search(queries, HITS)
    found = []
    for each, row in zip(asked, proposed(queries, retrieved, reader, calibration()), strict=True):
        heads = [group[0] for group in row.groups]
        texts = [head.answer.of(head.hit.article.text) for head in heads]
        golds = each["answers"]
        found.append(
            Case(
                id=each["id"],
                group=each.get("article") or each["id"],
                kind="answerable" if golds else each["why"],
                signals=np.array(row.signals, dtype=np.float64).reshape(-1, len(SIGNALS)),
                right=np.array([_right(head, each) for head in heads], dtype=bool),
                exact=np.array([exact_match(text, golds) if golds else 0.0 for text in texts]),
                overlap=np.array([f1(text, golds) if golds else 0.0 for text in texts]),
            )
        )
    return found


def _right(head: Candidate, asked: dict[str, Any]) -> bool:
    """Whether an answer is right, as ``pincite eval`` judges it, but from any article, because
    several articles may give the answer."""
    text, golds = head.hit.article.text, asked["answers"]
    return holds(head.sentence.of(text), golds) and agrees(head.answer.of(text), golds)


def fit(rows: Sequence[Case], more: Sequence[Case], threshold: float) -> Calibration:
    """The fitted confidence: first the weights, on the first answers of each question, then the
    level, on the surest answers of ``rows`` (Platt 1999)."""
    both = [*rows, *more]
    signals = np.vstack([row.signals[:TAUGHT] for row in both])
    right = np.concatenate([row.right[:TAUGHT] for row in both])
    counts = [len(row.signals[:TAUGHT]) for row in both]
    worth = np.repeat([1.0] * len(rows) + [WORTH] * len(more), counts)
    # the signals have different scales, so each is scaled before its weight is penalised
    scale = signals.std(axis=0) + 1e-9
    model = LogisticRegression(C=1.0, max_iter=2_000).fit(signals / scale, right, worth)
    weights = model.coef_[0] / scale
    logits = [row.signals @ weights for row in rows]
    surest = [int(np.argmax(each)) for each in logits]
    level = LogisticRegression(C=1e6).fit(
        [[each[n]] for each, n in zip(logits, surest, strict=True)],
        [row.right[n] for row, n in zip(rows, surest, strict=True)],
    )
    weights = weights * level.coef_[0, 0]
    return Calibration(tuple(float(w) for w in weights), float(level.intercept_[0]), threshold)


@dataclass(frozen=True, slots=True)
class Predicted:
    """For each question, the confidence of its surest answer, and whether that is right, its EM and
    its F1."""

    chances: Floats
    right: NDArray[np.bool_]
    exact: Floats
    overlap: Floats


def predict(rows: Sequence[Case], model: Calibration) -> Predicted:
    """The surest answer of each question."""
    found = []
    for row in rows:
        logits = row.signals @ np.array(model.weights) + model.bias
        best = int(np.argmax(logits))
        chance = 1 / (1 + np.exp(-logits[best]))
        found.append((chance, row.right[best], row.exact[best], row.overlap[best]))
    chances, right, exact, overlap = map(np.array, zip(*found, strict=True))
    return Predicted(chances, right.astype(bool), exact, overlap)


def cross_validated(rows: Sequence[Case], more: Sequence[Case]) -> Predicted:
    """``predict`` for each question, with a fit on ``more`` and on the questions about other
    articles."""
    groups = sorted({row.group for row in rows})
    order = np.random.default_rng(0).permutation(len(groups))
    fold = {groups[g]: place % FOLDS for place, g in enumerate(order)}
    whole = predict(rows, fit(rows, more, 0.5))
    for left_out in range(FOLDS):
        at = [i for i, row in enumerate(rows) if fold[row.group] == left_out]
        others = [row for row in rows if fold[row.group] != left_out]
        part = predict([rows[i] for i in at], fit(others, more, 0.5))
        for name in Predicted.__slots__:
            getattr(whole, name)[at] = getattr(part, name)
    return whole


def threshold(rows: Sequence[Case], found: Predicted) -> float:
    """The highest threshold, in hundredths, at which the share ``ANSWERED`` of the answerable
    questions is answered."""
    chances = found.chances[[row.kind == "answerable" for row in rows]]
    grid = np.round(np.arange(0.01, 0.99, 0.01), 2)
    return float(max(t for t in grid if (chances >= t).mean() >= ANSWERED or t == grid[0]))


def table(name: str, rows: Sequence[Case], found: Predicted, threshold: float) -> Iterator[str]:
    """The figures, one line each."""
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


def _asked(name: str) -> list[dict[str, Any]]:
    """The questions of a file of ``tests/data``."""
    lines = (QUESTIONS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def _asked_for_training() -> list[dict[str, Any]]:
    """The questions on the articles written for training that the reader was not trained on."""
    return [
        {
            "id": each.id,
            "question": each.question,
            "article": each.title,
            "answers": [span.of(each.context) for span in each.answers],
            "why": "near",
        }
        for each in _kept()
    ]


def _kept() -> list[Example]:
    return [each for each in written() if kept_for_development(each)]


def _far(asked: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Some of the questions, as unanswerable ones for articles that do not answer them."""
    return [{**each, "answers": [], "why": "far"} for each in asked[::FAR]]


def _written(folder: Path) -> Path:
    """A file with the articles of ``_kept``."""
    articles = {each.title: each.context for each in _kept()}
    lines = (json.dumps({"title": title, "text": text}) for title, text in articles.items())
    (folder / "written.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return folder / "written.jsonl"


def _indexed(folder: Path, articles: Path) -> Retriever:
    encoder = SentenceEncoder.load()
    rebuild(folder, [articles], encoder)
    return LocalRetriever(folder, encoder)


def _write(model: Calibration) -> None:
    numbers = {
        "signals": SIGNALS,
        "weights": [round(w, 4) for w in model.weights],
        "bias": round(model.bias, 4),
        "threshold": model.threshold,
    }
    WEIGHTS.write_text(json.dumps(numbers, indent=2) + "\n", encoding="utf-8")


def main() -> None:
    """Fits, writes and prints the confidence; or only measures the one that ships."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--measure", action="store_true")
    only_measure = parser.parse_args().measure
    reader = load_reader()
    lines: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        samples = _indexed(folder / "samples", ROOT / "corpus" / "samples")
        heldout = cases(_asked("heldout_questions"), samples, reader)
        if not only_measure:
            dev = cases(_asked("dev_questions"), samples, reader)
            asked = _asked_for_training()
            more = cases(asked, _indexed(folder / "written", _written(folder)), reader)
            more += cases(_far(asked), samples, reader)
            found = cross_validated(dev, more)
            at = threshold(dev, found)
            _write(fit(dev, more, at))
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
