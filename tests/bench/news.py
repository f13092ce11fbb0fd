"""Questions as journalists type them, over a stream of real news: how many get what they asked for?

    python -m tests.bench.news --data FOLDER           the half to look at and the one kept
    python -m tests.bench.news --data FOLDER --show    also each row of the first that is not right

The texts are those of the data folder: all of Wikinews and Global Voices, and the newest 2,500
items of Wikipedia's Portal:Current events. The rows are ``tests/data/news_typed.jsonl``; each has
the places that answer it, as a file, a line, and the span of a sentence.

A row is right if the first citation is at one of them, "older" if it is at a place that a newer
report has overtaken. A list is right if it has at least half of the places. What the news does not
say is right if nothing is found. The reader was trained on other questions about some of these
texts. The rows kept for measuring are counted, never shown.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any, Final

from pincite.corpus.article import Span
from pincite.index.building.build import rebuild
from pincite.index.engines.encoder import SentenceEncoder
from pincite.index.retrieval.local import LocalRetriever
from pincite.qa.answerer import Answerer
from pincite.qa.types import Answer, Citation
from tests.bench.styles import Row, answers

ROWS: Final = Path(__file__).parents[1] / "data" / "news_typed.jsonl"
NEWEST: Final = {
    "wikinews_from_qasrl": None,
    "globalvoices": None,
    "wikipedia_current_events": 2_500,
}
"""The files of texts, and how many of their last lines are read."""

LISTED: Final = 0.5
"""The share of the places that a list must have."""

RESULTS: Final = ("right", "older", "wrong", "refused")
_READ_AT: Final = 8  # citations of a digest among which one must be wanted
Place = tuple[str, Span]


def articles(data: Path, folder: Path) -> Path:
    """The file with the articles; the id of each is its text file and the line in it."""
    lines = []
    for name, most in NEWEST.items():
        texts = (data / "texts" / f"{name}.jsonl").read_text("utf-8").rstrip("\n").split("\n")
        first = 0 if most is None else max(len(texts) - most, 0)
        for number, text in enumerate(texts[first:], start=first + 1):
            each = json.loads(text)
            kept = {key: each[key] for key in ("title", "text", "date") if key in each}
            lines.append(json.dumps({"id": f"{name}:{number}", **kept}))
    path = folder / "news.jsonl"
    path.write_text("\n".join(lines), "utf-8")
    return path


def outcome(answer: Answer, row: Row) -> str:
    """Whether an answer is right, older, wrong or refused."""
    gold = [_place(each) for each in row["gold"]]
    if not answer.found:
        return "refused" if gold else "right"
    if not gold:
        return "wrong"
    cited = [one for part in answer.parts or (answer,) for one in part.citations]
    if row["style"] == "list":
        had = sum(any(_is_at(one, [place]) for one in cited) for place in gold)
        return "right" if had >= LISTED * len(gold) else "wrong"
    several = answer.kind in ("digest", "mentions")
    if any(_is_at(one, gold) for one in cited[: _READ_AT if several else 1]):
        return "right"
    return "older" if _is_at(cited[0], [_place(e) for e in row.get("older", [])]) else "wrong"


def _place(stored: Sequence[Any]) -> Place:
    name, number, start, end = stored
    return f"{name}:{number}", Span(start, end)


def _is_at(one: Citation, places: Sequence[Place]) -> bool:
    return any(
        each.article.id.endswith(f"#{article}") and each.sentence.overlaps(span)
        for each in (one, *one.also)
        for article, span in places
    )


def main() -> None:
    """Prints a line for each style and half."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="the folder of question data")
    parser.add_argument("--index", type=Path, help="where the index is kept")
    parser.add_argument("--style", nargs="*", help="only these styles")
    parser.add_argument("--show", action="store_true", help="rows of the first half not right")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        encoder, place = SentenceEncoder.load(), chosen.index or Path(folder) / "index"
        rebuild(place, [articles(chosen.data, place.parent)], encoder)
        rows = [json.loads(line) for line in ROWS.read_text("utf-8").splitlines()]
        asked = [row for row in rows if not chosen.style or row["style"] in chosen.style]
        report(Answerer(LocalRetriever(place, encoder)), asked, chosen.show)


def report(answerer: Answerer, asked: list[Row], show: bool) -> None:
    """Asks every row and prints what came of it."""
    came: dict[tuple[str, bool], Counter[str]] = defaultdict(Counter)
    took: dict[str, list[float]] = defaultdict(list)
    for row, answer, seconds in answers(answerer, asked):
        took[row["style"]].append(seconds)
        result = outcome(answer, row)
        for style in (row["style"], "all with an answer" if row["gold"] else "all without"):
            came[style, row["kept"]][result] += 1
        if show and result != "right" and not row["kept"]:
            told = [
                (round(c.confidence, 2), c.article.published, c.text, c.quote)
                for c in answer.citations[:2]
            ]
            print(f"  {row['id']} {result}: {row['question']!r} {answer.kind} {told}")
    print(f"{'':20} {', '.join(RESULTS):>27} {'kept for measuring':>26} {'ms p50':>8}")
    for style in dict.fromkeys(style for style, _ in came):
        halves = (f"{_counts(came[style, kept]):>26}" for kept in (False, True))
        milliseconds = f"{1000 * median(took[style]):8.0f}" if style in took else ""
        print(f"{style:20} {' '.join(halves)} {milliseconds}")


def _counts(counts: Counter[str]) -> str:
    total = counts.total() or 1
    each = ", ".join(str(counts[name]) for name in RESULTS)
    return f"{each} {100 * counts['right'] // total:3d} %"


if __name__ == "__main__":
    main()
