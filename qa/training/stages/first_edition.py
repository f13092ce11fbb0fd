"""The training rows of the first edition of the reader, and their order.

There are three stages, each in random order. First come single sentences, which are short and many;
then passages cut as in the index; then the articles written for training, whole contexts, and most
of the unanswerable rows. A tenth of the contexts of every file is kept for development.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from pincite.index.engines.encoder import SentenceEncoder
from pincite.qa.training.data.datasets import LINES, SQUAD, Example, examples
from pincite.qa.training.data.drawing import (
    at,
    cut_passages,
    is_clear,
    kept_for_development,
    near_misses,
    some_of,
    thinned,
    up_to,
    whole_or_cut,
)
from pincite.qa.training.data.rows import TrainingRow, cut, gathered, joined, whole, without_answer
from pincite.qa.training.data.written import ARTICLES, written
from pincite.qa.training.data.written import SOURCE as WRITTEN
from pincite.qa.training.stages import public_only as public

_QUESTIONS_A_SENTENCE = 10  # questions for a sentence of QAMR, which has up to 38 similar ones
_WHOLE = 9_000  # questions of SQuADShifts that are also read with their whole context


Stages: TypeAlias = tuple[list[TrainingRow], ...]


@dataclass(frozen=True, slots=True)
class Recipe:
    """The training rows of two models, by stage: of public data alone (``public``), and of public
    data and the articles written for training (``stages``)."""

    public: Stages
    stages: Stages


def build(
    folder: Path, encoder: SentenceEncoder, seed: int = 0, articles: Path = ARTICLES
) -> Recipe:
    """The rows of all files in ``folder`` and of the articles written for training. The same seed
    gives the same rows. Raises InputError."""
    train: dict[str, list[Example]] = {}
    for source in (*SQUAD, *LINES, WRITTEN):
        found = written(articles) if source == WRITTEN else examples(folder, source)
        train[source] = [each for each in found if not kept_for_development(each)]
    draw = random.Random(seed)
    shifts = [each for source in SQUAD[:2] for each in train[source]]
    earlier = random.Random(seed)
    return Recipe(
        (
            _sentences(train, earlier),
            public.passages(train, shifts, encoder, earlier),
            public.contexts(shifts, train["fairytaleqa"], encoder, earlier),
        ),
        (
            _sentences(train, draw),
            _passages(train, shifts, encoder, draw),
            _contexts(train, shifts, encoder, draw),
        ),
    )


def _sentences(train: dict[str, list[Example]], draw: random.Random) -> list[TrainingRow]:
    rows = [whole(each) for each in thinned(train["qamr"], _QUESTIONS_A_SENTENCE, draw)]
    rows += [whole(each) for each in train["qadiscourse"] if is_clear(each)]
    draw.shuffle(rows)
    return rows


def _passages(
    train: dict[str, list[Example]],
    shifts: Sequence[Example],
    encoder: SentenceEncoder,
    draw: random.Random,
) -> list[TrainingRow]:
    found = (*shifts, *train["fairytaleqa"], *train["covidqa"])
    rows = cut_passages(found, encoder, 20, draw)
    for source, most in (("qamr", 12), ("qadiscourse", 2)):
        some = [each for each in thinned(train[source], most, draw) if is_clear(each)]
        rows += in_context(some, draw)
    draw.shuffle(rows)
    return rows


def in_context(found: Sequence[Example], draw: random.Random) -> list[TrainingRow]:
    """Each single sentence with up to three sentences around it in its article, if the data has
    them; else with three other sentences."""
    articles: dict[str, dict[tuple[int, int], str]] = defaultdict(dict)
    for each in found:
        if each.place:
            articles[each.place[0]][each.place[1:]] = each.context
    contexts = sorted({each.context for each in found})
    rows = []
    for each in found:
        sentences = articles[each.place[0]] if each.place else {}
        if len(sentences) < 2 or each.place is None:
            rows.append(joined(each, up_to(contexts, 3, draw), draw))
            continue
        order = sorted(sentences)
        here = order.index(each.place[1:])
        first = max(here - draw.randrange(4), 0)
        around = [sentences[n] for n in order[first : first + 4]]
        rows.append(gathered(each, around[: here - first], around[here - first + 1 :]))
    return rows


def _contexts(
    train: dict[str, list[Example]],
    shifts: Sequence[Example],
    encoder: SentenceEncoder,
    draw: random.Random,
) -> list[TrainingRow]:
    rows = _written(train[WRITTEN], encoder, draw)
    rows += whole_or_cut(up_to(shifts, _WHOLE, draw), encoder)
    rows += [whole(each) for each in up_to(train["fairytaleqa"], 1_500, draw)]
    rows += some_of(shifts, without_answer, 1_500, draw)
    asked = at(up_to(shifts, 3_000, draw), (0, 0, 1, 3))
    # questions that no text of the pool is about
    asked += at(up_to([each for each in train[WRITTEN] if each.answers], 1_000, draw), (0, 1))
    rows += near_misses(asked, shifts, encoder, draw)
    sentences = [each for each in train["qamr"] if is_clear(each)]
    rows += in_context(up_to(sentences, 3_000, draw), draw)
    draw.shuffle(rows)
    return rows


def _written(
    own: Sequence[Example], encoder: SentenceEncoder, draw: random.Random
) -> list[TrainingRow]:
    """The rows of articles written for training. For an answerable question, the passage that
    answers, and for half of these also one that does not. For an unanswerable question, the passage
    that seems to answer, and another one."""
    answered = [each for each in own if each.answers]
    others = [each for each in own if not each.answers]
    rows = [row for each in answered for row in cut(each, encoder.counter)[0][:1]]
    asked = [*at(others, (0,)), *at(others, (1, 2))]
    asked += at(up_to(answered, len(answered) // 2, draw), (0, 1, 2))
    return rows + near_misses(asked, own, encoder, draw)
