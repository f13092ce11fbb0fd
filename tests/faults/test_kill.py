"""A short run of the kill trials; ``python -m tests.faults.kill_rebuild`` is the long one."""

import subprocess
import sys

import pytest


@pytest.mark.slow
def test_a_killed_rebuild_leaves_a_whole_index() -> None:
    # in a process of its own: it forks, and must not inherit this one's threads
    run = subprocess.run(
        [sys.executable, "-m", "tests.faults.kill_rebuild", "--trials", "20"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert "20 kill -9 trials" in run.stdout
    assert ", 0 unreadable or mixed" in run.stdout
