"""The real server of the web page with too many connections."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

from tests.support import patient_http
from tests.support.page_events import JOIN, function, load
from tests.support.paths import ROOT
from tests.support.patience import PATIENCE
from tests.support.web_fakes import running

SHARE = 128  # connections that one client may have
FULL = """
import os, resource
from pincite.qa.web.server import serve
from tests.support.web_fakes import FakeAnswers

def ready(url):
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (len(os.listdir("/proc/self/fd")) + 20, hard))
    print(url, flush=True)

serve(FakeAnswers(), port=0, on_ready=ready)
"""


def connected(url: str) -> socket.socket:
    host, port = url.rstrip("/").removeprefix("http://").split(":")
    return socket.create_connection((host, int(port)), timeout=PATIENCE)


def opened(url: str, path: str) -> socket.socket:
    """A stream of the page, once its first bytes are there."""
    connection = connected(url)
    connection.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    assert connection.recv(100).startswith(b"HTTP/1.1 200")
    return connection


def test_the_server_survives_too_many_open_files(tmp_path: Path) -> None:
    """The server may open only a few more files, and gets more connections than that."""
    log = tmp_path / "log"
    with log.open("w") as errors:
        process = subprocess.Popen(
            [sys.executable, "-c", FULL], cwd=ROOT, stdout=subprocess.PIPE, stderr=errors,
            text=True, env=os.environ | {"PYTHONPATH": str(ROOT)},
        )  # fmt: skip
    try:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        began = time.monotonic()
        with contextlib.ExitStack() as stack:
            for _ in range(60):
                stack.enter_context(connected(url))
            while not log.read_text():
                assert process.poll() is None
                time.sleep(0.05)
            time.sleep(1.5)  # for more lines than one a second, if it wrote them
            assert process.poll() is None
        assert patient_http.get(f"{url}/livez").text == "alive"
        seconds = time.monotonic() - began
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE)
    told = log.read_text()
    assert 1 <= len(told.splitlines()) <= seconds + 2, told[:2000]
    assert "no connection can be taken on now (Too many open files: this process may open" in told
    assert "Traceback" not in told


def test_waiting_pages_neither_block_clients_nor_lose_answers() -> None:
    with running() as (url, process), contextlib.ExitStack() as stack:
        load(url, "mine")
        body = {
            "data": ["held pilot", None],
            "fn_index": function(url, "submit"),
            "session_hash": "mine",
        }
        patient_http.post(f"{url}{JOIN}", json=body).raise_for_status()
        own = [
            stack.enter_context(opened(url, path))
            for path in ("/gradio_api/heartbeat/mine", "/gradio_api/queue/data?session_hash=mine")
        ]
        for number in range(SHARE + 10):
            stack.enter_context(opened(url, f"/gradio_api/heartbeat/x{number}"))
        assert patient_http.get(f"{url}/livez").text == "alive"
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
        said = b""
        while b"process_completed" not in said:
            piece = own[1].recv(65_536)
            assert piece, "the stream was closed before the answer"
            said += piece
        assert "pilot line" in said.decode("utf-8", "replace")
