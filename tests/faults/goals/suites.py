"""Goals whose trials are tests of the suite: bad input, overload, stopping, and the browser."""

from __future__ import annotations

import re
import subprocess
import sys
from functools import partial
from pathlib import Path

from tests.faults.goals.outcome import Outcome
from tests.support.paths import ROOT


def _tests(arguments: tuple[str, ...], count: int, seed: int, folder: Path) -> Outcome:
    """Runs these tests ``count`` times over."""
    outcome = Outcome()
    for _ in range(count):
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments],
            cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        passed = re.search(r"(\d+) passed", done.stdout)
        shown = re.search(r"(\d+) of \d+ inputs", done.stdout)
        outcome.tried += int(shown[1]) if shown else int(passed[1]) if passed else 1
        outcome.wrong += re.findall(r"^FAILED (.*)$", done.stdout, re.MULTILINE)
        if done.returncode and not outcome.wrong:
            outcome.fail(done.stdout[-300:] + done.stderr[-300:])
    return outcome


bad_input = partial(_tests, ("-r", "f", "tests/corpus/test_hostile.py"))
overload = partial(_tests, ("-r", "f", "tests/qa/web/test_server.py", "-k", "overrun or idle"))
stopping = partial(_tests, ("-r", "f", "tests/qa/web/test_server.py", "-k", "delivered or ctrl_c"))
security = partial(
    _tests,
    ("-r", "f", "tests/browser", "tests/project/test_imports.py", "tests/corpus/test_addresses.py",
     "tests/corpus/test_fetch.py", "tests/qa/serving"),
)  # fmt: skip
