"""Builds by Ray with one worker and with two: the same hashes, and how long each takes; and builds
whose workers or driver are killed with SIGKILL on the way, which go on from what is done.

    python -m tests.bench.workers [--articles 50000] [--place FOLDER-OR-MILVUS] [--kills 20]

The articles are generated, short ones of real sentences, a line of JSON each, 500 in a file, and
the samples. With ``--kills`` each trial starts a build, kills a worker or the driver at a drawn
moment, runs the same again, and compares what is published with the undisturbed build. A worker
embeds with one thread, however many workers there are. Ends with status 1 if anything differs.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

from pincite.qa.place import home_at, place_of
from tests.bench.corpora import SAMPLES, fresh_articles

IN_A_FILE = 500

# a worker pins itself to one processor and so takes one thread; OpenMP's libraries are told as well
ALONE = os.environ | dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--articles", type=int, default=50_000)
    asked.add_argument("--place", default="")
    asked.add_argument("--kills", type=int, default=0)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="pincite-") as temporary:
        folder = Path(temporary)
        articles = written(folder / "articles", options.articles)
        seconds = {}
        hashes = set()
        for workers in (1, 2):
            place = options.place or str(folder / f"index{workers}")
            seconds[workers] = timed(articles, place, workers)
            found = digest(place)
            hashes.add(found)
            print(f"{workers} workers: {seconds[workers]:.0f} s, {found}", flush=True)
            cleared(place)
        same = len(hashes) == 1
        print(f"the same hashes: {same}")
        print(f"two workers are {seconds[1] / seconds[2]:.2f} times as fast as one")
        if options.kills:
            same &= trials(articles, folder, options.kills, seconds[2], found)
    sys.exit(0 if same else 1)


def written(folder: Path, number: int) -> Path:
    """Short articles, and the samples."""
    shutil.copytree(SAMPLES, folder)
    made = enumerate(fresh_articles(number, sentences=2))
    for start in range(0, number, IN_A_FILE):
        with (folder / f"generated{start:07}.jsonl").open("w", encoding="utf-8") as file:
            for n, (title, paragraphs) in islice(made, IN_A_FILE):
                text = "\n\n".join(paragraphs)
                file.write(json.dumps({"id": n, "title": title, "text": text}) + "\n")
    return folder


def command(articles: Path, place: str, workers: int) -> list[str]:
    run = "from pincite.qa.cli.commands import main; main()"
    return [
        sys.executable, "-c", run, "rebuild", str(articles), "--index", place,
        "--workers", f"ray:{workers}",
    ]  # fmt: skip


def timed(articles: Path, place: str, workers: int) -> float:
    """The seconds of a build."""
    start = time.perf_counter()
    subprocess.run(
        command(articles, place, workers), check=True, stdout=subprocess.DEVNULL, env=ALONE
    )
    return time.perf_counter() - start


def digest(place: str) -> str:
    """SHA-256 over every article and passage, in their order, and how many there are."""
    total, count, passages = hashlib.sha256(), 0, 0
    for article, rows in home_at(place_of(place)).in_force().holdings.whole():
        count, passages = count + 1, passages + len(rows)
        told = [article.id, article.sha256, *(f"{row.passage} {row.key.hex()}" for row in rows)]
        total.update(json.dumps(told).encode())
    return f"{count:,} articles, {passages:,} passages, {total.hexdigest()[:16]}"


def cleared(place: str) -> None:
    """Takes an index in a folder away."""
    if "://" not in place:
        shutil.rmtree(place, ignore_errors=True)


def trials(articles: Path, folder: Path, number: int, seconds: float, known: str) -> bool:
    """Kills builds and finishes them. Whether all ended with what is known."""
    draw, right, went_on = random.Random(1), 0, 0
    place = str(folder / "killed")
    for trial in range(number):
        cleared(place)
        begun = subprocess.Popen(
            command(articles, place, 2), stdout=subprocess.DEVNULL, start_new_session=True,
            env=ALONE,
        )  # fmt: skip
        whom = "driver" if trial % 2 else "worker"
        time.sleep(draw.uniform(0.2, 0.95) * seconds)
        victims = [begun.pid] if whom == "driver" else workers_of(begun.pid)
        for pid in victims[:1]:
            os.kill(pid, signal.SIGKILL)
        ended = begun.wait(20 * seconds + 120)
        kept = (Path(place) / "unfinished.sqlite").exists()
        went_on += kept
        if ended != 0:
            timed(articles, place, 2)
        same = digest(place) == known
        right += same
        said = (
            "went on from what was embedded" if kept else "built through" if not ended else "anew"
        )
        print(f"trial {trial + 1}: {whom} killed, {said}, the same: {same}", flush=True)
    print(f"{right} of {number} trials ended with the same articles and passages")
    return right == number


def workers_of(driver: int) -> list[int]:
    """The processes of Ray that cut and embed for a driver."""
    found = []
    for each in Path("/proc").glob("[0-9]*"):
        try:
            name = (each / "cmdline").read_bytes()
            session = int((each / "stat").read_text().rpartition(")")[2].split()[3])
        except (OSError, ValueError):
            continue
        if name.startswith(b"ray::_Worker") and session == driver:
            found.append(int(each.name))
    return found


if __name__ == "__main__":
    main()
