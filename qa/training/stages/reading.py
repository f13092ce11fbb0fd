"""The rows that teach a reader to read one passage, before it learns to choose among several.

Nearly all are questions that people asked on a Wikipedia paragraph (SQuAD). A third of them were
written to be unanswerable but similar (SQuAD 2.0, Rajpurkar et al. 2018). Some rows of every
earlier source are added, so that the reader does not forget them.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pincite.qa.training.data.datasets import ASKED, BESIDE, SQUAD, Example, examples
from pincite.qa.training.data.drawing import is_clear, kept_for_development, up_to
from pincite.qa.training.data.news import NEWS, news
from pincite.qa.training.data.news import SOURCE as ON_NEWS
from pincite.qa.training.data.pool import Embedder, PassagePool, pieces
from pincite.qa.training.data.rows import TrainingRow, cut, whole
from pincite.qa.training.data.typed import typed
from pincite.qa.training.data.written import ARTICLES, SOURCE, written
from pincite.qa.training.stages.first_edition import in_context

ANSWERED = 12_500  # questions of SQuAD; the other ones are used to learn to choose
UNANSWERABLE = 7_000
UNANSWERABLE_ON = 9_600
TYPED = 0.3


@dataclass(frozen=True, slots=True)
class Sources:
    """The examples of each source: those for training, and those kept for development."""

    train: dict[str, list[Example]]
    dev: dict[str, list[Example]]


def sources(folder: Path) -> Sources:
    """The examples of all files that the second edition is trained on. Raises InputError."""
    train: dict[str, list[Example]] = {}
    dev: dict[str, list[Example]] = {}
    own = {SOURCE: written(ARTICLES), ON_NEWS: news(folder, NEWS)}
    for source in (*ASKED, BESIDE, *SQUAD[:2], "qamr", *own):
        found = own[source] if source in own else examples(folder, source)
        train[source] = [each for each in found if not kept_for_development(each)]
        dev[source] = [each for each in found if kept_for_development(each)]
    return Sources(train, dev)


def halves(found: Sequence[Example], seed: int) -> tuple[list[Example], list[Example]]:
    """The questions of SQuAD that are used to learn to read, and those to learn to choose."""
    order = random.Random(seed).sample(list(found), len(found))
    return order[:ANSWERED], order[ANSWERED:]


def reading(
    train: dict[str, list[Example]], encoder: Embedder, seed: int, cache: Path
) -> list[TrainingRow]:
    """The rows, in random order. The same seed gives the same rows. Vectors are kept in
    ``cache``."""
    draw = random.Random(seed)
    asked, _ = halves(train[ASKED[0]], seed)
    rows = [as_read(each, encoder, draw) for each in asked]
    rows += [whole(each, titled=True) for each in up_to(train[BESIDE], UNANSWERABLE, draw)]
    for source in ASKED[1:]:
        rows += [whole(each, titled=True) for each in train[source]]
    shifts = [each for source in SQUAD[:2] for each in train[source]]
    rows += [whole(each) for each in up_to(shifts, 1_800, draw)]
    own = train[SOURCE]
    answered = up_to([each for each in own if each.answers], 1_600, draw)
    rows += [row for each in answered for row in cut(each, encoder.counter)[0][:1]]
    others = up_to([each for each in own if not each.answers], 1_200, draw)
    pool = PassagePool.of([pieces(own, encoder)], encoder, cache)
    rows += seeming(others, pool)
    sentences = [each for each in train["qamr"] if is_clear(each)]
    rows += in_context(up_to(sentences, 1_500, draw), draw)
    rows = typed(rows, TYPED, draw)
    draw.shuffle(rows)
    return rows


def reading_on(train: dict[str, list[Example]], encoder: Embedder, seed: int) -> list[TrainingRow]:
    """The rows for a reader that has begun to choose: SQuAD's other questions, and about as many
    that people wrote to be unanswerable. They are in random order; the same seed gives the same
    rows."""
    draw = random.Random(seed)
    _, asked = halves(train[ASKED[0]], 0)
    rows = [as_read(each, encoder, draw) for each in asked]
    rows += [whole(each, titled=True) for each in up_to(train[BESIDE], UNANSWERABLE_ON, draw)]
    rows = typed(rows, TYPED, draw)
    draw.shuffle(rows)
    return rows


def as_read(example: Example, encoder: Embedder, draw: random.Random) -> TrainingRow:
    """The example with its whole context, or, half of the time, with the passage that holds the
    answer."""
    if draw.random() < 0.5:
        return (cut(example, encoder.counter)[0] or [whole(example, titled=True)])[0]
    return whole(example, titled=True)


def seeming(found: Sequence[Example], pool: PassagePool) -> list[TrainingRow]:
    """For each unanswerable question, the passage of its article that ranks highest."""
    rows = []
    for each, hits in zip(found, pool.search([each.question for each in found], 30), strict=True):
        own = [hit for hit in hits if hit.text == each.context]
        rows += (
            [TrainingRow(each.question, own[0].read, (), f"{each.source} seeming")] if own else []
        )
    return rows
