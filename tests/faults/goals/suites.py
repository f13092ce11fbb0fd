"""Goals whose trials are tests of the suite, such as those of bad input and of the browser."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Final

from tests.faults.goals.outcome import Outcome
from tests.support.paths import ROOT


def _tests(arguments: tuple[str, ...], count: int, seed: int, folder: Path) -> Outcome:
    """Runs these tests ``count`` times over."""
    outcome = Outcome()
    for _ in range(count):
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-r", "fE", *arguments],
            cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        passed = re.search(r"(\d+) passed", done.stdout)
        shown = re.search(r"(\d+) of \d+ inputs", done.stdout)
        outcome.tried += int(shown[1]) if shown else int(passed[1]) if passed else 1
        outcome.wrong += re.findall(r"^(?:FAILED|ERROR) (.*)$", done.stdout, re.MULTILINE)
        if done.returncode and not outcome.wrong:
            outcome.fail(done.stdout[-300:] + done.stderr[-300:])
    return outcome


SUITES: Final[Mapping[str, tuple[str, ...]]] = {
    "bad input": ("tests/corpus/test_hostile.py",),
    "overload": ("tests/qa/web/test_stopping.py", "tests/qa/serving",
                 "tests/qa/programs/test_line.py", "tests/qa/web/test_in_turn.py"),
    "stopping": ("tests/qa/web/test_stopping.py", "tests/qa/programs/test_ways_in.py",
                 "-k", "delivered or delivers or ctrl_c"),
    "security": ("tests/browser", "tests/project/test_imports.py", "tests/corpus/test_addresses.py",
                 "tests/corpus/test_fetch.py", "tests/qa/web/test_server.py",
                 "tests/qa/programs/test_token.py"),
    "library": ("tests/qa/web/test_uploads.py", "tests/qa/library"),
    "histories": ("tests/qa/web/test_kept.py", "tests/qa/web/test_imported.py",
                  "tests/qa/web/test_import_refused.py"),
    "Milvus Lite": ("tests/index/scale",),
}  # fmt: skip
"""What pytest is given for each goal: files and folders, and maybe -k with names of tests."""


def suite(name: str) -> Callable[[int, int, Path], Outcome]:
    """The trial of a goal: the tests of SUITES with this name."""
    return partial(_tests, SUITES[name])
