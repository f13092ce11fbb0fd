"""How long each way of asking takes, beside a plain question.

    python -m tests.bench.forms            every question of tests/data/styles.jsonl, by its form
    python -m tests.bench.forms --limit 5  only so many of each form

The index is that of ``tests.bench.styles``. Each question is asked once, after the models are
loaded; a line gives the form that it was taken in, the median time and the median as a multiple of
that of a plain question. The questions take turns, so that what else the machine does
meets all forms alike.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path
from statistics import median

from pincite.index.building.build import rebuild
from pincite.index.engines.encoder import SentenceEncoder
from pincite.index.retrieval.local import LocalRetriever
from pincite.qa.answerer import Answerer
from tests.bench.corpora import SAMPLES
from tests.bench.styles import ARTICLES, rows

PLAIN = "answer"


def main() -> None:
    """Prints a line for each form."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--limit", type=int, help="so many questions of each style")
    parser.add_argument("--index", type=Path, help="an index of these articles, made before")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        encoder = SentenceEncoder.load()
        place = options.index or Path(folder) / "index"
        rebuild(place, [SAMPLES, ARTICLES], encoder)
        report(Answerer(LocalRetriever(place, encoder)), _turns(options.limit))


def _turns(limit: int | None) -> list[str]:
    """The questions, one of each style after the other."""
    seen: Counter[str] = Counter()
    order: list[tuple[int, str]] = []
    for row in rows():
        seen[row["style"]] += 1
        if limit is None or seen[row["style"]] <= limit:
            order.append((seen[row["style"]], row["question"]))
    return [question for _, question in sorted(order, key=lambda each: each[0])]


def report(answerer: Answerer, questions: list[str]) -> None:
    """Asks every question and prints the median time of each form, refusals by themselves."""
    took: dict[str, list[float]] = defaultdict(list)
    answerer.answer("Who is the mayor?")  # loads the models
    for question in questions:
        began = time.perf_counter()
        answer = answerer.answer(question)
        name = answer.kind if answer.found or answer.kind == "small talk" else "not found"
        took[name].append(time.perf_counter() - began)
    plain = median(took[PLAIN])
    print(f"{'form':16} {'questions':>9} {'ms p50':>8} {'times a plain question':>24}")
    for name, times in sorted(took.items(), key=lambda each: -median(each[1])):
        middle = median(times)
        print(f"{name:16} {len(times):9} {1000 * middle:8.0f} {middle / plain:24.2f}")


if __name__ == "__main__":
    main()
