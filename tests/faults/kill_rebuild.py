"""Kills builds with SIGKILL, many times, and checks what is left each time.

    python -m tests.faults.kill_rebuild --trials 300

Half of the trials kill at a random moment, half exactly before one of the calls that touch the
disk. What is killed is a rebuild over some changed files, large or small, so that segments are
written, merged and dropped; a removal, with and without ``--purge``; a very first build; or a build
that brings an index of an earlier format up to date. After each kill the index must open, with
every checksum right, and hold either exactly the articles from before or exactly those after it:
never a mixture. Uses a toy embedder and forked processes, so that a trial costs milliseconds and
most kills fall into the writing.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

from pincite.corpus.errors import IndexFault, IndexMissing
from pincite.corpus.parsing.dispatch import parsed
from pincite.index.building import build as building
from pincite.index.building.build import rebuild, remove
from pincite.index.building.publishing import merging
from pincite.index.storage.earlier import Earlier
from pincite.index.storage.generation import describe_generation
from pincite.index.storage.manifest import FORMAT
from pincite.index.storage.snapshot import Snapshot
from tests.support.earlier import written_as
from tests.support.toys import ToyEncoder, report, write_reports

ARTICLES = 40
CALLS = 27  # so many calls that touch the disk, at most, are reached by a build
HOOKS = (
    (os, "fsync"), (Path, "rename"), (Path, "replace"), (Path, "mkdir"), (Path, "unlink"),
    (shutil, "rmtree"),
)  # fmt: skip
State = frozenset[tuple[str, str]]


class Trials:
    """An index and its articles, both as they were left by the trial before."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.draw = folder, random.Random(seed)
        self.index = folder / "index"
        self.articles = write_reports(folder / "articles", ARTICLES)
        rebuild(folder / "warm", [self.articles], ToyEncoder())
        start = time.perf_counter()
        rebuild(self.index, [self.articles], ToyEncoder())
        self.seconds = 1.2 * (time.perf_counter() - start)

    def change(self) -> str:
        """Changes some files, few or many, and kills the rebuild over them."""
        before = told(self.index)
        for number in self.draw.sample(range(ARTICLES), self.draw.choice((1, 1, 2, 5, ARTICLES))):
            path = self.articles / f"{number:04}.txt"
            path.unlink(missing_ok=True)
            if self.draw.random() < 0.8:
                path.write_text(report(number, figure=self.draw.randrange(1000, 10_000)))
        after = frozenset((path.name, path.read_text()) for path in self.articles.iterdir())
        self.killed(self.index, lambda: rebuild(self.index, [self.articles], ToyEncoder()))
        return left(self.index, before, after)

    def removal(self) -> str:
        """Kills a removal."""
        before = told(self.index)
        gone = self.draw.choice(sorted(name for name, _ in before))
        purge = self.draw.random() < 0.5
        after = frozenset(pair for pair in before if pair[0] != gone)
        self.killed(self.index, lambda: remove(self.index, [gone], ToyEncoder(), purge=purge))
        return left(self.index, before, after)

    def first(self, number: int) -> str:
        """Kills a very first build; that of the first trial before it touches the disk, so that one
        of them at least leaves no index."""
        index = self.folder / f"first-{number}"
        after = frozenset((path.name, path.read_text()) for path in self.articles.iterdir())
        soon = 1 if number == 0 else None
        self.killed(index, lambda: rebuild(index, [self.articles], ToyEncoder()), soon)
        return left(index, None, after)

    def migration(self, number: int) -> str:
        """Kills the build that finds an index of an earlier format."""
        index = self.folder / f"earlier-{number}"
        shutil.copytree(self.index, index)
        before = told(index)
        written_as(index, 7)
        self.killed(index, lambda: rebuild(index, [self.articles], ToyEncoder()))
        # the sources may have been ahead of the index that was copied
        after = frozenset((path.name, path.read_text()) for path in self.articles.iterdir())
        return left(index, before, after)

    def killed(self, index: Path, build: Callable[[], object], call: int | None = None) -> None:
        """Runs a build in a child and kills it, at some moment or before some call (the one with
        the number ``call``, if given)."""
        at_call = self.draw.random() < 0.5 or call is not None
        nth, moment = self.draw.randrange(1, CALLS), self.draw.uniform(0, self.seconds)
        nth = call or nth
        child = os.fork()
        if child == 0:
            if at_call:
                die_at(nth)
            build_and_exit(build)
        if not at_call:
            time.sleep(moment)
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        # killed, or done before it could be; a build that failed by itself tests nothing
        assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, f"{index}: the build failed"


def die_at(nth: int) -> None:
    """Has this process kill itself before the nth call that touches the disk."""
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


def build_and_exit(build: Callable[[], object]) -> None:
    """Builds and ends this process."""
    try:
        build()
        os._exit(0)
    except BaseException:  # noqa: BLE001 - a forked child must not run the parent's code on
        os._exit(1)


def told(index: Path) -> State:
    """What an index holds: the name and the text of each article. Raises IndexFault."""
    if describe_generation(index).manifest.format != FORMAT:
        return frozenset((a.id, a.text) for a, _ in Earlier.open(index).articles)
    snapshot = Snapshot.open(index, again=True)
    for row in range(len(snapshot.dense)):
        snapshot.store.passage(row)
    assert len(snapshot.lexical) == len(snapshot.dense.vectors()) == snapshot.manifest.passages
    return frozenset((article.id, article.text) for article in snapshot.store.articles())


def left(index: Path, before: State | None, after: State) -> str:
    """Which of the two an index holds, or what is wrong with it."""
    try:
        held = told(index)
    except IndexMissing:
        return "none" if before is None else "lost"
    except IndexFault as error:
        return f"unreadable: {error}"
    if held == after:
        return "new"
    return "old" if held == before else f"mixed: {len(held)} articles"


def run(trials: int, seed: int, folder: Path) -> Counter[str]:
    """Counts what the trials left: "old", "new", "none" where there was no index before, or a
    description of the damage."""
    # in this process: a child of its own for each trial would take most of the time
    building.shared_pool = lambda: SimpleNamespace(drafts=parsed)  # type: ignore[assignment]
    of = Trials(folder, seed)
    found: Counter[str] = Counter()
    for number in range(trials):
        # segments of few articles each, so that there are several to be merged
        merging.LEAST = of.draw.choice((0, 3, 100))
        kind = number % 10
        if kind in (0, 5):
            found[of.first(number)] += 1
        elif kind == 8:
            found[of.migration(number)] += 1
        else:
            found[of.removal() if kind in (3, 7) else of.change()] += 1
    return found


def main() -> None:
    """Prints the counts; exits 1 if any index was unreadable or mixed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--trials", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = run(options.trials, options.seed, Path(folder))
    bad = {what: n for what, n in found.items() if what not in ("old", "new", "none")}
    print(
        f"{options.trials} kill -9 trials: {found['old']} left the old index, {found['new']} the "
        f"new, {found['none']} none where there had been none, "
        f"{sum(bad.values())} unreadable or mixed"
    )
    for what, n in bad.items():
        print(f"{n} x {what}")
    sys.exit(1 if bad or not (found["old"] and found["new"] and found["none"]) else 0)


if __name__ == "__main__":
    main()
