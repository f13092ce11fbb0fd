"""Goals about the index: kills, bits that flip, builders at once, changes under clients."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

from pincite.corpus.errors import IndexDamaged
from pincite.corpus.parsing.dispatch import parsed
from pincite.index.building import build
from pincite.index.building.build import rebuild
from pincite.index.retrieval.local import LocalRetriever
from pincite.index.retrieval.query import Query
from pincite.index.storage.generation import open_generation
from pincite.index.storage.lock import builder_lock
from tests.faults import kill_rebuild
from tests.faults.goals.outcome import Outcome, percentile
from tests.support.paths import ROOT
from tests.support.toys import ToyEncoder, report, write_reports

SMALL = 64 * 1024  # bytes of a file of which every byte is tried
FLIPS = 10_000  # bits of a larger one


def kills(count: int, seed: int, folder: Path) -> Outcome:
    """kill -9 of a rebuild, at random moments and before each call that touches the disk."""
    # a folder of its own: each part begins where there was no index
    fresh = folder / str(seed)
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    with _in_this_process():
        left = kill_rebuild.run(count, seed, fresh)
    outcome = Outcome(count)
    for what, n in left.items():
        if what not in ("old", "new", "none"):
            outcome.wrong += [what] * n
    return outcome


class _in_this_process:
    """Files are parsed here: a child of its own for each trial would take most of the time."""

    def __enter__(self) -> None:
        self._shared = build.shared_pool
        build.shared_pool = lambda: SimpleNamespace(drafts=parsed)  # type: ignore[assignment, return-value]

    def __exit__(self, *_: object) -> None:
        build.shared_pool = self._shared


def corruption(count: int, seed: int, folder: Path) -> Outcome:
    """One part in ``count`` of all places: each byte of small files, random bits of large ones,
    and every 4 KiB where a file may be cut."""
    index = folder / "flipped"
    if not index.exists():
        with _in_this_process():
            rebuild(index, [write_reports(folder / "flipped-articles", 60)], ToyEncoder())
    outcome = Outcome()
    found = open_generation(index)
    files = [index / "CURRENT", *(path for path in found.path.rglob("*") if path.is_file())]
    files += [path for path in (index / "segments").rglob("*") if path.is_file()]
    for path in files:
        whole = path.read_bytes()
        for damaged in _damages(whole, count, seed):
            path.write_bytes(damaged)
            outcome.tried += 1
            try:
                open_generation(index)
            except IndexDamaged:
                pass
            except Exception as error:  # noqa: BLE001 - anything else is no finding
                outcome.fail(f"{path.name}: {type(error).__name__}: {error}")
            else:
                outcome.fail(f"{path.name}: damage was not found")
        path.write_bytes(whole)
    open_generation(index)
    return outcome


def _damages(whole: bytes, parts: int, part: int) -> Iterator[bytes]:
    draw = random.Random(part)
    places = range(part, len(whole), parts)
    if len(whole) > SMALL:
        places = [draw.randrange(len(whole)) for _ in range(FLIPS // parts)]  # type: ignore[assignment]
    for place in places:
        data = bytearray(whole)
        data[place] ^= 1 << draw.randrange(8)
        yield bytes(data)
    for size in range(4096 * part, len(whole), 4096 * parts):
        yield whole[:size]


def builders(count: int, seed: int, folder: Path) -> Outcome:
    """``count`` rounds of two and of eight builders that are refused: what each is told, and how
    long after the start of the command."""
    outcome, index = Outcome(), folder / "held"
    command = [
        sys.executable, "-c", "from pincite.qa.cli.commands import main; main()",
        "rebuild", str(write_reports(folder / "held-articles", 2)), "--index", str(index),
    ]  # fmt: skip
    waits: list[float] = []
    with builder_lock(index):
        for _ in range(count):
            for many in (1, 7):
                began = time.perf_counter()
                each = [subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)
                        for _ in range(many)]  # fmt: skip
                for process in each:
                    said = process.communicate()[1]
                    waits.append(time.perf_counter() - began)
                    outcome.tried += 1
                    if process.returncode != 2 or not re.search(
                        r"process \d+ on .* rebuilding", said
                    ):
                        outcome.fail(f"status {process.returncode}: {said}")
                if many == 1:
                    outcome.figure("s until one other is told", waits[-1])
    outcome.figure("s until the last of seven others is told", max(waits))
    return outcome


def reloads(count: int, seed: int, folder: Path) -> Outcome:
    """``count`` rebuilds under ten clients, each of whose answers must be of one generation."""
    index, articles = folder / f"reloaded-{seed}", folder / f"reloaded-articles-{seed}"
    shutil.rmtree(index, ignore_errors=True)
    write_reports(articles, 30)
    outcome, over, took = Outcome(), threading.Event(), []
    with _in_this_process():
        rebuild(index, [articles], ToyEncoder())
        retriever = LocalRetriever(index, ToyEncoder())

        def ask() -> None:
            query = Query("How many thousand guests did the keepers count in the first week?")
            while not over.is_set():
                began = time.perf_counter()
                try:
                    hits = retriever.search([query], 20)[0].hits
                    told = {
                        n for hit in hits for n in re.findall(r"counted (\d+) th", hit.article.text)
                    }
                    if len(told) != 1:
                        outcome.fail(f"an answer from generations {sorted(told)}")
                except BaseException as error:  # noqa: BLE001 - whatever it is, it is counted
                    outcome.fail(f"{type(error).__name__}: {error}")
                took.append(time.perf_counter() - began)
                time.sleep(0.01)

        clients = [threading.Thread(target=ask) for _ in range(10)]
        for client in clients:
            client.start()
        try:
            for version in range(100, 100 + count):
                for number in range(30):
                    (articles / f"{number:04}.txt").write_text(report(number, figure=version))
                rebuild(index, [], ToyEncoder())
        finally:
            over.set()
            for client in clients:
                client.join()
    outcome.tried = len(took)
    outcome.figure("ms at the 99th percentile", 1000 * percentile(took, 0.99))
    return outcome
