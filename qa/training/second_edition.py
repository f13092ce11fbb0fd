"""The training steps from the first edition of the reader to the one that ships.

Each step starts from a mean of the weights of earlier steps. A step whose ``settings.most`` is not
-1 ends early, at its current rate; a later step uses the rest of its groups.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from pincite.index.engines.encoder import SentenceEncoder
from pincite.qa.reading.features import Features
from pincite.qa.training.batches import Group, alone, batches, together
from pincite.qa.training.data.datasets import Example
from pincite.qa.training.data.drawing import up_to
from pincite.qa.training.stages.choosing import stage
from pincite.qa.training.stages.contrasts import (
    Rehearsal,
    balanced,
    contrasts,
    events,
    reports,
    sisters,
    typed_articles,
    typed_news,
)
from pincite.qa.training.stages.reading import reading, reading_on
from pincite.qa.training.stages.tables import on_tables, tables
from pincite.qa.training.train import TrainingSettings

START: Final = "start"  # the weights of the first edition
NEWS: Final = 2_000  # groups of the first step on news
EVENTS: Final = 3_000  # questions on the news of the day
SHOWN: Final = 0.7  # share of the last step's groups that is used, as there was no time for more
AGAIN: Final = (
    Rehearsal(news=800, written=350, asked=2_600, beside=1_900, tables=250),
    Rehearsal(news=120, written=120, asked=1_000, beside=800, tables=200),
    Rehearsal(news=400, written=500, asked=1_300, beside=950, tables=200),
    Rehearsal(news=0, written=0, asked=1_300, beside=950, tables=0),
)
TYPED: Final = (4_600, 2_600)  # questions as people type them, on written articles and on news
OTHERS: Final = 600  # questions on events and on sister articles beside them

Shares: TypeAlias = Mapping[str, float]
"""Names of steps with the share of each one's weights in a mean; the shares sum to 1."""


@dataclass(frozen=True, slots=True)
class Material:
    """What the steps share: the folder of question data, the training examples of it, the encoder,
    the features and the seed. Vectors of passages are kept in ``cache``."""

    data: Path
    train: dict[str, list[Example]]
    encoder: SentenceEncoder
    features: Features
    cache: Path
    seed: int


@dataclass(frozen=True, slots=True)
class TrainingStep:
    """A step of the training. It starts from the weights ``base``; ``groups`` makes its training
    groups."""

    name: str
    base: Shares
    settings: TrainingSettings
    groups: Callable[[Material], list[Group]]


def _reading(of: Material) -> list[Group]:
    return alone(reading(of.train, of.encoder, of.seed, of.cache), of.features)


def _choosing(number: int) -> Callable[[Material], list[Group]]:
    def groups(of: Material) -> list[Group]:
        found = stage(number, of.train, of.encoder, of.seed, of.cache)
        return together([each.rows for each in found], of.features)

    return groups


def _news(of: Material) -> list[Group]:
    return _choosing(1)(of)[:NEWS]


def _reading_on(of: Material) -> list[Group]:
    """The rest of the groups of the step "reading", and SQuAD's other questions."""
    rows = reading_on(of.train, of.encoder, of.seed + 100)
    return [*_left(_reading(of), READING, of.seed), *alone(rows, of.features)]


def _choosing_on(of: Material) -> list[Group]:
    """The rest of the groups of the step "choosing", all news, and tables."""
    news = _choosing(1)(of)
    cells = [each.rows for each in on_tables(tables(), of.encoder, of.seed)]
    found = [
        *_left(_choosing(0)(of), CHOOSING, of.seed),
        *news[NEWS:],
        *news[:NEWS],
        *together(cells, of.features),
    ]
    random.Random(of.seed + 3).shuffle(found)
    return found


def _reports(of: Material) -> list[Group]:
    """Contrast sets on reports. Few other reports answer what one report does not."""
    return _contrasts(of, reports(of.data), AGAIN[0], 11)


def _sisters(of: Material) -> list[Group]:
    """Contrast sets on several texts about the same kind of thing, and a part of the rest of the
    groups of the step "reports"."""
    draw = random.Random(of.seed + 12)
    new = balanced([*up_to(events(of.data), EVENTS, draw), *sisters()], draw)
    found = _contrasts(of, new, AGAIN[1], 12, told_elsewhere=True)
    left = _left(_reports(of), REPORTS, of.seed + 11)
    found += up_to(left, len(left) // 4, draw)
    draw.shuffle(found)
    return found[: int(SHOWN * len(found))]


def _typed(of: Material) -> list[Group]:
    """Questions as people type them, and a part of what the steps before were shown."""
    draw = random.Random(of.seed + 31)
    written = up_to(typed_articles(), TYPED[0], draw)
    others = up_to([*events(of.data), *sisters()], OTHERS, draw)
    asked = up_to(typed_news(of.data), TYPED[1], draw)
    found = _contrasts(of, [*written, *others], AGAIN[2], 31, told_elsewhere=True)
    found += _contrasts(of, asked, AGAIN[3], 32)
    draw.shuffle(found)
    return found


def _contrasts(
    of: Material,
    new: Sequence[Example],
    again: Rehearsal,
    seed: int,
    *,
    told_elsewhere: bool = False,
) -> list[Group]:
    shown = contrasts(
        new, again, of.train, of.encoder, of.seed + seed, of.cache, told_elsewhere=told_elsewhere
    )
    found = together([each.rows for each in shown.choices], of.features)
    found += alone(shown.rows, of.features)
    random.Random(of.seed + seed).shuffle(found)
    return found


def _left(groups: Sequence[Group], settings: TrainingSettings, seed: int) -> list[Group]:
    """The groups of the batches that a step did not use because it ended early."""
    plan = batches(groups, settings.batch, seed)
    return [groups[number] for batch in plan[settings.most :] for number in batch]


BEFORE: Final[Shares] = {
    START: 0.07,
    "choosing": 0.14,
    "news": 0.14,
    "reading-on": 0.2,
    "choosing-on": 0.45,
}
"""The weights that shipped before the training on contrast sets."""

BEFORE_TYPED: Final[Shares] = {name: share / 2 for name, share in BEFORE.items()} | {"sisters": 0.5}
"""The weights that shipped before the questions as people type them."""

READING: Final = TrainingSettings(rate=1e-4, falls=0, most=400)
CHOOSING: Final = TrainingSettings(rate=8e-5, falls=1, batch=4_000, checkpoint=50, most=100)
REPORTS: Final = TrainingSettings(
    rate=7e-5, falls=1, warmup=0.04, batch=4_000, checkpoint=50, seed=11, most=450
)
STEPS: Final = (
    TrainingStep("reading", {START: 1.0}, READING, _reading),
    TrainingStep("choosing", {"reading": 1.0}, CHOOSING, _choosing(0)),
    TrainingStep(
        "news",
        {"choosing": 1.0},
        TrainingSettings(rate=8e-5, falls=0, batch=4_000, checkpoint=25),
        _news,
    ),
    TrainingStep(
        "reading-on",
        {START: 0.2, "choosing": 0.4, "news": 0.4},
        TrainingSettings(rate=1e-4, falls=1, warmup=0.03, checkpoint=100, seed=1),
        _reading_on,
    ),
    TrainingStep(
        "choosing-on",
        {"reading-on": 1.0},
        TrainingSettings(rate=1e-4, falls=0, warmup=0.05, batch=4_000, checkpoint=50, seed=2),
        _choosing_on,
    ),
    TrainingStep("reports", BEFORE, REPORTS, _reports),
    TrainingStep(
        "sisters",
        {"reports": 1.0},
        TrainingSettings(rate=6e-5, falls=0, warmup=0.03, batch=4_000, checkpoint=50, seed=12),
        _sisters,
    ),
    TrainingStep(
        "typed",
        BEFORE_TYPED,
        TrainingSettings(rate=8e-5, falls=0, warmup=0.04, batch=4_000, checkpoint=100, seed=31),
        _typed,
    ),
)
SHIPPED: Final[Shares] = {name: 0.3 * share for name, share in BEFORE_TYPED.items()} | {
    "typed": 0.7
}
