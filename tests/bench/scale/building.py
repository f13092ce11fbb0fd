"""Makes an index of short passages, with their vectors given, as a build would write it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pincite.corpus.article import Article, Passage, Span
from pincite.index.engines.encoder import SentenceEncoder
from pincite.index.engines.spelling import word_counts
from pincite.index.storage.contents import CONTENTS, Contents
from pincite.index.storage.generation import SEGMENT, publish, staged
from pincite.index.storage.lock import builder_lock
from pincite.index.storage.manifest import CHUNKING, FORMAT, Manifest, SegmentSums
from pincite.index.storage.segments.articles import StoredPassage
from pincite.index.storage.segments.segment import Cut, texts_of, write_segment
from tests.bench.scale.texts import Text

DAYS = 1_000
"""Articles are of so many days, one after the other: any ten keep one in a hundred."""
FIRST = date(2020, 1, 1)


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose vectors an index holds."""

    name: str
    fingerprint: str
    dimension: int

    @classmethod
    def of(cls, encoder: SentenceEncoder) -> Identity:
        """That of an embedder."""
        return cls(encoder.name, encoder.fingerprint, encoder.dimension)


def cuts_of(held: Iterable[Text]) -> list[Cut]:
    """The articles with their passages."""
    found = []
    for number, each in enumerate(held):
        id_ = f"{number:06}.txt"
        day = FIRST + timedelta(days=number * 7_919 % DAYS)
        article = Article(
            id_, each.text[:60], each.text, f"/nowhere/{number % 100:02}/{id_}",
            (Span(0, len(each.text)),), day.isoformat(), language="en",
        )  # fmt: skip
        rows, texts = [], []
        for n, (first, end) in enumerate(each.runs()):
            pieces = each.pieces[first:end]
            span = Span(pieces[0].start, pieces[-1].end)
            texts.append(span.of(each.text))
            key = hashlib.sha256(f"{id_} {n}".encode()).digest()
            rows.append(StoredPassage(Passage(f"{id_}#{n}", id_, span, pieces), key))
        found.append(Cut(article, tuple(rows), tuple(texts)))
    return found


def make(
    index: Path, cuts: Sequence[Cut], vectors: NDArray[np.float32], identity: Identity
) -> None:
    """Publishes an index of one segment."""
    words = word_counts(texts_of(cut.article for cut in cuts))
    order = np.arange(len(cuts), dtype=np.int64)
    contents = Contents(order, np.zeros((0, 2), np.int64), [len(cuts)])
    manifest = Manifest(
        format=FORMAT,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        embedder=identity.name,
        fingerprint=identity.fingerprint,
        dimension=identity.dimension,
        articles=len(cuts),
        copies=0,
        passages=len(vectors),
        set_aside=0,
        chunking=CHUNKING,
        sources=("/nowhere",),
        excluded=(),
        languages={"en": len(cuts)},
        segments=(SegmentSums("", len(cuts), len(vectors), {}),),
        files={},
    )
    index.mkdir(parents=True, exist_ok=True)
    with builder_lock(index), staged(index) as stage:
        contents.write(stage / CONTENTS)
        write_segment(stage / SEGMENT, (), cuts, vectors, words)
        publish(index, stage, manifest)
