"""The rows that teach a reader to read one passage, before it learns to choose among several.

Nearly all are questions that people asked of a Wikipedia paragraph (SQuAD), a third of them written
to be unanswerable just beside it (SQuAD 2.0, Rajpurkar et al. 2018). Some of every earlier source
are among them, so that nothing is forgotten.
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

ANSWERED = 12_500  # questions of SQuAD; the others are for learning to choose
UNANSWERABLE = 7_000
UNANSWERABLE_ON = 9_600
TYPED = 0.3


@dataclass(frozen=True, slots=True)
class Sources:
    """The examples of each source, those trained on and those kept for development."""

    train: dict[str, list[Example]]
    dev: dict[str, list[Example]]


def sources(folder: Path, articles: Path = ARTICLES, questions: Path = NEWS) -> Sources:
    """Every file that the second edition is trained on. Raises InputError."""
    train: dict[str, list[Example]] = {}
    dev: dict[str, list[Example]] = {}
    own = {SOURCE: written(articles), ON_NEWS: news(folder, questions)}
    for source in (*ASKED, BESIDE, *SQUAD[:2], "qamr", *own):
        found = own[source] if source in own else examples(folder, source)
        train[source] = [each for each in found if not kept_for_development(each)]
        dev[source] = [each for each in found if kept_for_development(each)]
    return Sources(train, dev)


def halves(found: Sequence[Example], seed: int) -> tuple[list[Example], list[Example]]:
    """The questions of SQuAD to read with, and those to choose with."""
    order = random.Random(seed).sample(list(found), len(found))
    return order[:ANSWERED], order[ANSWERED:]


def reading(
    train: dict[str, list[Example]], encoder: Embedder, seed: int, cache: Path
) -> list[TrainingRow]:
    """The rows, in random order; the same for the same seed. Vectors are kept in ``cache``."""
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
    """The rows that a reader goes on with once it has begun to choose: SQuAD's other questions, and
    as many that people wrote to be unanswerable. In random order; the same for the same seed."""
    draw = random.Random(seed)
    _, asked = halves(train[ASKED[0]], 0)
    rows = [as_read(each, encoder, draw) for each in asked]
    rows += [whole(each, titled=True) for each in up_to(train[BESIDE], UNANSWERABLE_ON, draw)]
    rows = typed(rows, TYPED, draw)
    draw.shuffle(rows)
    return rows


def as_read(example: Example, encoder: Embedder, draw: random.Random) -> TrainingRow:
    """The whole context, or half of the time the passage of it that holds the answer."""
    if draw.random() < 0.5:
        return (cut(example, encoder.counter)[0] or [whole(example, titled=True)])[0]
    return whole(example, titled=True)


def seeming(found: Sequence[Example], pool: PassagePool) -> list[TrainingRow]:
    """For each question that its article does not answer, the passage of it that ranks highest."""
    rows = []
    for each, hits in zip(found, pool.search([each.question for each in found], 30), strict=True):
        own = [hit for hit in hits if hit.text == each.context]
        rows += (
            [TrainingRow(each.question, own[0].read, (), f"{each.source} seeming")] if own else []
        )
    return rows
