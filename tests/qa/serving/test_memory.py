"""A server's threads share few pools of memory, and what was freed is given back."""

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


# every thirtieth of 300,000 blocks stays, so that no end of a pool is free
SCATTERED = """
from pathlib import Path
from pincite.qa.serving.memory import give_back
def held():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096
blocks = [bytes(1_000) for _ in range(300_000)]
blocks[:] = blocks[::30]
before = held()
give_back()
print(before - held())
"""
with_glibc = pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc has these")


@with_glibc
def test_twelve_threads_share_two_pools() -> None:
    assert arenas() > 2
    use = "from pincite.qa.serving.memory import use_few_arenas; use_few_arenas()"
    assert arenas(use) == 2


@with_glibc
def test_memory_between_blocks_in_use_is_given_back() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCATTERED], capture_output=True, text=True, check=True
    )
    assert int(done.stdout) > 150_000_000
