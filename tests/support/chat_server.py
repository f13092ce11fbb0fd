"""``pincite chat`` in a process of its own."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.support.paths import ROOT


@contextlib.contextmanager
def chat(index: Path, *options: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Starts the chat over an index, and yields its address and the process. Ends it afterwards."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    process = subprocess.Popen(
        [sys.executable, "-m", "pincite.qa", "chat", *options, "--no-browser", "--index",
         str(index), "--port", port],
        cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, env=os.environ,
    )  # fmt: skip
    assert process.stdout is not None
    try:
        for line in process.stdout:
            if line.startswith("Ask your articles at"):
                break
        else:
            raise AssertionError(f"the chat did not start: exit status {process.wait()}")
        yield f"http://127.0.0.1:{port}", process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
