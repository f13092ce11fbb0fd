"""A server's threads share few pools of memory."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

# malloc_stats writes a line "Arena 3:" for each pool
PROGRAM = """
import ctypes, threading
{before}
together = threading.Barrier(12)
def held():
    together.wait()
    blocks = [bytearray(50_000) for _ in range(40)]
    together.wait()
threads = [threading.Thread(target=held) for _ in range(12)]
[each.start() for each in threads]
[each.join() for each in threads]
ctypes.CDLL(None).malloc_stats()
"""


def arenas(before: str = "") -> int:
    """How many pools twelve threads use, after ``before`` was run."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(before=before)],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stderr.count("Arena ")


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc has these pools")
def test_twelve_threads_share_two_pools() -> None:
    assert arenas() > 2
    use = "from pincite.qa.serving.memory import use_few_arenas; use_few_arenas()"
    assert arenas(use) == 2
