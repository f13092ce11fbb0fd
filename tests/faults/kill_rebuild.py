"""Kills a rebuild with SIGKILL, many times, and checks what is left each time.

    python -m tests.faults.kill_rebuild --trials 300

Half of the trials kill at a random moment, half exactly before one of the calls that touch the
disk. After each kill the index must open, with every checksum right, and hold either the articles
from before the rebuild or those after it: never a mixture. Uses a toy embedder and forked
processes, so that a trial costs milliseconds and most kills fall into the writing.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from pincite.corpus.errors import IndexFault, IndexMissing
from pincite.index.building.build import rebuild
from pincite.index.storage.snapshot import Snapshot
from tests.support.toys import ToyEncoder, report, write_reports

ARTICLES = 40
HOOKS = ((os, "fsync"), (Path, "rename"), (Path, "replace"), (Path, "write_bytes"), (Path, "mkdir"))


def trial(index: Path, articles: Path, version: int, draw: random.Random, seconds: float) -> str:
    """Writes a version of the articles, kills a rebuild over them, and says what is left."""
    for number in range(ARTICLES):
        text = report(number, figure=version)
        (articles / f"{number:04}.txt").write_text(text, encoding="utf-8")
    if draw.random() < 0.5:
        _kill_after(index, articles, draw.uniform(0, seconds))
    else:
        _kill_at_call(index, articles, draw.randrange(1, 40))
    return _what_is_left(index, version)


def _kill_after(index: Path, articles: Path, seconds: float) -> None:
    child = os.fork()
    if child == 0:
        _build_and_exit(index, articles)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    _reap(child)


def _kill_at_call(index: Path, articles: Path, nth: int) -> None:
    child = os.fork()
    if child == 0:
        _die_at(nth)
        _build_and_exit(index, articles)
    _reap(child)


def _reap(child: int) -> None:
    """Killed, or done before it could be; a build that failed by itself tests nothing."""
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, "the rebuild itself failed"


def _die_at(nth: int) -> None:
    calls = 0

    def dying(real):  # type: ignore[no-untyped-def]
        def call(*args, **kwargs):  # type: ignore[no-untyped-def]
            nonlocal calls
            calls += 1
            if calls == nth:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*args, **kwargs)

        return call

    for owner, name in HOOKS:
        setattr(owner, name, dying(getattr(owner, name)))


def _build_and_exit(index: Path, articles: Path) -> None:
    try:
        rebuild(index, [articles], ToyEncoder())
        os._exit(0)
    except BaseException:  # noqa: BLE001 - a forked child must not run the parent's code on
        os._exit(1)


def _what_is_left(index: Path, version: int) -> str:
    try:
        snapshot = Snapshot.open(index)
    except IndexMissing:
        return "none"
    except IndexFault as error:
        return f"unreadable: {error}"
    texts = [article.text for article in snapshot.store.articles()]
    new = sum(f"counted {version} thousand" in text for text in texts)
    old = sum(f"counted {version - 1} thousand" in text for text in texts)
    if (new, old) not in ((ARTICLES, 0), (0, ARTICLES)):
        return f"mixed: {old} old articles, {new} new"
    return "new" if new else "old"


def run(trials: int, seed: int, folder: Path) -> Counter[str]:
    """Counts what the trials left: "old", "new", "none" where there was no index before, or a
    description of the damage. One trial in five kills a very first build."""
    index, articles = folder / "index", write_reports(folder / "articles", ARTICLES)
    draw = random.Random(seed)
    for number in range(ARTICLES):
        (articles / f"{number:04}.txt").write_text(report(number, figure=1000))
    start = time.perf_counter()
    rebuild(index, [articles], ToyEncoder())
    seconds = time.perf_counter() - start
    left: Counter[str] = Counter()
    version = 1000
    for number in range(trials):
        version += 1
        if number % 5 == 0:
            outcome = trial(folder / f"first-{number}", articles, version, draw, seconds * 1.2)
            assert outcome != "old"
            left[outcome] += 1
            version -= 1
            continue
        outcome = trial(index, articles, version, draw, seconds * 1.2)
        left["lost" if outcome == "none" else outcome] += 1
        if outcome == "old":
            version -= 1
    return left


def main() -> None:
    """Prints the counts; exits 1 if any index was unreadable or mixed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--trials", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        left = run(options.trials, options.seed, Path(folder))
    bad = {what: n for what, n in left.items() if what not in ("old", "new", "none")}
    print(
        f"{options.trials} kill -9 trials: {left['old']} left the old index, {left['new']} the "
        f"new, {left['none']} none where there had been none, "
        f"{sum(bad.values())} unreadable or mixed"
    )
    for what, n in bad.items():
        print(f"{n} x {what}")
    sys.exit(1 if bad or not (left["old"] and left["new"] and left["none"]) else 0)


if __name__ == "__main__":
    main()
