"""Measures a build from many tiny files, each of one line.

    python -m tests.bench.tiny_files                20,000 files
    python -m tests.bench.tiny_files --files 3000   a quicker look

Each file holds one sentence that no other has. They are read, cut, embedded by the embedder that
ships, and written; then nothing has changed and they are built again. Printed are files a second,
the peak memory of this process, which is not that of the children that parse, and where the time
of the first build went.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

from pincite.index.building.build import rebuild
from pincite.index.engines.encoder import SentenceEncoder

WARM = (
    "from pincite.index.engines.encoder import SentenceEncoder\n"
    "SentenceEncoder.load().passages(['warm'])"
)
WHO = ("The baker", "The harbour master", "A pilot", "The mayor", "Our neighbour", "The miller")
DID = ("counted", "sold", "carried", "found", "repaired", "painted", "lost", "measured")
WHAT = ("boats", "lamps", "barrels", "windows", "letters", "bridges", "ropes", "stones")


def write(folder: Path, count: int) -> None:
    """Writes ``count`` files of one line, a hundred to a folder."""
    draw = random.Random(0)
    for number in range(count):
        place = folder / f"{number // 100:04}"
        place.mkdir(exist_ok=True)
        who, did, what = (draw.choice(words) for words in (WHO, DID, WHAT))
        line = f"{who} {did} {number} {what} on the quay before noon.\n"
        (place / f"{number:06}.txt").write_text(line, encoding="utf-8")


class Clock:
    """How many seconds went by in each stage of a build, told by its progress."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._stage, self._since = "reading", time.perf_counter()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Notes that a stage is under way, or over."""
        self.enter("writing" if stage == "embedding" and done == total else stage)

    def enter(self, stage: str) -> None:
        """From now on the time is that of another stage."""
        now = time.perf_counter()
        self.seconds[self._stage] = self.seconds.get(self._stage, 0) + now - self._since
        self._stage, self._since = stage, now


def built(index: Path, folder: Path, encoder: SentenceEncoder) -> tuple[float, dict[str, float]]:
    """The seconds of a build, and those of each stage."""
    clock, start = Clock(), time.perf_counter()
    rebuild(index, [folder], encoder, clock)
    clock.enter("")
    return time.perf_counter() - start, clock.seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--files", type=int, default=20_000)
    count = parser.parse_args().files
    encoder = SentenceEncoder.load()
    # where the model is converted, torch takes memory: in a process of its own
    subprocess.run([sys.executable, "-c", WARM], check=True)
    encoder.passages(["warm"])
    scale = 1 if sys.platform == "darwin" else 1024
    with tempfile.TemporaryDirectory() as place:
        folder, index = Path(place, "articles"), Path(place, "index")
        folder.mkdir()
        write(folder, count)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * scale
        seconds, stages = built(index, folder, encoder)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * scale
        again, _ = built(index, folder, encoder)
    parts = ", ".join(f"{name} {spent:.1f} s" for name, spent in stages.items())
    print(f"{count:,} files in {seconds:.1f} s: {count / seconds:,.0f} a second ({parts})")
    print(f"memory {peak / 1e6:,.0f} MB at most, {before / 1e6:,.0f} MB before the build")
    print(f"nothing changed: {again:.1f} s, {count / again:,.0f} files a second")


if __name__ == "__main__":
    main()
