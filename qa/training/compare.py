"""Measures a reader on questions kept from training: reading one passage, and choosing.

    python -m pincite.qa.training.compare --data FOLDER --work FOLDER
        [--reader FOLDER] [--only PART]

Closed: each question is read in its own paragraph. The questions are the development tenth of
SQuAD, of the unanswerable questions that people wrote on the same paragraphs, of SQuADShifts, of
the articles written for training, and of the articles written in sets. Open: questions of SQuAD's
tenth and of the news kept for development are asked over one index. The index holds that tenth's
paragraphs and the news texts without training questions; it is kept in ``--work``. Measure: the
questions of ``tests/data/news`` over that index. They are only for measuring, once for each reader
that may ship.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pincite.index.building.build import rebuild
from pincite.index.engines.encoder import SentenceEncoder
from pincite.index.retrieval.local import LocalRetriever
from pincite.index.retrieval.query import Query
from pincite.index.retrieval.retriever import Retriever
from pincite.qa.answering.confidence import calibration
from pincite.qa.answering.pipeline import proposed
from pincite.qa.evaluation.closed import as_only_passage, read
from pincite.qa.evaluation.metrics import (
    agrees,
    auroc,
    exact_match,
    expected_calibration_error,
    f1,
    holds,
)
from pincite.qa.reading.reader import SpanReader, load_reader
from pincite.qa.training.data.datasets import ASKED, BESIDE, SQUAD, Example, examples
from pincite.qa.training.data.drawing import kept_for_development, up_to
from pincite.qa.training.data.news import news, titled_texts
from pincite.qa.training.data.written import written
from pincite.qa.training.stages.contrasts import SISTERS, TYPED_ARTICLES
from pincite.qa.types import Candidate

SAMPLE = 500  # questions of each closed kind
OPEN = 300  # questions of each open kind, at most
ARTICLES = 5_000
MEASURED = Path(__file__).parents[2] / "tests" / "data" / "news"
HITS = 10
FILES = ("globalvoices", "wikinews_from_qasrl", "wikipedia_current_events")


def main() -> None:
    """Prints the figures as one JSON object a line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="the folder of question data")
    parser.add_argument("--work", type=Path, required=True, help="where the index is kept")
    parser.add_argument("--reader", help="a folder of weights; what ships where left out")
    parser.add_argument("--only", choices=("closed", "open", "measure"))
    chosen = parser.parse_args()
    reader = load_reader(chosen.reader)
    draw = random.Random(0)
    asked = _kept(examples(chosen.data, ASKED[0]))
    if chosen.only in (None, "closed"):
        beside = _kept(examples(chosen.data, BESIDE))
        shifts = [each for name in SQUAD[:2] for each in _kept(examples(chosen.data, name))]
        for name, answered, others in (
            ("SQuAD", asked, beside),
            ("SQuADShifts", shifts, []),
            ("written", *_parted(_kept(written()))),
            ("sisters", *_parted(_kept(written(SISTERS)))),
            ("typed", *_parted(_kept(written(TYPED_ARTICLES)))),
        ):
            figures = closed(up_to(answered, SAMPLE, draw), up_to(others, SAMPLE, draw), reader)
            _print(f"closed, {name}", figures)
    if chosen.only != "closed":
        on_news, measured = _kept(news(chosen.data)), news(chosen.data, MEASURED)
        retriever = unseen(chosen.data, chosen.work, [*asked, *on_news, *measured])
        draw = random.Random(1)
        if chosen.only != "measure":
            _print("open, SQuAD", opened(up_to(asked, OPEN, draw), retriever, reader))
            _print("open, news", opened(up_to(on_news, OPEN, draw), retriever, reader))
        if chosen.only == "measure":
            _print("measure", opened(measured, retriever, reader))


def _print(name: str, figures: dict[str, float]) -> None:
    print(json.dumps({name: figures}), flush=True)  # noqa: T201


def closed(
    asked: Sequence[Example], beside: Sequence[Example], reader: SpanReader
) -> dict[str, float]:
    """EM and F1 of the best answer to the answerable questions; the AUROC of the score and of the
    confidence, answerable against unanswerable; and, with the confidence and threshold that ship:
    the F1 over both kinds (a refusal is the empty answer), the shares refused, and the calibration
    error."""
    exact, overlap, both, scores, chances, right = [], [], [], [], [], []
    for each, score, text, chance in _answers([*asked, *beside], reader):
        golds = [span.of(each.context) for span in each.answers]
        if golds:
            exact.append(exact_match(text, golds))
            overlap.append(f1(text, golds))
        both.append(f1(text if chance >= calibration().threshold else "", golds))
        scores.append(score)
        chances.append(chance)
        right.append(bool(golds) and agrees(text, golds))
    answerable = [bool(each.answers) for each in (*asked, *beside)]
    kept = [chance >= calibration().threshold for chance in chances]
    lost = [not k for k, a in zip(kept, answerable, strict=True) if a]
    refused = [not k for k, a in zip(kept, answerable, strict=True) if not a]
    figures = {"em": _mean(exact), "f1": _mean(overlap)}
    if not beside:
        return figures
    return figures | {
        "auroc of the score": round(auroc(scores, answerable), 4),
        "auroc of the confidence": round(auroc(chances, answerable), 4),
        "f1 over both": _mean(both),
        "best f1 over both": _best(scores, [*overlap, *[0.0] * len(beside)], answerable),
        "answerable refused": _mean(lost),
        "unanswerable refused": _mean(refused),
        "calibration error": round(expected_calibration_error(chances, right), 4),
    }


def _answers(
    found: Sequence[Example], reader: SpanReader
) -> Iterator[tuple[Example, float, str, float]]:
    """Each example with its best score, its surest answer and the confidence, read in its own
    context."""
    for start in range(0, len(found), 16):
        some = found[start : start + 16]
        questions = [each.question for each in some]
        hits = [as_only_passage(each.context, each.title) for each in some]
        candidates = reader.read(questions, [[hit] for hit in hits])
        answers = read(questions, hits, reader, calibration())
        for each, row, answer in zip(some, candidates, answers, strict=True):
            yield each, row[0].score if row else -99.0, answer.text, answer.confidence


def _best(scores: Sequence[float], worth: Sequence[float], answerable: Sequence[bool]) -> float:
    """The F1 over both kinds at the best threshold of the score, as SQuAD 2.0's script finds it."""
    total = best = float(len(answerable) - sum(answerable))  # the value if all are refused
    for n in sorted(range(len(scores)), key=lambda n: -scores[n]):
        total += worth[n] if answerable[n] else -1.0
        best = max(best, total)
    return round(best / len(scores), 4)


def opened(asked: Sequence[Example], retriever: Retriever, reader: SpanReader) -> dict[str, float]:
    """For the answerable questions: the shares whose answer is first by the score, among the first
    three, first by the confidence, and in a passage read. For the others: the AUROC of the best
    score and of the confidence, and the share refused at the threshold at which nine in ten
    answerable questions are answered."""
    results = [
        each
        for start in range(0, len(asked), 16)
        for each in _results(asked[start : start + 16], retriever, reader)
    ]
    there = [each for each in results if each.answerable]
    figures = {
        "questions": len(there),
        "passages": retriever.summary().passages,
        "first by the score": _mean([each.right[:1] == [True] for each in there]),
        "among three": _mean([any(each.right[:3]) for each in there]),
        "first by the confidence": _mean([each.surest for each in there]),
        "in a passage read": _mean([each.found for each in there]),
    }
    others = [each.chance for each in results if not each.answerable]
    if not others:
        return figures
    answerable = [each.answerable for each in results]
    least = sorted(each.chance for each in there)[len(there) // 10]
    return figures | {
        "unanswerable": len(others),
        "auroc of the score": round(auroc([each.score for each in results], answerable), 4),
        "auroc of the confidence": round(auroc([each.chance for each in results], answerable), 4),
        "refused": _mean([chance < least for chance in others]),
    }


@dataclass(frozen=True, slots=True)
class _Result:
    """The result for a question: which of its answers are right, best score first; whether the
    surest one is right; whether a passage read holds the answer; the best score and the best
    confidence."""

    answerable: bool
    right: list[bool]
    surest: bool
    found: bool
    score: float
    chance: float


def _results(
    asked: Sequence[Example], retriever: Retriever, reader: SpanReader
) -> Iterator[_Result]:
    queries = [Query.of(each.question) for each in asked]
    retrieved = retriever.search(queries, HITS)
    for each, found, row in zip(
        asked, retrieved, proposed(queries, retrieved, reader, calibration()), strict=True
    ):
        groups = row.groups
        golds = [span.of(each.context) for span in each.answers]
        right = [bool(golds) and _right(group[0], golds) for group in groups]
        chances = calibration().confidences(row.signals)
        best = max(range(len(groups)), key=lambda n: chances[n], default=-1)
        yield _Result(
            bool(golds),
            right,
            best >= 0 and right[best],
            any(holds(hit.text, golds) for hit in found.hits) if golds else False,
            groups[0][0].score if groups else -99.0,
            chances[best] if groups else 0.0,
        )


def _right(head: Candidate, golds: Sequence[str]) -> bool:
    text = head.hit.article.text
    return holds(head.sentence.of(text), golds) and agrees(head.answer.of(text), golds)


def unseen(data: Path, work: Path, asked: Sequence[Example]) -> Retriever:
    """An index of ``ARTICLES`` texts: those of ``asked``, and news texts that were not used in
    training."""
    trained = {each.context for each in news(data) if not kept_for_development(each)}
    texts = [pair for name in FILES for pair in titled_texts(data / "texts" / f"{name}.jsonl")]
    needed = dict.fromkeys((each.title, each.context) for each in asked)
    others = [pair for pair in dict.fromkeys(texts) if pair[1] not in trained]
    others = up_to([pair for pair in others if pair not in needed], ARTICLES, random.Random(0))
    articles = [*needed, *others][:ARTICLES]
    work.mkdir(parents=True, exist_ok=True)
    lines = (json.dumps({"title": title, "text": text}) for title, text in articles)
    (work / "unseen.jsonl").write_text("\n".join(lines), encoding="utf-8")
    encoder = SentenceEncoder.load()
    rebuild(work / "unseen", [work / "unseen.jsonl"], encoder)
    return LocalRetriever(work / "unseen", encoder)


def _kept(found: Sequence[Example]) -> list[Example]:
    return [each for each in found if kept_for_development(each)]


def _parted(found: Sequence[Example]) -> tuple[list[Example], list[Example]]:
    """The answerable examples, and the others."""
    return [each for each in found if each.answers], [each for each in found if not each.answers]


def _mean(values: Sequence[float]) -> float:
    return round(sum(values) / max(len(values), 1), 4)


if __name__ == "__main__":
    main()
