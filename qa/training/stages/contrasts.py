"""Choices among contrast sets: pairs of questions of which the text answers one.

In such a pair little differs but what matters: the year, the other team, who said it and who denied
it (Gardner et al. 2020, "Evaluating models' local decision boundaries via contrast sets"). Reports
and events are real news (``qa/training/contrasts``); sisters are articles written for training in
sets of two or three that tell of the same kind of thing (``qa/training/sisters``), so that what one
is asked is told by the other.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pincite.index.engines.encoder import SentenceEncoder
from pincite.qa.training.data.datasets import ASKED, BESIDE, Example
from pincite.qa.training.data.drawing import kept_for_development, up_to
from pincite.qa.training.data.news import SOURCE as NEWS
from pincite.qa.training.data.news import news
from pincite.qa.training.data.pool import PassagePool, pieces
from pincite.qa.training.data.rows import TrainingRow, whole
from pincite.qa.training.data.typed import typed
from pincite.qa.training.data.written import SOURCE as WRITTEN
from pincite.qa.training.data.written import written
from pincite.qa.training.stages.choosing import Choice, choices, pooled_parts, typed_choice
from pincite.qa.training.stages.reading import TYPED, as_read
from pincite.qa.training.stages.tables import on_tables, tables

CONTRASTS: Final = Path(__file__).parents[1] / "contrasts"
SISTERS: Final = Path(__file__).parents[1] / "sisters"
_WITHHELD: Final = 0.06
_MOST: Final = 1.25  # unanswered questions for each answered one of the same beginning
_DEEP: Final = 50  # passages among which those of the own text are looked for
_OWN: Final = 2


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """How many questions of earlier steps are asked again, so that nothing is forgotten: on news;
    on the articles written for training, answered and as many that are not; of SQuAD, answered and
    unanswerable, each read alone; and on tables."""

    news: int
    written: int
    asked: int
    beside: int
    tables: int


@dataclass(frozen=True, slots=True)
class ChoicesAndRows:
    """What a step shows the reader: choices, and rows that it reads alone."""

    choices: list[Choice]
    rows: list[TrainingRow]


def reports(data: Path) -> list[Example]:
    """The contrast sets on reports of Global Voices and Wikinews. Raises InputError."""
    return news(data, CONTRASTS / "reports")


def events(data: Path) -> list[Example]:
    """The contrast sets on short news of the day, told apart from one another too."""
    return news(data, CONTRASTS / "events")


def sisters(folder: Path = SISTERS) -> list[Example]:
    """The questions on sister articles that are trained on. Raises InputError."""
    return [each for each in written(folder) if not kept_for_development(each)]


def contrasts(
    new: Sequence[Example],
    again: Rehearsal,
    train: dict[str, list[Example]],
    encoder: SentenceEncoder,
    seed: int,
    cache: Path,
    *,
    told_elsewhere: bool = False,
) -> ChoicesAndRows:
    """The new questions beside what retrieval finds for them, and the rehearsal. If
    ``told_elsewhere``, what one text does not answer another may: such a question is shown with
    passages of its own text alone. The same for the same seed; vectors of passages are kept in
    ``cache``."""
    draw = random.Random(seed)
    own = train[WRITTEN]
    fresh = [each for each in new if each.source == WRITTEN]
    parts = pooled_parts(train, encoder)
    pool = PassagePool.of([*parts, pieces(fresh, encoder)] if fresh else parts, encoder, cache)
    apart = [each for each in new if told_elsewhere and not each.answers]
    asked = [
        *(each for each in new if each.answers or not told_elsewhere),
        *up_to(train[NEWS], again.news, draw),
        *up_to([each for each in own if each.answers], again.written, draw),
        *up_to([each for each in own if not each.answers], again.written, draw),
    ]
    draw.shuffle(asked)
    chosen = choices(asked, pool, encoder, draw, withheld=_WITHHELD)
    chosen += _of_own_text(apart, pool, draw)
    rows = [as_read(each, encoder, draw) for each in up_to(train[ASKED[0]], again.asked, draw)]
    rows += [whole(each, titled=True) for each in up_to(train[BESIDE], again.beside, draw)]
    rows = typed(rows, TYPED, draw)
    if again.tables:
        chosen += draw.sample(on_tables(tables(), encoder, seed), again.tables)
    return ChoicesAndRows(chosen, rows)


def balanced(found: Sequence[Example], draw: random.Random) -> list[Example]:
    """The examples, fewer of those without an answer where more questions of one beginning ("how
    many", "when") have none than have one: the beginning must not tell."""
    answered = Counter(_beginning(each) for each in found if each.answers)
    kept: Counter[str] = Counter()
    some = []
    for each in draw.sample(list(found), len(found)):
        if not each.answers:
            kept[_beginning(each)] += 1
            if kept[_beginning(each)] > _MOST * (answered[_beginning(each)] + 1):
                continue
        some.append(each)
    return some


def _beginning(example: Example) -> str:
    first, *rest = example.question.lower().split()
    return f"{first} {rest[0]}" if first == "how" and rest else first


def _of_own_text(found: Sequence[Example], pool: PassagePool, draw: random.Random) -> list[Choice]:
    """Each question with the two passages of its own text that rank highest for it."""
    made = []
    hits = pool.search([each.question for each in found], _DEEP)
    for each, ranked in zip(found, hits, strict=True):
        own = [hit.read for hit in ranked if hit.text == each.context][:_OWN]
        rows = [TrainingRow(each.question, text, (), f"{each.source} seeming") for text in own]
        made += [typed_choice(rows, TYPED, draw)] if rows else []
    return made
