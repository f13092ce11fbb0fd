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
    port, process = _started(index, options)
    try:
        yield f"http://127.0.0.1:{port}", process
    finally:
        _end(process)


def _started(index: Path, options: tuple[str, ...]) -> tuple[int, subprocess.Popen[str]]:
    """A port and the chat that serves on it. Another process may take a free port before the chat
    does; then another port is tried."""
    while True:
        port = _free_port()
        process = subprocess.Popen(
            [sys.executable, "-m", "pincite.qa", "chat", *options, "--no-browser", "--index",
             str(index), "--port", str(port)],
            cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, env=os.environ,
        )  # fmt: skip
        assert process.stdout is not None
        if any(line.startswith("Ask your articles at") for line in process.stdout):
            return port, process
        _end(process)
        if not _is_taken(port):
            raise AssertionError(f"the chat did not start: exit status {process.returncode}")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def _is_taken(port: int) -> bool:
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return True
    return False


def _end(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.wait()
    assert process.stdout is not None
    process.stdout.close()
