"""How often an answer differs since not all passages are read, and what that saves.

    python -m tests.bench.stopping [--data FOLDER --work FOLDER]

The questions are ``tests/data/dev_questions.jsonl`` over the samples and, with the folder of
question data, those on news kept for development, over the index that ``qa.training.compare`` makes
in ``--work``. Each is read whole once; then what is shown is worked out from what
``pincite.qa.answering.likely`` chooses, and from all of it. The time is that of one answer with
each, in turn, on every eighth question.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

from pincite.index.building.build import rebuild
from pincite.index.engines.encoder import SentenceEncoder
from pincite.index.retrieval.hit import Hit
from pincite.index.retrieval.local import LocalRetriever
from pincite.index.retrieval.query import Query
from pincite.index.retrieval.retriever import Retrieved, Retriever
from pincite.qa.answering.confidence import calibration
from pincite.qa.answering.decide import decide
from pincite.qa.answering.pipeline import Proposed, Reader, proposed, proposed_by_all
from pincite.qa.asking.weighing.rivals import with_rivals
from pincite.qa.reading.reader import load_reader
from pincite.qa.training.compare import _kept, unseen
from pincite.qa.training.data.datasets import ASKED, examples
from pincite.qa.training.data.news import news
from pincite.qa.training.fit_confidence import _asked
from pincite.qa.types import Answer, Candidate
from tests.bench.corpora import SAMPLES

HITS = 10
TIMED = 8  # one in so many questions


@dataclass
class Remembering:
    """A reader that reads a passage once for a question, and counts what it is asked for."""

    inner: Reader
    known: dict[tuple[str, str], list[Candidate]] = field(default_factory=dict)
    asked: int = 0

    def read(
        self, questions: Sequence[str], hits: Sequence[Sequence[Hit]]
    ) -> list[list[Candidate]]:
        """As the reader behind it."""
        found = []
        for question, row in zip(questions, hits, strict=True):
            new = [hit for hit in row if (question, hit.passage.id) not in self.known]
            if new:
                self.known |= {(question, hit.passage.id): [] for hit in new}
                for each in self.inner.read([question], [new])[0]:
                    self.known[question, each.hit.passage.id].append(each)
            told = [each for hit in row for each in self.known[question, hit.passage.id]]
            self.asked += len(row)
            found.append(sorted(told, key=lambda each: -each.score))
        return found


def shown(question: str, found: Retrieved, row: Proposed) -> Answer:
    """What a person is shown for what is proposed."""
    ships = calibration()
    return with_rivals(
        decide(
            question,
            found,
            row.groups,
            ships.confidences(row.signals),
            threshold=ships.threshold,
            limit=3,
        )
    )


def cited(answer: Answer) -> list[tuple[object, ...]]:
    """What is cited and where, in order."""
    return [(each.article.id, each.sentence, each.answer) for each in answer.citations]


def compare(name: str, asked: Sequence[str], retriever: Retriever, reader: Remembering) -> None:
    """Prints a row of the table."""
    queries = [Query.of(question) for question in asked]
    rows = retriever.search(queries, HITS)
    whole = proposed_by_all(queries, rows, reader)
    every, reader.asked = reader.asked, 0
    some = proposed(queries, rows, reader, calibration())
    pairs = [
        (shown(query.text, row, one), shown(query.text, row, other))
        for query, row, one, other in zip(queries, rows, some, whole, strict=True)
    ]
    shares = [
        mean(cited(one) != cited(other) for one, other in pairs),
        mean(cited(one)[:1] != cited(other)[:1] for one, other in pairs),
        mean(one.found != other.found for one, other in pairs),
        mean(
            [len(each.also) for each in one.citations]
            != [len(each.also) for each in other.citations]
            for one, other in pairs
        ),
        mean(abs(one.confidence - other.confidence) for one, other in pairs),
    ]
    counts = f"{reader.asked / len(asked):.1f} of {every / len(asked):.1f}"
    told = " | ".join(f"{share:.3f}" for share in shares)
    print(f"| {name} ({len(asked)}) | {counts} | {told} |", flush=True)


def timed(name: str, asked: Sequence[str], retriever: Retriever, reader: Reader) -> None:
    """Prints how long reading takes, the two in turn."""
    sides: dict[str, Callable[[Query, Retrieved], object]] = {
        "likely": lambda query, row: proposed([query], [row], reader, calibration()),
        "all": lambda query, row: proposed_by_all([query], [row], reader),
    }
    taken: dict[str, list[float]] = {side: [] for side in sides}
    for n, question in enumerate([asked[0], *asked[::TIMED]]):
        query = Query.of(question)
        [row] = retriever.search([query], HITS)
        for side, call in sides.items():
            start = time.perf_counter()
            call(query, row)
            if n:  # the first warms up
                taken[side].append((time.perf_counter() - start) * 1e3)
    for side, values in taken.items():
        ordered = sorted(values)
        p50, p95 = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]
        print(f"{name}, {side} read: {p50:.0f} ms at p50, {p95:.0f} at p95")
    total = sum(taken["likely"]) / sum(taken["all"])
    print(f"{name}: {total:.2f} of the time", flush=True)


def main() -> None:
    """Prints shares of the questions and times."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, help="the folder of question data")
    parser.add_argument("--work", type=Path, help="where the index of news is kept")
    chosen = parser.parse_args()
    encoder, reader = SentenceEncoder.load(), load_reader()
    with tempfile.TemporaryDirectory() as place:
        rebuild(Path(place), [SAMPLES], encoder)
        parts: list[tuple[str, list[str], Retriever]] = [
            (
                "samples",
                [each["question"] for each in _asked("dev_questions")],
                LocalRetriever(Path(place), encoder),
            )
        ]
        if chosen.data and chosen.work:
            of_squad, on_news = _kept(examples(chosen.data, ASKED[0])), _kept(news(chosen.data))
            index = unseen(chosen.data, chosen.work, [*of_squad, *on_news])
            parts.append(("news", [each.question for each in on_news], index))
        print("| questions | passages read | differs | first | found | places | confidence apart |")
        print("|---|---|---|---|---|---|---|")
        for name, asked, retriever in parts:
            compare(name, asked, retriever, Remembering(reader))
        for name, asked, retriever in parts:
            timed(name, asked, retriever, reader)


if __name__ == "__main__":
    main()
