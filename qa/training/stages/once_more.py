"""What a reader that reads and chooses goes over once more, in one step of both.

Questions of SQuAD and unanswerable ones beside their paragraphs are read alone again. Questions on
the articles written for training, on news and on SQuAD are put beside passages again: most of the
first two had been left out of the steps before for want of time. Half of them are not answered by
the text that they seem to ask about.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from pincite.qa.training.data.datasets import ASKED, BESIDE, Example
from pincite.qa.training.data.drawing import up_to
from pincite.qa.training.data.news import SOURCE as NEWS
from pincite.qa.training.data.pool import Embedder
from pincite.qa.training.data.rows import TrainingRow, whole
from pincite.qa.training.data.typed import typed
from pincite.qa.training.data.written import SOURCE as WRITTEN
from pincite.qa.training.stages.choosing import Choice, choices, pooled
from pincite.qa.training.stages.reading import TYPED, as_read

ANSWERED: Final = 8_000  # questions of SQuAD that are read
UNANSWERABLE: Final = 6_000
NEGATIVES: Final = 2  # passages beside the one that answers
# questions to choose with: what is answered, what is not
_CHOSEN: Final = {ASKED[0]: (900, 0), BESIDE: (0, 500), WRITTEN: (900, 900), NEWS: (700, 600)}


def rows_again(train: dict[str, list[Example]], encoder: Embedder, seed: int) -> list[TrainingRow]:
    """The rows that are read alone, in random order; the same for the same seed."""
    draw = random.Random(seed)
    rows = [as_read(each, encoder, draw) for each in up_to(train[ASKED[0]], ANSWERED, draw)]
    rows += [whole(each, titled=True) for each in up_to(train[BESIDE], UNANSWERABLE, draw)]
    for source in ASKED[1:]:
        rows += [whole(each, titled=True) for each in train[source]]
    rows = typed(rows, TYPED, draw)
    draw.shuffle(rows)
    return rows


def choices_again(
    train: dict[str, list[Example]], encoder: Embedder, seed: int, cache: Path
) -> list[Choice]:
    """The choices, in random order; the same for the same seed. Vectors are kept in ``cache``."""
    draw = random.Random(seed)
    pool = pooled(train, encoder, cache)
    there = {piece.text for piece in pool.pieces}
    found: list[Example] = []
    for source, numbers in _CHOSEN.items():
        for answered, number in zip((True, False), numbers, strict=True):
            some = _of(train[source], there, answered)
            found += up_to(some, number, draw)
    draw.shuffle(found)
    return choices(found, pool, encoder, draw, negatives=NEGATIVES)


def _of(found: Sequence[Example], there: set[str], answered: bool) -> list[Example]:
    return [e for e in found if e.context in there and bool(e.answers) == answered]
