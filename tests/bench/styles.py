"""Questions as people type them: how many of each style get what they asked for?

    python -m tests.bench.styles              the half to look at and the half kept for measuring
    python -m tests.bench.styles --show       also each row of the first half that is not right
    python -m tests.bench.styles --typed      further questions to look at, none kept for measuring

The index holds the sample articles and those in ``tests/data/asking/articles``; the rows are
``tests/data/styles.jsonl``. Those of ``--typed`` are ``tests/data/asking/typed.jsonl``, and the
index holds ``tests/data/asking/more`` too. A row is right if the first citation overlaps a sentence
that is wanted; two questions in one need both, a list or all mentions most of what there is, small
talk and what the articles do not say no citation at all. The rows kept for measuring are counted,
never shown.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

from pincite.index.building.build import rebuild
from pincite.index.engines.encoder import SentenceEncoder
from pincite.index.retrieval.local import LocalRetriever
from pincite.qa.answerer import Answerer
from pincite.qa.evaluation import styles
from pincite.qa.evaluation.styles import Styled
from pincite.qa.types import Answer
from tests.bench.corpora import SAMPLES

DATA = Path(__file__).parents[1] / "data"
ROWS = DATA / "styles.jsonl"
ARTICLES = DATA / "asking" / "articles"
TYPED = DATA / "asking" / "typed.jsonl"
MORE = DATA / "asking" / "more"
Row = dict[str, Any]


def rows(path: Path = ROWS) -> list[Row]:
    """The questions, each with its style and the sentences wanted."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def outcome(answer: Answer, row: Row) -> str:
    """Whether an answer is right, wrong or refused."""
    return styles.outcome(answer, Styled.of(row, row["style"], row.get("id", "")))


def main() -> None:
    """Prints a line for each style: right, wrong and refused of each half, and the time."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--show", action="store_true", help="rows of the first half not right")
    parser.add_argument("--typed", action="store_true", help="the further questions")
    parser.add_argument("--style", nargs="*", help="only these styles")
    parser.add_argument("--index", type=Path, help="an index of these articles, made before")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        encoder = SentenceEncoder.load()
        place = options.index or Path(folder) / "index"
        rebuild(place, [SAMPLES, ARTICLES, *([MORE] if options.typed else [])], encoder)
        asked = [
            row
            for row in rows(TYPED if options.typed else ROWS)
            if not options.style or row["style"] in options.style
        ]
        report(Answerer(LocalRetriever(place, encoder)), asked, options.show)


def answers(answerer: Answerer, asked: Iterable[Row]) -> Iterator[tuple[Row, Answer, float]]:
    """Each row with the answer to its question and the seconds that it took."""
    answerer.answer("Who is the mayor?")  # loads the models
    for row in asked:
        began = time.perf_counter()
        answer = answerer.answer(row["question"])
        yield row, answer, time.perf_counter() - began


def report(answerer: Answerer, asked: list[Row], show: bool) -> None:
    """Asks every row and prints what came of it."""
    came: dict[tuple[str, bool], Counter[str]] = defaultdict(Counter)
    took: dict[str, list[float]] = defaultdict(list)
    for row, answer, seconds in answers(answerer, asked):
        took[row["style"]].append(seconds)
        result = outcome(answer, row)
        came[row["style"], row["kept"]][result] += 1
        if show and result != "right" and not row["kept"]:
            told = [(round(c.confidence, 2), c.text, c.quote) for c in answer.citations[:2]]
            print(
                f"  {row['id']} {result}: {row['question']!r} {answer.kind} {answer.asked} {told}"
            )
    print(f"{'style':16} {'right, wrong, refused':>24} {'kept for measuring':>20} {'ms p50':>8}")
    for style, times in took.items():
        halves = (f"{_counts(came[style, kept]):>22}" for kept in (False, True))
        print(f"{style:16} {'  '.join(halves)} {1000 * median(times):8.0f}")


def _counts(counts: Counter[str]) -> str:
    total = sum(counts.values()) or 1
    each = ", ".join(str(counts[name]) for name in ("right", "wrong", "refused"))
    return f"{each} {100 * counts['right'] // total:3d} %"


if __name__ == "__main__":
    main()
