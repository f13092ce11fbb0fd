"""What the shipped reader is trained on: which rows, in which order.

Three stages, each shuffled by itself: single sentences first, which are short and many; then
passages cut as the index cuts them; then whole contexts, with more that do not answer. A tenth of
the contexts of every file is kept for development.
"""

from __future__ import annotations

import hashlib
import json
import random
import tempfile
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from index.build import rebuild
from index.encoder import SentenceEncoder
from index.search import Retriever
from index.snapshot import Snapshot
from qa.training.datasets import LINES, SQUAD, Example, examples
from qa.training.rows import Row, altered, cut, elsewhere, joined, names_in, whole, without_answer

_T = TypeVar("_T")
_QUESTIONS_A_SENTENCE = 10  # of QAMR's 38; they repeat each other
_NEAR_MISSES = 5_000  # questions that are retrieved for


@dataclass(frozen=True, slots=True)
class Recipe:
    """Rows to train on, stage by stage, and rows to choose by."""

    stages: tuple[list[Row], ...]
    dev: list[Row]


def build(folder: Path, encoder: SentenceEncoder, seed: int = 0) -> Recipe:
    """The rows of every file in ``folder``; the same for the same seed. Raises InputError."""
    train: dict[str, list[Example]] = {}
    dev: list[Example] = []
    for source in (*SQUAD, *LINES):
        found = examples(folder, source)
        train[source] = [each for each in found if not kept_for_development(each)]
        if source.startswith("squadshifts"):
            dev += [each for each in found if kept_for_development(each)]
    draw = random.Random(seed)
    shifts = [each for source in SQUAD[:2] for each in train[source]]
    return Recipe(
        (
            _sentences(train, draw),
            _passages(train, shifts, encoder, draw),
            _contexts(train, shifts, encoder, draw),
        ),
        _dev_rows(dev, draw),
    )


def kept_for_development(example: Example) -> bool:
    """Whether the example's context is in the tenth that nothing is trained on."""
    digest = hashlib.sha256(example.context.encode("utf-8")).digest()
    return digest[0] < 26  # of 256


def _sentences(train: dict[str, list[Example]], draw: random.Random) -> list[Row]:
    rows = [whole(each) for each in _thinned(train["qamr"], _QUESTIONS_A_SENTENCE, draw)]
    rows += [whole(each) for each in train["qadiscourse"] if _is_clear(each)]
    draw.shuffle(rows)
    return rows


def _passages(
    train: dict[str, list[Example]],
    shifts: Sequence[Example],
    encoder: SentenceEncoder,
    draw: random.Random,
) -> list[Row]:
    rows: list[Row] = []
    lacking: list[Row] = []
    for each in (*shifts, *train["fairytaleqa"], *train["covidqa"]):
        holding, others = cut(each, encoder.counter)
        rows += holding[:1]
        lacking += others[:1]
    draw.shuffle(lacking)
    rows += lacking[: len(rows) // 10]
    for source, most in (("qamr", 8), ("qadiscourse", 2)):
        thinned = [each for each in _thinned(train[source], most, draw) if _is_clear(each)]
        contexts = sorted({each.context for each in thinned})
        rows += [joined(each, up_to(contexts, 3, draw), draw) for each in thinned]
    names = names_in(shifts)
    rows += some_of(shifts, lambda each: altered(each, names, draw), 1_500, draw)
    rows += some_of(shifts, without_answer, 1_500, draw)
    draw.shuffle(rows)
    return rows


def _contexts(
    train: dict[str, list[Example]],
    shifts: Sequence[Example],
    encoder: SentenceEncoder,
    draw: random.Random,
) -> list[Row]:
    rows = [whole(each) for each in shifts if len(each.context) < 2_000]
    long = (each for each in shifts if len(each.context) >= 2_000)
    rows += [row for each in long for row in cut(each, encoder.counter)[0][:1]]
    rows += [whole(each) for each in up_to(train["fairytaleqa"], 1_500, draw)]
    rows += some_of(shifts, without_answer, 2_000, draw)
    rows += near_misses(up_to(shifts, _NEAR_MISSES, draw), shifts, encoder, draw)
    names = names_in(shifts)
    rows += some_of(shifts, lambda each: altered(each, names, draw), 1_500, draw)
    draw.shuffle(rows)
    return rows


def near_misses(
    asked: Sequence[Example],
    pool: Sequence[Example],
    encoder: SentenceEncoder,
    draw: random.Random,
) -> list[Row]:
    """For each question, a passage of the pool that retrieval ranks high and that lacks the
    answer: what the reader meets at work. The pool is indexed as articles are."""
    contexts = list(dict.fromkeys(each.context for each in pool))
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as place:
        articles = Path(place) / "pool.jsonl"
        lines = (json.dumps({"id": str(n), "text": text}) for n, text in enumerate(contexts))
        articles.write_text("\n".join(lines), encoding="utf-8")
        rebuild(Path(place) / "index", [articles], encoder)
        retriever = Retriever(Snapshot.open(Path(place) / "index"), encoder)
        for start in range(0, len(asked), 64):
            batch = asked[start : start + 64]
            found = retriever.search([each.question for each in batch], 8)
            for each, hits in zip(batch, found, strict=True):
                row = elsewhere(each, [hit.text for hit in hits], draw.choice((0, 0, 1, 3)))
                rows += [row] if row else []
    return rows


def _dev_rows(dev: Sequence[Example], draw: random.Random) -> list[Row]:
    chosen = up_to(dev, 600, draw)
    rows = [whole(each) for each in chosen]
    names = names_in(dev)
    rows += some_of(dev, without_answer, 150, draw)
    rows += some_of(dev, lambda each: altered(each, names, draw), 150, draw)
    contexts = sorted({each.context for each in dev})
    rows += [Row(each.question, draw.choice(contexts), (), "random") for each in chosen[:50]]
    return rows


def _thinned(found: Sequence[Example], most: int, draw: random.Random) -> list[Example]:
    """Up to ``most`` questions of each context."""
    by_context: dict[str, list[Example]] = defaultdict(list)
    for each in found:
        by_context[each.context].append(each)
    return [each for group in by_context.values() for each in up_to(group, most, draw)]


def up_to(pool: Sequence[_T], most: int, draw: random.Random) -> list[_T]:
    """A random sample, all of the pool if it has no more."""
    return draw.sample(list(pool), min(most, len(pool)))


def _is_clear(example: Example) -> bool:
    """Whether the answer is a part of the context rather than nearly all of it."""
    return len(example.answers[0]) < 0.6 * len(example.context)


def some_of(
    pool: Sequence[Example],
    make: Callable[[Example], Row | None],
    number: int,
    draw: random.Random,
) -> list[Row]:
    """The first ``number`` rows that can be made from the pool in random order."""
    made = (make(each) for each in draw.sample(list(pool), len(pool)))
    # subtle: zip draws one row more than it keeps, and the rows that follow depend on the draws
    return [row for row, _ in zip((r for r in made if r), range(number), strict=False)]
