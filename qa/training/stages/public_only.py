"""The rows of the model that is trained on public data alone, which is a part of the first edition.

After single sentences, its stages are passages cut as in the index, and then whole contexts with
more unanswerable rows.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from pincite.index.engines.encoder import SentenceEncoder
from pincite.qa.training.data.datasets import Example
from pincite.qa.training.data.drawing import (
    at,
    cut_passages,
    is_clear,
    near_misses,
    some_of,
    thinned,
    up_to,
    whole_or_cut,
)
from pincite.qa.training.data.rows import (
    TrainingRow,
    altered,
    joined,
    names_in,
    whole,
    without_answer,
)


def passages(
    train: dict[str, list[Example]],
    shifts: Sequence[Example],
    encoder: SentenceEncoder,
    draw: random.Random,
) -> list[TrainingRow]:
    """Passages, passages joined from single sentences, and about a sixth unanswerable rows."""
    found = (*shifts, *train["fairytaleqa"], *train["covidqa"])
    rows = cut_passages(found, encoder, 10, draw)
    for source, most in (("qamr", 8), ("qadiscourse", 2)):
        some = [each for each in thinned(train[source], most, draw) if is_clear(each)]
        others_of = sorted({each.context for each in some})
        rows += [joined(each, up_to(others_of, 3, draw), draw) for each in some]
    names = names_in(shifts)
    rows += some_of(shifts, lambda each: altered(each, names, draw), 1_500, draw)
    rows += some_of(shifts, without_answer, 1_500, draw)
    draw.shuffle(rows)
    return rows


def contexts(
    shifts: Sequence[Example],
    stories: Sequence[Example],
    encoder: SentenceEncoder,
    draw: random.Random,
) -> list[TrainingRow]:
    """Whole contexts of SQuADShifts, some ``stories``, and about a third unanswerable rows."""
    rows = whole_or_cut(shifts, encoder)
    rows += [whole(each) for each in up_to(stories, 1_500, draw)]
    rows += some_of(shifts, without_answer, 2_000, draw)
    rows += near_misses(at(up_to(shifts, 5_000, draw), (0, 0, 1, 3)), shifts, encoder, draw)
    names = names_in(shifts)
    rows += some_of(shifts, lambda each: altered(each, names, draw), 1_500, draw)
    draw.shuffle(rows)
    return rows
