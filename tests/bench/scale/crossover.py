"""From how many passages on an inverted file is faster than comparing each: a plot."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pincite.index.engines.vector_index import (
    EXACT,
    FlatIndex,
    InvertedIndex,
    VectorIndex,
    VectorsInMemory,
    inverted_file,
)

SIZES = (2_000, 5_000, 10_000, 20_000, 50_000, 100_000)
_ASKED = 50
_DEEP = 66  # what a search of the best fifty asks a segment for


def plot(vectors: NDArray[np.float32], questions: NDArray[np.float32], path: Path) -> None:
    """Measures both ways over the first of these vectors, (n, d), prints the figures and draws
    them."""
    sizes = [size for size in SIZES if size <= len(vectors)]
    figures = []
    for size in sizes:
        held = VectorsInMemory(vectors[:size])
        flat, lists = FlatIndex(held), InvertedIndex(held, *inverted_file(held))
        found = [
            (flat.search(q[None], 10, None)[1], _ten(lists.search(q[None], _DEEP, None)))
            for q in questions[:_ASKED]
        ]
        recall = np.mean([len({*a.tolist()} & {*b.tolist()}) / 10 for a, b in found])
        one, two = _median(flat, questions), _median(lists, questions)
        figures.append((one, two))
        print(
            f"{size:,} passages: each compared {one:.2f} ms, inverted file {two:.2f} ms of the "
            f"processor, recall@10 {recall:.3f}",
            flush=True,
        )
    draw(sizes, figures, path)


def draw(sizes: Sequence[int], figures: Sequence[tuple[float, float]], path: Path) -> None:
    """Draws the milliseconds of both ways at each size. Needs matplotlib."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(6, 3.6), dpi=100)
    for name, values in zip(("each compared", "inverted file"), np.array(figures).T, strict=True):
        axes.loglog(sizes, values, marker="o", markersize=3, label=name)
    axes.axvline(EXACT, color="grey", linewidth=0.8, linestyle=":")
    axes.text(EXACT * 1.05, axes.get_ylim()[0] * 1.1, f"{EXACT:,}", color="grey", fontsize=8)
    axes.set_xlabel("passages of a segment")
    axes.set_ylabel("ms of the processor a question")
    axes.legend(frameon=False)
    axes.grid(alpha=0.25)
    figure.tight_layout()
    figure.savefig(path)


def _ten(found: tuple[NDArray[np.float32], NDArray[np.int64]]) -> NDArray[np.int64]:
    scores, rows = found
    return rows[np.argsort(-scores)[:10]]


def _median(index: VectorIndex, questions: NDArray[np.float32]) -> float:
    taken = []
    for question in questions[:_ASKED]:
        start = time.process_time()
        index.search(question[None], _DEEP, None)
        taken.append(1000 * (time.process_time() - start))
    return float(np.median(taken))
