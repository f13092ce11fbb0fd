"""Measures retrieval over up to a million short passages of real texts.

    python -m tests.bench.million FOLDER                       10,000, 100,000 and 1,000,000
    python -m tests.bench.million FOLDER --sizes 1000 20000    a quick look
    python -m tests.bench.million FOLDER --pieces 80000        embed no more than so many pieces
    python -m tests.bench.million FOLDER --crossover PLOT.png  each compared, and by inverted file

FOLDER has files of JSON lines with a "context" or "text" and perhaps a "question", or of SQuAD's
form; ``tests.bench.scale.texts`` says how passages and their vectors are made of them. What was
embedded is kept in WORK (--work), and so are the indexes.

For each size a process of its own opens the index and asks questions that it has the vectors of:
what is measured is the dense and the lexical ranking, their fusion and the reading of ten hits,
beside the two rankings alone. Recall is how many of the ten that are found are as near as the tenth
by brute force, which may be one of several with the same words. Filters are on ten days of a
thousand, others for each question. Other work on the machine lengthens all times.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import numpy as np
from numpy.typing import NDArray

from pincite.index.engines.encoder import SentenceEncoder
from pincite.index.retrieval.filter import Filter
from pincite.index.retrieval.query import Query
from pincite.index.retrieval.search import DEPTH, Searcher
from pincite.index.storage.snapshot import Snapshot
from tests.bench.scale import building, crossover, texts

QUESTIONS = 500
_SLOW = 30  # of them are asked of brute force


class Prepared:
    """An embedder of questions whose vectors are known."""

    def __init__(self, identity: building.Identity, known: dict[str, NDArray[np.float32]]) -> None:
        self.name, self.fingerprint = identity.name, identity.fingerprint
        self._known = known

    def count(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]

    def questions(self, asked: Sequence[str]) -> NDArray[np.float32]:
        return np.array([self._known[each] for each in asked])


def resident() -> float:
    """The megabytes of memory that this process has, with what it has mapped and used."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
    return int(lines["VmRSS"].split()[0]) / 1024


def times(run: Callable[[int], object], n: int) -> NDArray[np.float64]:
    """The milliseconds of each of ``n`` runs: of the clock, and of the processor, shape (n, 2)."""
    taken = np.empty((n, 2))
    for number in range(n):
        start = time.perf_counter(), time.process_time()
        run(number)
        taken[number] = time.perf_counter() - start[0], time.process_time() - start[1]
    return 1000 * taken


def told(name: str, taken: NDArray[np.float64]) -> str:
    """A figure for people."""
    (wall, wall_95), (used, used_95) = np.percentile(taken, (50, 95), axis=0).T
    return (
        f"{name} p50 {wall:.1f} ms, p95 {wall_95:.1f} ms "
        f"(of the processor {used:.1f} and {used_95:.1f})"
    )


def measure(index: Path, asked: Path) -> None:
    """Opens an index and prints what it costs; in a process of its own."""
    questions = json.loads(asked.read_text())
    vectors = np.load(asked.with_suffix(".npy"))
    before = resident()
    start = time.perf_counter()
    snapshot = Snapshot.open(index)
    opened = time.perf_counter() - start
    manifest = snapshot.manifest
    identity = building.Identity(manifest.embedder, manifest.fingerprint, manifest.dimension)
    encoder = Prepared(identity, dict(zip(questions, vectors, strict=True)))
    searcher = Searcher(snapshot, encoder)
    first = times(lambda n: searcher.search([Query(questions[n])], 10), 1)[0, 0] / 1000
    print(
        f"{manifest.passages:,} passages of {manifest.articles:,} articles: open {opened:.2f} s, "
        f"first search {first:.2f} s, then {resident():.0f} MB ({before:.0f} before)",
        flush=True,
    )
    n = len(questions)
    for again in ("cold ", ""):
        whole = times(lambda i: searcher.search([Query(questions[i])], 10), n)
        print(told(f"  {again}retrieval of ten hits:", whole), flush=True)
    dense = times(lambda i: snapshot.dense.search(vectors[i : i + 1], DEPTH), n)
    lexical = times(lambda i: snapshot.lexical.search(questions[i], DEPTH), n)
    print(told("  dense:", dense), told("BM25:", lexical), sep="; ")
    days = [building.FIRST + timedelta(days=7 * i % 990) for i in range(n)]
    filters = [Filter(day, day + timedelta(days=9)) for day in days]
    kept = searcher.search([Query(questions[0], filters[0])], 1)[0].scope.articles
    narrow = times(lambda i: searcher.search([Query(questions[i], filters[i])], 10), n)
    ratio = np.median(narrow[:, 1]) / np.median(whole[:, 1])
    print(
        told(f"  within ten days ({100 * kept / manifest.articles:.1f} %):", narrow),
        f"{ratio:.2f} times as much",
        sep="; ",
    )
    print(f"  resident after all that: {resident():.0f} MB", flush=True)
    _agreement(index, snapshot, searcher, encoder, questions, vectors, filters)


def _agreement(
    index: Path,
    snapshot: Snapshot,
    searcher: Searcher,
    encoder: Any,
    questions: Sequence[str],
    vectors: NDArray[np.float32],
    filters: Sequence[Filter],
) -> None:
    exact = Snapshot.open(index, exact=True)
    brute = Searcher(exact, encoder)
    fused = [
        _shared(*(_ids(each, Query(question)) for each in (searcher, brute)))
        for question in questions[:_SLOW]
    ]
    narrow = [
        _shared(*(_ids(each, Query(question, filter)) for each in (searcher, brute)))
        for question, filter in zip(questions[:_SLOW], filters, strict=False)
    ]
    slow = times(lambda i: exact.dense.search(vectors[i : i + 1], DEPTH), 10)
    found = [snapshot.dense.search(each[None], DEPTH)[0][0, :10] for each in vectors]
    recall = np.mean(np.array(found) >= _tenth(exact, vectors)[:, None] - 1e-6)
    print(
        f"  recall@10 {recall:.4f} of brute force over {len(questions)} questions; of the ten "
        f"fused hits {np.mean(fused):.4f} the same, within ten days {np.mean(narrow):.4f}; "
        + told("brute force:", slow),
        flush=True,
    )


def _tenth(exact: Snapshot, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """The cosine of the tenth nearest passage to each question."""
    best = np.full((len(vectors), 10), -1.0, np.float32)
    for segment in exact.segments:
        every = segment.vectors.whole()
        for start in range(0, len(every), 50_000):
            scores = np.concatenate([best, vectors @ every[start : start + 50_000].T], axis=1)
            best = np.partition(scores, -10, axis=1)[:, -10:]
    return best.min(axis=1)


def _ids(searcher: Searcher, query: Query) -> set[str]:
    return {hit.passage.id for hit in searcher.search([query], 10)[0].hits}


def _shared(one: set[Any], other: set[Any]) -> float:
    return len(one & other) / max(len(other), 1)


def main() -> None:
    """Makes the indexes that are not there and prints a few lines for each."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--pieces", type=int, help="How many to embed at most.")
    parser.add_argument("--work", type=Path, default=Path("build/million"))
    parser.add_argument("--crossover", type=Path, help="Where to put the plot, and nothing else.")
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    asked = options.work / "questions.json"
    if options.one:
        measure(options.one, asked)
        return
    start, encoder = time.perf_counter(), SentenceEncoder.load()
    held = texts.texts(options.folder, options.pieces)
    pieces = texts.embedded(held, options.work / "pieces", encoder)
    if not asked.exists():
        questions = texts.questions(options.folder, QUESTIONS)
        np.save(asked.with_suffix(".npy"), encoder.questions(questions))
        asked.write_text(json.dumps(questions))
    print(f"{len(held):,} contexts in {len(pieces):,} pieces: {time.perf_counter() - start:.0f} s")
    if options.crossover:
        made = texts.run_vectors(texts.articles(held, max(crossover.SIZES)), pieces)
        crossover.plot(made, np.load(asked.with_suffix(".npy")), options.crossover)
        return
    for size in options.sizes:
        index = options.work / f"index-{size}-{len(pieces)}"
        if not (index / "CURRENT").exists():
            begun = time.perf_counter(), time.process_time()
            drawn = texts.articles(held, size)
            vectors = texts.run_vectors(drawn, pieces)
            building.make(index, building.cuts_of(drawn), vectors, building.Identity.of(encoder))
            near = np.percentile(texts.agreement(drawn, vectors, encoder), (5, 50))
            print(
                f"made {len(vectors):,} passages in {time.perf_counter() - begun[0]:.0f} s "
                f"({time.process_time() - begun[1]:.0f} of the processor); cosine to embedding "
                f"them: median {near[1]:.2f}, 5th percentile {near[0]:.2f}",
                flush=True,
            )
            del drawn, vectors
        command = [sys.executable, "-m", "tests.bench.million", str(options.folder)]
        subprocess.run([*command, "--work", options.work, "--one", index], check=True)


if __name__ == "__main__":
    main()
