"""ENOSPC and EIO at every call of a rebuild that changes the disk, whoever makes it.

    LD_PRELOAD=failing.so python -m tests.faults.goals.disk FOLDER FIRST COUNT

Run by ``failing_calls``, which builds the library from failing.c with the machine's compiler.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

from pincite.corpus.errors import IndexFault
from pincite.corpus.parsing.dispatch import parsed
from pincite.index.building import build
from pincite.index.building.build import rebuild
from pincite.index.storage.generation import current
from pincite.index.storage.snapshot import Snapshot
from tests.faults.goals.outcome import Outcome
from tests.support.paths import ROOT
from tests.support.toys import ToyEncoder, report, write_reports

ARTICLES = 6
CODES = (errno.ENOSPC, errno.EIO)


def compiler() -> str | None:
    """A C compiler of this machine, if there is one."""
    return next((each for each in ("cc", "gcc", "clang") if shutil.which(each)), None)


def failing_calls(count: int, first: int, folder: Path) -> Outcome:
    """Lets each of ``count`` calls from the ``first`` on (counted from 0) fail with either code."""
    library = folder / "failing.so"
    if not library.exists():
        source = Path(__file__).with_name("failing.c")
        build = [
            str(compiler()),
            "-shared",
            "-fPIC",
            "-O1",
            "-o",
            str(library),
            str(source),
            "-ldl",
        ]
        subprocess.run(build, check=True)
    done = subprocess.run(
        [sys.executable, "-m", __name__, str(folder), str(first), str(count)],
        cwd=ROOT,
        env=os.environ | {"LD_PRELOAD": str(library), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        return Outcome(0, [f"the driver failed: {done.stderr[-300:]}"])
    return Outcome(**json.loads(done.stdout.splitlines()[-1]))


def _try(index: Path, articles: Path, nth: int, code: int, shim: ctypes.CDLL) -> tuple[int, str]:
    """A rebuild in a fork whose nth call fails: its exit status, and what it said."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        status, said = 0, ""
        shim.failing_arm(ctypes.c_long(nth), code)
        try:
            rebuild(index, [articles], ToyEncoder())
        except IndexFault as error:
            status, said = 3, str(error)
        except BaseException as error:  # noqa: BLE001 - whatever it is, it is counted
            status, said = 1, f"{type(error).__name__}: {error}"
        reached = shim.failing_calls()
        shim.failing_arm(ctypes.c_long(-1), 0)
        os.write(write, f"{reached}\n{said}".encode("utf-8", "replace"))
        os._exit(status)
    os.close(write)
    with os.fdopen(read, encoding="utf-8") as pipe:
        said = pipe.read()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), said


def _texts(index: Path) -> list[str]:
    return [article.text for article in Snapshot.open(index).store.articles()]


def run(folder: Path, first: int, count: int) -> Outcome:
    """Every trial writes another version of the articles, and looks at what is left."""
    # a parsing process of its own for each fork would take most of the time
    build.shared_pool = lambda: SimpleNamespace(drafts=parsed)
    shim, outcome = ctypes.CDLL(os.environ["LD_PRELOAD"]), Outcome()
    index, articles = folder / "disk-index", write_reports(folder / "disk-articles", ARTICLES)
    rebuild(index, [articles], ToyEncoder())
    version = 1000 + 2 * first
    for nth in range(first + 1, first + count + 1):
        for code in CODES:
            version += 1
            for number in range(ARTICLES):
                (articles / f"{number:04}.txt").write_text(report(number, figure=version))
            before, old = _texts(index), current(index)
            status, told = _try(index, articles, nth, code, shim)
            reached, _, said = told.partition("\n")
            if int(reached) < nth:
                outcome.figure("calls of a rebuild", int(reached))
                return outcome
            outcome.tried += 1
            where = f"{os.strerror(code)} at call {nth}"
            if status not in (0, 3) or "\n" in said:
                outcome.fail(f"{where}: status {status}: {said}")
            new = all(f"counted {version} thousand" in text for text in _texts(index))
            if not new and (_texts(index) != before or current(index) != old):
                outcome.fail(f"{where}: neither the old index nor the new one")
            if new != (status == 0 or "is in force" in said):
                outcome.fail(f"{where}: said {said!r}, but the new one is {new} in force")
            if (index / "generations" / "stage").exists() or (index / "CURRENT.new").exists():
                outcome.fail(f"{where}: files were left behind")
    return outcome


if __name__ == "__main__":
    found = run(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
    print(json.dumps({"tried": found.tried, "wrong": found.wrong, "most": found.most}))
