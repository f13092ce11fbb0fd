"""Selects the examples and passages of which rows are made: samples, held-out examples, near
misses of retrieval."""

from __future__ import annotations

import hashlib
import json
import random
import tempfile
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from pincite.index.building.build import rebuild
from pincite.index.engines.encoder import SentenceEncoder
from pincite.index.retrieval.local import LocalRetriever
from pincite.index.retrieval.query import Query
from pincite.qa.reading.reader import opening
from pincite.qa.training.data.datasets import ASKED, BESIDE, Example
from pincite.qa.training.data.rows import TrainingRow, cut, elsewhere, whole

_T = TypeVar("_T")
_LONG = 2_000  # characters


def kept_for_development(example: Example) -> bool:
    """Whether the example is in the tenth that is not used in training. Its context decides; for
    SQuAD its article, if it is named, because the paragraphs of an article share facts."""
    by_article = example.source in (*ASKED, BESIDE)
    key = (example.title if by_article else "") or example.context
    digest = hashlib.sha256(key.encode("utf-8")).digest()
    return digest[0] < 26  # 26 of 256 values: about a tenth


def thinned(found: Sequence[Example], most: int, draw: random.Random) -> list[Example]:
    """Up to ``most`` random questions of each context."""
    by_context: dict[str, list[Example]] = defaultdict(list)
    for each in found:
        by_context[each.context].append(each)
    return [each for group in by_context.values() for each in up_to(group, most, draw)]


def up_to(pool: Sequence[_T], most: int, draw: random.Random) -> list[_T]:
    """A random sample of ``most`` elements; the whole pool if it has not more than that."""
    return draw.sample(list(pool), min(most, len(pool)))


def is_clear(example: Example) -> bool:
    """Whether the answer is less than 60 % of the context."""
    return len(example.answers[0]) < 0.6 * len(example.context)


def some_of(
    pool: Sequence[Example],
    make: Callable[[Example], TrainingRow | None],
    number: int,
    draw: random.Random,
) -> list[TrainingRow]:
    """The first ``number`` rows that can be made from the pool in random order."""
    made = (make(each) for each in draw.sample(list(pool), len(pool)))
    # subtle: zip draws one row more than it keeps; this must stay, because later draws depend on it
    return [row for row, _ in zip((r for r in made if r), range(number), strict=False)]


def cut_passages(
    found: Sequence[Example], encoder: SentenceEncoder, share: int, draw: random.Random
) -> list[TrainingRow]:
    """For each example, the first passage that holds an answer; and, for every ``share`` of these,
    one passage of the same texts that holds none."""
    rows: list[TrainingRow] = []
    lacking: list[TrainingRow] = []
    for each in found:
        holding, others = cut(each, encoder.counter)
        rows += holding[:1]
        lacking += others[:1]
    draw.shuffle(lacking)
    return rows + lacking[: len(rows) // share]


def whole_or_cut(found: Sequence[Example], encoder: SentenceEncoder) -> list[TrainingRow]:
    """Each example with its whole context, or, if this is long, with the passage that holds the
    answer."""
    rows = [whole(each) for each in found if len(each.context) < _LONG]
    long = (each for each in found if len(each.context) >= _LONG)
    return rows + [row for each in long for row in cut(each, encoder.counter)[0][:1]]


def at(found: Sequence[Example], ranks: Sequence[int]) -> list[tuple[Example, Sequence[int]]]:
    """Each example with the ranks that ``near_misses`` may draw for it."""
    return [(each, ranks) for each in found]


def near_misses(
    asked: Sequence[tuple[Example, Sequence[int]]],
    pool: Sequence[Example],
    encoder: SentenceEncoder,
    draw: random.Random,
) -> list[TrainingRow]:
    """For each question, a passage of the pool that retrieval ranks high but that lacks the answer,
    as the reader meets in use. The pool is indexed like articles. Each question comes with the
    ranks to draw from, counted from 0 among such passages."""
    contexts = dict.fromkeys((each.title, each.context) for each in pool)
    titles = {title for title, _ in contexts}  # the index invents a title for an article without
    rows: list[TrainingRow] = []
    with tempfile.TemporaryDirectory() as place:
        articles = Path(place) / "pool.jsonl"
        lines = (
            json.dumps({"id": str(n), "title": title, "text": text})
            for n, (title, text) in enumerate(contexts)
        )
        articles.write_text("\n".join(lines), encoding="utf-8")
        rebuild(Path(place) / "index", [articles], encoder)
        retriever = LocalRetriever(Path(place) / "index", encoder)
        for start in range(0, len(asked), 64):
            batch = asked[start : start + 64]
            found = retriever.search([Query(each.question) for each, _ in batch], 8)
            for (each, ranks), retrieved in zip(batch, found, strict=True):
                hits = retrieved.hits
                heads = [opening(t) if (t := hit.article.title) in titles else "" for hit in hits]
                texts = [title + hit.text for title, hit in zip(heads, hits, strict=True)]
                row = elsewhere(each, texts, draw.choice(ranks))
                rows += [row] if row else []
    return rows
