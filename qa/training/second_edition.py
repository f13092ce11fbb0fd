"""The steps from the first edition of the reader to the one that ships.

Each step goes on from a mean of the weights of steps before it. A step whose ``settings.most`` is
not -1 ends early, at the rate it then has; what its plan had left is read in a later step.
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
from pincite.qa.training.stages.choosing import stage
from pincite.qa.training.stages.reading import reading, reading_on
from pincite.qa.training.stages.tables import on_tables, tables
from pincite.qa.training.train import TrainingSettings

START: Final = "start"  # the first edition
NEWS: Final = 2_000  # groups of the first step on news

Shares: TypeAlias = Mapping[str, float]
"""Steps, and the share of each one's weights in a mean; they sum to 1."""


@dataclass(frozen=True, slots=True)
class Material:
    """What the steps are made of; vectors of passages are kept in ``cache``."""

    train: dict[str, list[Example]]
    encoder: SentenceEncoder
    features: Features
    cache: Path
    seed: int


@dataclass(frozen=True, slots=True)
class TrainingStep:
    """``base`` are the weights it goes on from; ``groups`` makes what it is shown."""

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
    """What the plan of the first reading had left, and SQuAD's other questions."""
    rows = reading_on(of.train, of.encoder, of.seed + 100)
    return [*_left(_reading(of), READING, of.seed), *alone(rows, of.features)]


def _choosing_on(of: Material) -> list[Group]:
    """What the plan of the first choosing had left, all of the news, and tables."""
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


def _left(groups: Sequence[Group], settings: TrainingSettings, seed: int) -> list[Group]:
    """The groups of the batches that a step which ended early did not come to."""
    plan = batches(groups, settings.batch, seed)
    return [groups[number] for batch in plan[settings.most :] for number in batch]


READING: Final = TrainingSettings(rate=1e-4, falls=0, most=400)
CHOOSING: Final = TrainingSettings(rate=8e-5, falls=1, batch=4_000, checkpoint=50, most=100)
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
)
SHIPPED: Final[Shares] = {
    START: 0.07,
    "choosing": 0.14,
    "news": 0.14,
    "reading-on": 0.2,
    "choosing-on": 0.45,
}
