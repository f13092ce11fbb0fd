"""A million short passages out of real texts, and their vectors.

Each context is an article. It is cut at the ends of its sentences and, where a sentence is long, at
commas, into *pieces*; each run of one to WINDOW consecutive pieces is a passage. Where the contexts
do not suffice, they come again with their pieces in another order.

The pieces are embedded, with the embedder that Pincite ships; the vector of a longer run is the
mean of those of its pieces, weighed by their length, at length one. ``agreement`` measures how near
that comes to embedding the run itself.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pincite.corpus.article import Span
from pincite.index.engines.encoder import SentenceEncoder

WINDOW = 5
"""A passage has at most so many pieces."""

_LEAST, _LONG = 25, 100  # characters of a piece, and of a sentence that is cut at its commas
_SHARD = 4_096  # pieces that are embedded and kept together


@dataclass(frozen=True, slots=True)
class Text:
    """An article to be: its text, where its pieces stand, and their numbers over all contexts."""

    text: str
    pieces: tuple[Span, ...]
    numbers: tuple[int, ...]

    def runs(self) -> Iterator[tuple[int, int]]:
        """The pieces that each passage is made of: the first, and the one behind the last."""
        for first in range(len(self.pieces)):
            for end in range(first + 1, min(first + WINDOW, len(self.pieces)) + 1):
                yield first, end


def texts(folder: Path, most: int | None = None, seed: int = 1) -> list[Text]:
    """The different contexts of the files in a folder, in a drawn order, of at most so many pieces
    in all."""
    contexts: dict[str, None] = {}
    for path in sorted(folder.rglob("*.json*")):
        contexts |= dict.fromkeys(filter(None, map(str.strip, _contexts(path))))
    every, found, count = list(contexts), [], 0
    random.Random(seed).shuffle(every)
    for each in every:
        pieces = tuple(_pieces(each))
        if most is not None and count + len(pieces) > most:
            break
        if pieces:
            found.append(Text(each, pieces, tuple(range(count, count + len(pieces)))))
            count += len(pieces)
    return found


def articles(held: Sequence[Text], passages: int, seed: int = 4) -> list[Text]:
    """Texts of so many passages in all: as they are first, then with their pieces in another
    order."""
    found: list[Text] = []
    draw, left = random.Random(seed), passages
    for again in range(passages):
        for each in held:
            made = _shuffled(each, draw) if again else each
            runs = sum(1 for _ in made.runs())
            if left < runs:
                return found
            found.append(made)
            left -= runs
    return found


def _shuffled(text: Text, draw: random.Random) -> Text:
    order = draw.sample(range(len(text.pieces)), len(text.pieces))
    said, spans, start = [], [], 0
    for n in order:
        said.append(text.pieces[n].of(text.text))
        spans.append(Span(start, start + len(said[-1])))
        start += len(said[-1]) + 1
    return Text(" ".join(said), tuple(spans), tuple(text.numbers[n] for n in order))


def questions(folder: Path, n: int, seed: int = 2) -> list[str]:
    """So many questions that people asked of these contexts."""
    every: set[str] = set()
    for path in sorted(folder.rglob("*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            every |= {json.loads(line).get("question") or "" for line in lines}
    return random.Random(seed).sample(sorted(every - {""}), n)


def embedded(held: Sequence[Text], cache: Path, encoder: SentenceEncoder) -> NDArray[np.float32]:
    """The vectors of all pieces, shape (n, d), in order; what was embedded before is read."""
    pieces = [span.of(each.text) for each in held for span in each.pieces]
    cache.mkdir(parents=True, exist_ok=True)
    shards = []
    for start in range(0, len(pieces), _SHARD):
        shard = pieces[start : start + _SHARD]
        path = cache / f"{hashlib.sha256(chr(0).join(shard).encode()).hexdigest()[:24]}.npy"
        if not path.exists():
            order = sorted(range(len(shard)), key=lambda n: len(shard[n]))
            vectors = np.empty((len(shard), encoder.dimension), np.float32)
            for few in range(0, len(order), 256):
                rows = order[few : few + 256]
                vectors[rows] = encoder.passages([shard[row] for row in rows])
            with path.with_suffix(".new").open("wb") as file:
                np.save(file, vectors)
            path.with_suffix(".new").rename(path)
            print(f"embedded {start + len(shard):,} of {len(pieces):,} pieces", flush=True)
        shards.append(np.load(path))
    return np.concatenate(shards)


def run_vectors(held: Sequence[Text], pieces: NDArray[np.float32]) -> NDArray[np.float32]:
    """The vectors of all passages, shape (n, d), in the order of ``Text.runs``; ``pieces`` has
    those of all pieces."""
    out = np.empty((sum(1 for each in held for _ in each.runs()), pieces.shape[1]), np.float32)
    row = 0
    for each in held:
        lengths = np.array([len(span) for span in each.pieces], np.float32)
        summed = np.cumsum(pieces[list(each.numbers)] * lengths[:, None], axis=0)
        summed = np.concatenate([np.zeros((1, pieces.shape[1]), np.float32), summed])
        starts, ends = np.array(list(each.runs())).T
        means = summed[ends] - summed[starts]
        out[row : row + len(means)] = means / np.linalg.norm(means, axis=1, keepdims=True)
        row += len(means)
    return out


def agreement(
    held: Sequence[Text], vectors: NDArray[np.float32], encoder: SentenceEncoder, n: int = 300
) -> NDArray[np.float32]:
    """The cosines between the vectors of ``n`` drawn passages and those of embedding them."""
    runs = [(each, run) for each in held for run in each.runs()]
    drawn = random.Random(3).sample(range(len(runs)), n)
    said = [_said(*runs[row]) for row in drawn]
    return np.asarray((encoder.passages(said) * vectors[drawn]).sum(axis=1))


def _said(text: Text, run: tuple[int, int]) -> str:
    first, end = run
    return Span(text.pieces[first].start, text.pieces[end - 1].end).of(text.text)


def _contexts(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8") as file:
        if path.suffix == ".jsonl":
            for line in file:
                values = json.loads(line)
                yield values.get("context") or values.get("text") or ""
        else:
            told: Any = json.load(file)
            for article in told["data"] if isinstance(told, dict) else ():
                yield from (each["context"] for each in article["paragraphs"])


def _pieces(text: str) -> Iterator[Span]:
    """Where the pieces stand; a short one goes with the one before it."""
    start = 0
    for mark in [*re.finditer(r"(?<=[.!?])\s+|\n+|(?<=[,;:]) ", text), None]:
        end = mark.start() if mark else len(text)
        comma = mark is not None and mark.start() and text[mark.start() - 1] in ",;:"
        whole = not comma or end - start >= _LONG * 0.6
        if whole and end - start >= _LEAST:
            yield Span(start, end)
            start = mark.end() if mark else end
        elif not comma and mark is not None:
            start = mark.end() if end - start < _LEAST else start
