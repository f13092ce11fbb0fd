"""One measurement in a process of its own, so that its peak memory is its own. Prints JSON.

python -m tests.bench.measure pincite FOLDER PASSAGES
python -m tests.bench.measure plain FOLDER PASSAGES
"""

from __future__ import annotations

import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

from pincite.corpus.passages.chunk import embedded_text, passages
from pincite.corpus.read import read_articles
from pincite.index.building.build import rebuild
from pincite.index.engines.encoder import SentenceEncoder
from pincite.index.engines.models.sentences import SentenceModel
from pincite.index.retrieval.local import LocalRetriever
from pincite.qa.answerer import Answerer
from tests.bench.corpora import QUESTIONS

ASKED = 60


def texts_of(folder: Path, encoder: SentenceEncoder) -> list[str]:
    """What Pincite embeds for these articles: the same work for both sides."""
    return [
        embedded_text(article, passage, encoder.counter)
        for article in read_articles([folder]).articles
        for passage in passages(article, encoder.counter, budget=encoder.max_tokens)
    ]


def pincite(folder: Path) -> dict[str, float]:
    """Builds, rebuilds unchanged, asks."""
    encoder = SentenceEncoder.load()
    encoder.passages(["warm"])
    with tempfile.TemporaryDirectory() as place:
        receipt = rebuild(Path(place), [folder], encoder)
        start = time.perf_counter()
        rebuild(Path(place), [folder], encoder)
        unchanged = time.perf_counter() - start
        answerer = Answerer(LocalRetriever(Path(place), encoder))
        p50, p95 = latencies(lambda question: answerer.answer(question))
    return {
        "passages": receipt.passages,
        "seconds": receipt.seconds,
        "unchanged": unchanged,
        "p50": p50,
        "p95": p95,
        "memory": peak(),
    }


def plain(folder: Path) -> dict[str, float]:
    """Encodes the same texts and the same questions with sentence-transformers alone."""
    encoder = SentenceEncoder.load()
    texts = texts_of(folder, encoder)
    model = SentenceModel(encoder.folder).model
    model.encode(["warm"])
    start = time.perf_counter()
    model.encode(texts, show_progress_bar=False)
    seconds = time.perf_counter() - start
    p50, p95 = latencies(lambda question: model.encode([question], show_progress_bar=False))
    return {
        "passages": len(texts),
        "seconds": seconds,
        "unchanged": seconds,
        "p50": p50,
        "p95": p95,
        "memory": peak(),
    }


def latencies(ask: Callable[[str], object]) -> tuple[float, float]:
    """Median and 95th percentile of single questions, in seconds, after two to warm up."""
    taken = []
    for question in islice(cycle(QUESTIONS), ASKED + 2):
        start = time.perf_counter()
        ask(question)
        taken.append(time.perf_counter() - start)
    taken = sorted(taken[2:])
    return taken[len(taken) // 2], taken[int(len(taken) * 0.95)]


def peak() -> float:
    """The process's peak resident memory in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024.0


if __name__ == "__main__":
    side, place = sys.argv[1], Path(sys.argv[2])
    print(json.dumps({"pincite": pincite, "plain": plain}[side](place)))
