"""The groups that teach a reader to choose: a question with the passages retrieval finds for it.

Passages of a large mixed pool compete with the one that answers, and all of them with no answer, in
one normalisation (``pincite.qa.training.train``). Where none answers, because the question was
written so or because the passage that does is withheld, no answer is right.
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

DEEP = 24  # passages that are looked through for negatives
NEGATIVES = 3
_BANDS = ((0, 1), (1, 4), (4, 9))  # ranks among the negatives, one drawn from each
_FIGURE = re.compile(r"\d+(?:[.,:]\d+)*")


POOLED = 6_656  # passages of SQuAD's paragraphs in the pool, beside all the others
# questions of the first and of the second stage, of each kind
_SQUAD = (1_600, 350)
_BESIDE = (500, 100)
_OWN = (300, 70)  # answered by the articles written for training; and as many that are not
_NEWS = (0, 1_500)
_NEWS_NOT = (0, 800)  # not answered by the text they are written on


@dataclass(frozen=True, slots=True)
class Choice:
    """A question with passages, each a row; at most one of them, the first, answers."""

    rows: tuple[TrainingRow, ...]


def pooled_parts(train: dict[str, list[Example]], encoder: Embedder) -> list[list[Piece]]:
    """The passages of the pool: of SQuAD's paragraphs, of the articles written for training, and of
    the news where ``train`` has them."""
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
    the news. None of SQuAD's questions is in two stages, nor among those that ``reading`` has; the
    same for the same seed."""
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
    """Whether the text may well hold one of the answers: its words, however written, or all of its
    figures."""
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
    """A choice for each question; for a share ``withheld`` of those that can be answered, without
    the passage that answers. ``share`` of the questions are typed
    (``pincite.qa.training.data.typed``)."""
    made = []
    for start in range(0, len(found), 256):
        some = found[start : start + 256]
        hits = pool.search([each.question for each in some], DEEP)
        for each, told in zip(some, hits, strict=True):
            gold = [] if each.answers and draw.random() < withheld else _own(each, told, encoder)
            others = list(_others(each, told, bool(gold) and not each.answers))
            rows = (*gold, *_drawn(others, NEGATIVES - (not each.answers), draw))
            if rows:
                made.append(typed_choice(rows, share, draw))
    return made


def _own(example: Example, hits: Sequence[Piece], encoder: Embedder) -> list[TrainingRow]:
    """The passage of the question's own article: the one that answers, or else the one that ranks
    highest, which seems to."""
    if example.answers:
        return cut(example, encoder.counter)[0][:1]
    own = [hit for hit in hits if hit.text == example.context]
    return (
        [TrainingRow(example.question, own[0].read, (), f"{example.source} seeming")] if own else []
    )


def _others(example: Example, hits: Sequence[Piece], own: bool) -> Iterator[TrainingRow]:
    """The passages that do not answer, best first; ``own`` leaves out the best of its article."""
    answers = [span.of(example.context) for span in example.answers]
    for hit in hits:
        if own and hit.text == example.context:
            own = False
        elif not tells(hit.read, answers):
            yield TrainingRow(example.question, hit.read, (), f"{example.source} negative")


def _drawn(rows: Sequence[TrainingRow], most: int, draw: random.Random) -> list[TrainingRow]:
    """The best, and one of each band of ranks further down."""
    bands = [rows[start:stop] for start, stop in _BANDS[:most]]
    return [draw.choice(band) for band in bands if band]


def typed_choice(rows: Sequence[TrainingRow], share: float, draw: random.Random) -> Choice:
    """The rows with one wording of their question."""
    (first,) = typed(rows[:1], share, draw)
    return Choice(tuple(TrainingRow(first.question, r.text, r.answers, r.kind) for r in rows))
