"""Choices, which teach a reader to choose: a question with the passages that retrieval finds.

The passage that answers competes with passages of a large mixed pool and with "no answer", in one
softmax (``pincite.qa.training.train``). If no passage answers, because the question is unanswerable
or because the answering passage is withheld, "no answer" is right.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pincite.qa.evaluation.metrics import normalised
from pincite.qa.training.data.datasets import ASKED, BESIDE, Example
from pincite.qa.training.data.news import SOURCE as NEWS
from pincite.qa.training.data.pool import Embedder, PassagePool, Piece, pieces
from pincite.qa.training.data.rows import TrainingRow, cut
from pincite.qa.training.data.typed import typed
from pincite.qa.training.data.written import SOURCE as WRITTEN
from pincite.qa.training.stages.reading import halves

DEEP = 24  # passages that are searched for negatives
NEGATIVES = 3
_BANDS = ((0, 1), (1, 4), (4, 9))  # ranks among the negatives; one is drawn from each band
_FIGURE = re.compile(r"\d+(?:[.,:]\d+)*")


POOLED = 6_656  # passages of SQuAD in the pool; of the other sources, all passages are in it
# the numbers of questions of each kind in the first and in the second stage
_SQUAD = (1_600, 350)
_BESIDE = (500, 100)
_OWN = (300, 70)  # answerable ones on the articles written for training; as many unanswerable
_NEWS = (0, 1_500)
_NEWS_NOT = (0, 800)  # unanswerable ones


@dataclass(frozen=True, slots=True)
class Choice:
    """A question with passages, each of them a row. Only the first one may answer."""

    rows: tuple[TrainingRow, ...]


def pooled_parts(train: dict[str, list[Example]], encoder: Embedder) -> list[list[Piece]]:
    """The passages of the pool: of SQuAD's paragraphs, of the articles written for training, and of
    the news if ``train`` has them."""
    parts = [pieces(train[ASKED[0]], encoder, POOLED)]
    return parts + [pieces(train[each], encoder) for each in (WRITTEN, NEWS) if each in train]


def pooled(train: dict[str, list[Example]], encoder: Embedder, cache: Path) -> PassagePool:
    """The pool of ``pooled_parts``. Vectors are kept in ``cache``."""
    return PassagePool.of(pooled_parts(train, encoder), encoder, cache)


def stage(
    number: int,
    train: dict[str, list[Example]],
    encoder: Embedder,
    seed: int,
    cache: Path,
) -> list[Choice]:
    """The choices of the first stage (0), without the news, or of the second (1), most of them on
    the news. No question of SQuAD is in both stages or in ``reading``. The same seed gives the
    same choices."""
    if not number:
        train = {source: found for source, found in train.items() if source != NEWS}
    order = random.Random(seed)
    pool = pooled(train, encoder, cache)
    there = {piece.text for piece in pool.pieces}
    _, asked = halves(train[ASKED[0]], seed)
    own = train[WRITTEN]
    parts = (
        ([each for each in asked if each.context in there], _SQUAD),
        ([each for each in train[BESIDE] if each.context in there], _BESIDE),
        ([each for each in own if each.answers], _OWN),
        ([each for each in own if not each.answers], _OWN),
        ([each for each in train.get(NEWS, ()) if each.answers], _NEWS),
        ([each for each in train.get(NEWS, ()) if not each.answers], _NEWS_NOT),
    )
    found = []
    for part, sizes in parts:
        mixed = order.sample(part, len(part))
        found += mixed[sum(sizes[:number]) : sum(sizes[: number + 1])]
    draw = random.Random(seed + number)
    draw.shuffle(found)
    return choices(found, pool, encoder, draw)


def tells(text: str, answers: Sequence[str]) -> bool:
    """Whether the text may hold one of the answers: its normalised words or all of its figures."""
    plain, lowered = f" {normalised(text)} ", text.lower()
    figures = set(_FIGURE.findall(text))
    for answer in answers:
        wanted = set(_FIGURE.findall(answer))
        words = normalised(answer)
        if answer.lower() in lowered or (words and f" {words} " in plain):
            return True
        if wanted and wanted <= figures:
            return True
    return False


def choices(
    found: Sequence[Example],
    pool: PassagePool,
    encoder: Embedder,
    draw: random.Random,
    withheld: float = 0.15,
    share: float = 0.3,
) -> list[Choice]:
    """A choice for each question. For the share ``withheld`` of the answerable questions, the
    answering passage is left out. The share ``share`` of the questions is changed as in
    ``pincite.qa.training.data.typed``."""
    made = []
    for start in range(0, len(found), 256):
        some = found[start : start + 256]
        hits = pool.search([each.question for each in some], DEEP)
        for each, ranked in zip(some, hits, strict=True):
            gold = [] if each.answers and draw.random() < withheld else _own(each, ranked, encoder)
            others = list(_others(each, ranked, bool(gold) and not each.answers))
            rows = (*gold, *_drawn(others, NEGATIVES - (not each.answers), draw))
            if rows:
                made.append(typed_choice(rows, share, draw))
    return made


def _own(example: Example, hits: Sequence[Piece], encoder: Embedder) -> list[TrainingRow]:
    """The passage of the question's own article that answers; for an unanswerable question, the one
    that ranks highest and so seems to answer. Empty if there is none."""
    if example.answers:
        return cut(example, encoder.counter)[0][:1]
    own = [hit for hit in hits if hit.text == example.context]
    return (
        [TrainingRow(example.question, own[0].read, (), f"{example.source} seeming")] if own else []
    )


def _others(example: Example, hits: Sequence[Piece], own: bool) -> Iterator[TrainingRow]:
    """The passages that do not answer, best first. ``own`` leaves out the best passage of the
    question's article."""
    answers = [span.of(example.context) for span in example.answers]
    for hit in hits:
        if own and hit.text == example.context:
            own = False
        elif not tells(hit.read, answers):
            yield TrainingRow(example.question, hit.read, (), f"{example.source} negative")


def _drawn(rows: Sequence[TrainingRow], most: int, draw: random.Random) -> list[TrainingRow]:
    """One row from each of the first ``most`` bands of ranks; the first band is the best row."""
    bands = [rows[start:stop] for start, stop in _BANDS[:most]]
    return [draw.choice(band) for band in bands if band]


def typed_choice(rows: Sequence[TrainingRow], share: float, draw: random.Random) -> Choice:
    """A choice of the rows; if their question is changed, all get the same wording."""
    (first,) = typed(rows[:1], share, draw)
    return Choice(tuple(TrainingRow(first.question, r.text, r.answers, r.kind) for r in rows))
