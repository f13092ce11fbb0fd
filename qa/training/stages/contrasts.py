"""Choices on contrast sets: pairs of similar questions of which the text answers only one.

The two questions differ only in what matters, such as the year, the team, or who said something
(Gardner et al. 2020, "Evaluating models' local decision boundaries via contrast sets"). Reports and
events are real news (``qa/training/contrasts``). Sisters are articles written for training, in sets
of two or three about the same kind of thing (``qa/training/sisters``): one article answers what
another one does not.
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
TYPED_ARTICLES: Final = Path(__file__).parents[1] / "typed" / "articles"
TYPED_NEWS: Final = Path(__file__).parents[1] / "typed" / "news"
_WITHHELD: Final = 0.06
_MOST: Final = 1.25  # unanswerable questions for each answerable one with the same beginning
_DEEP: Final = 50  # passages that are searched for those of the question's own text
_OWN: Final = 2


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """How many questions of earlier steps are repeated, so that the reader does not forget them:
    ``news``; ``written`` answerable ones on the articles written for training, and as many
    unanswerable; ``asked`` answerable and ``beside`` unanswerable ones of SQuAD, each read alone;
    ``tables``."""

    news: int
    written: int
    asked: int
    beside: int
    tables: int


@dataclass(frozen=True, slots=True)
class ChoicesAndRows:
    """The training material of a step: choices, and rows that are read alone."""

    choices: list[Choice]
    rows: list[TrainingRow]


def reports(data: Path) -> list[Example]:
    """The contrast sets on reports of Global Voices and Wikinews. Raises InputError."""
    return news(data, CONTRASTS / "reports")


def events(data: Path) -> list[Example]:
    """The contrast sets on short news of the day; questions also contrast different news. Raises
    InputError."""
    return news(data, CONTRASTS / "events")


def sisters(folder: Path = SISTERS) -> list[Example]:
    """The training questions on sister articles. Raises InputError."""
    return [each for each in written(folder) if not kept_for_development(each)]


def typed_articles() -> list[Example]:
    """The questions as people type them on articles written for training, a tenth kept apart.
    Raises InputError."""
    return sisters(TYPED_ARTICLES)


def typed_news(data: Path) -> list[Example]:
    """The questions as people type them on reports of Global Voices and Wikinews. Raises
    InputError."""
    return news(data, TYPED_NEWS)


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
    """The new questions with the passages that retrieval finds, and the rehearsal. If
    ``told_elsewhere``, another text may answer an unanswerable question, so such a question gets
    only passages of its own text. The same seed gives the same result. Vectors of passages are kept
    in ``cache``."""
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
    """The examples without some of the unanswerable ones: for each beginning of a question ("how
    many", "when"), there are not many more unanswerable than answerable ones. So the beginning does
    not show whether a question is answerable."""
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
    """A choice for each question, of the two passages of its own text that rank highest."""
    made = []
    hits = pool.search([each.question for each in found], _DEEP)
    for each, ranked in zip(found, hits, strict=True):
        own = [hit.read for hit in ranked if hit.text == each.context][:_OWN]
        rows = [TrainingRow(each.question, text, (), f"{each.source} seeming") for text in own]
        made += [typed_choice(rows, TYPED, draw)] if rows else []
    return made
