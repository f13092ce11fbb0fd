"""Measures what a change of an index costs, by how much the index holds already.

    python -m tests.bench.change                        1,000, 10,000 and 100,000 passages
    python -m tests.bench.change --sizes 1000 --times 5 a quick look
    python -m tests.bench.change --texts FILE.jsonl     passages of its "context"s
    python -m tests.bench.change --files 2127           an unchanged rebuild beside the first build
    python -m tests.bench.change --index FOLDER         a copy of an index that there is, such as
                                                        one of tests.bench.million

Articles of five passages are added and removed, one at a time, in a process that runs on, as the
chat and ``pincite rebuild --watch`` do. Printed are processor seconds of this process; the child
that parses a file has a few milliseconds more. The embedder is a stand-in that makes unit vectors
of 384 components at once, so that what is seen is the index; with --files it is the true one.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import numpy as np

from pincite.corpus.article import Article, Span
from pincite.index.building.build import add, rebuild, remove
from pincite.index.building.publishing.assemble import assemble
from pincite.index.building.publishing.plan import BuildPlan
from pincite.index.engines.encoder import SentenceEncoder
from pincite.index.retrieval.local import LocalRetriever
from pincite.index.retrieval.query import Query
from pincite.index.storage.catalogue import Catalogue
from pincite.index.storage.lock import builder_lock
from pincite.index.storage.snapshot import Snapshot
from tests.support.toys import ToyEncoder

PASSAGES = 5  # of an article
SENTENCES = 4  # of a passage


class Standin(ToyEncoder):
    """A unit vector for each text, drawn by its digest."""

    def __init__(self, fingerprint: str | None = None) -> None:
        super().__init__("standin", 384, 110)
        self._fingerprint = fingerprint

    @property
    def fingerprint(self) -> str:
        return self._fingerprint or super().fingerprint

    def passages(self, texts: Sequence[str]) -> np.ndarray:
        return self.questions(texts)

    def questions(self, texts: Sequence[str]) -> np.ndarray:
        rows = np.empty((len(texts), self.dimension), np.float32)
        for row, text in zip(rows, texts, strict=True):
            seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
            row[:] = np.random.default_rng(seed).standard_normal(self.dimension)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def sentences(file: Path | None, draw: random.Random) -> Iterator[str]:
    """Sentences without end: of the contexts of a file, or of invented words, of which some are
    frequent and most are rare, as in any language."""
    if file is not None:
        texts = dict.fromkeys(json.loads(line)["context"] for line in file.open(encoding="utf-8"))
        every = [each for text in texts for each in text.replace("\n", " ").split(". ") if each]
        while True:
            yield draw.choice(every).rstrip(".") + "."
    words = [
        "".join(draw.choices("bcdfglmnprstaeiou", k=draw.randint(3, 9))) for _ in range(60_000)
    ]
    weights = np.cumsum([1 / rank for rank in range(1, len(words) + 1)]).tolist()
    while True:
        length = draw.randint(12, 24)
        told = draw.choices(words, cum_weights=weights, k=length)
        yield " ".join(told).capitalize() + "."


def text_of(said: Iterator[str]) -> str:
    """The text of an article of five passages."""
    return " ".join(next(said) for _ in range(PASSAGES * SENTENCES))


def filled(index: Path, passages: int, said: Iterator[str], encoder: Standin) -> None:
    """Makes an index of about so many passages, in one go."""
    articles = []
    for number in range(passages // PASSAGES):
        text, id_ = text_of(said), f"{number:07}.txt"
        source = f"/nowhere/{id_}"
        articles.append(Article(id_, id_, text, source, (Span(0, len(text)),), language="en"))
    plan = BuildPlan(tuple(articles), None, ("/nowhere",), (), ())
    with builder_lock(index):
        assemble(index, None, plan, encoder, lambda *_: None)


def seconds(run: Callable[[], object]) -> float:
    """The processor seconds of this process."""
    start = time.process_time()
    run()
    return time.process_time() - start


def told(name: str, taken: Sequence[float]) -> str:
    """A line of figures."""
    middle, mean = statistics.median(taken), statistics.mean(taken)
    return f"{name} {middle:.3f} s (mean {mean:.3f}, most {max(taken):.3f})"


def changes(size: int, times: int, file: Path | None, folder: Path) -> None:
    """Prints what adding and removing an article costs at a size, and a search after it."""
    draw, encoder, index = random.Random(size), Standin(), folder / f"index-{size}"
    said = sentences(file, draw)
    made = seconds(lambda: filled(index, size, said, encoder))
    print(f"made in {made:.1f} s: ", end="")
    changed(index, times, said, encoder, folder)


def changes_of(held: Path, times: int, file: Path | None, folder: Path) -> None:
    """Prints the same for a copy of an index."""
    manifest = Snapshot.open(held).manifest
    # links: files of an index are never changed
    shutil.copytree(held, folder / "index", copy_function=os.link)
    said = sentences(file, random.Random(manifest.passages))
    changed(folder / "index", times, said, Standin(manifest.fingerprint), folder)


def changed(index: Path, times: int, said: Iterator[str], encoder: Standin, folder: Path) -> None:
    """Adds and removes articles, and prints what each took."""
    size = Snapshot.open(index).manifest.passages
    draw, ids = random.Random(size), Catalogue(Snapshot.open(index)).ids()
    news = folder / f"news-{size}"
    news.mkdir()
    time.sleep(2.1)  # files that were written a moment before are checked again each time
    retriever = LocalRetriever(index, encoder)  # type: ignore[arg-type]
    added, removed, asked = [], [], []
    for number in range(-2, times):
        path = news / f"{number:03}.txt"
        path.write_text(text_of(said), encoding="utf-8")
        spent = seconds(lambda path=path: add(index, [path], encoder))
        query = Query(path.read_text(encoding="utf-8").partition(".")[0])
        search = seconds(lambda query=query: retriever.search([query], 10))
        if number >= 0:  # the first two start the parser and check what is there
            added.append(spent)
            asked.append(search)
    for name in draw.sample(ids, times):
        removed.append(seconds(lambda name=name: remove(index, [name], encoder)))
    snapshot = Snapshot.open(index)
    print(
        f"{snapshot.manifest.passages:,} passages in {len(snapshot.segments)} segments: "
        f"{told('add', added)}; {told('remove', removed)}; "
        f"{told('first search after it', asked)}",
        flush=True,
    )


def unchanged(files: int, file: Path | None, folder: Path) -> None:
    """Prints a first build over so many files beside a rebuild that finds nothing to do."""
    encoder = SentenceEncoder.load()
    said, place = sentences(file, random.Random(files)), folder / "files"
    place.mkdir()
    for number in range(files):
        (place / f"{number:05}.txt").write_text(text_of(said), encoding="utf-8")
    encoder.passages(["warm"])
    first = seconds(lambda: rebuild(folder / "index", [place], encoder))
    time.sleep(2.1)
    again = [seconds(lambda: rebuild(folder / "index", [place], encoder)) for _ in range(3)]
    print(
        f"{files:,} files: first build {first:.1f} s, unchanged {min(again):.2f} s of this "
        f"process's processor time: {100 * min(again) / first:.2f} %"
    )


def main() -> None:
    """Prints a line for each size, or for the files."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--texts", type=Path, help='JSON lines with a "context" each.')
    parser.add_argument("--files", type=int, help="Measure an unchanged rebuild over so many.")
    parser.add_argument("--index", type=Path, help="Measure changes of a copy of this index.")
    parser.add_argument("--work", type=Path, help="Where to work; on the disk of --index.")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.work) as folder:
        if options.files:
            unchanged(options.files, options.texts, Path(folder))
            return
        if options.index:
            changes_of(options.index, options.times, options.texts, Path(folder))
            return
        for size in options.sizes:
            changes(size, options.times, options.texts, Path(folder))


if __name__ == "__main__":
    sys.exit(main())
