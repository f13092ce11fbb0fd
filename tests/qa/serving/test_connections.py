"""Idle, slow and too many connections keep nobody out, and no flood of them fills the log."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from pincite.qa.serving.connections import Connection
from pincite.qa.serving.quiet import OneASecond, on_fault, quieten
from tests.support import patient_http
from tests.support.paths import ROOT
from tests.support.patience import PATIENCE

HEAD = b"GET / HTTP/1.1\r\nHost: localhost\r\n"


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers at once; under /held when it is hung up; under /large with 32 MB."""
    await send({"type": "http.response.start", "status": 200, "headers": []})
    if scope["path"] == "/held":
        await send({"type": "http.response.body", "body": b"begun", "more_body": True})
        while (await receive())["type"] != "http.disconnect":
            pass
    size = 2**25 if scope["path"] == "/large" else 2
    await send({"type": "http.response.body", "body": b"." * size})


class Few(Connection):
    most = 8


class Hurried(Few):
    head_seconds = 1.0
    unread_seconds = 0.3


@contextlib.contextmanager
def serving(kind: type[Connection]) -> Iterator[tuple[str, int]]:
    """A server in a thread, with limits that a test can wait for."""
    config = uvicorn.Config(
        app, http=kind, ws="none", lifespan="off", log_level="error", timeout_keep_alive=1
    )
    server = uvicorn.Server(config)
    listener = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield listener.getsockname()
    finally:
        server.should_exit = server.force_exit = True
        thread.join()
        listener.close()


def dropped(connection: socket.socket) -> bool:
    """Whether the other side ends it; a test that waits in vain is ended by its time limit."""
    connection.settimeout(PATIENCE)
    try:
        while connection.recv(65_536):
            pass
    except ConnectionError:
        pass
    return True


def drip(connection: socket.socket) -> None:
    """Sends a head that never ends, until the other side ends it."""
    with pytest.raises(ConnectionError):
        for n in range(600):
            connection.sendall(HEAD if n == 0 else f"X-{n}: 1\r\n".encode())
            time.sleep(0.1)


@pytest.mark.parametrize(
    "sent", [b"", HEAD, b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n1"]
)
def test_who_sends_no_whole_request_is_dropped(sent: bytes) -> None:
    with serving(Hurried) as address, socket.create_connection(address) as connection:
        connection.sendall(sent)
        assert dropped(connection)


def test_dripping_does_not_prolong_the_time_for_a_head() -> None:
    with serving(Hurried) as address, socket.create_connection(address) as connection:
        drip(connection)


def test_dripping_after_an_answer_does_not_either() -> None:
    with serving(Hurried) as address, socket.create_connection(address) as connection:
        connection.sendall(HEAD + b"\r\n")
        assert connection.recv(100).startswith(b"HTTP/1.1 200")
        drip(connection)


def test_who_leaves_the_answer_unread_is_dropped() -> None:
    with serving(Hurried) as address, socket.create_connection(address) as connection:
        connection.sendall(HEAD.replace(b"/ ", b"/large ") + b"\r\n")
        time.sleep(1)
        read = 0
        with contextlib.suppress(ConnectionError):
            while piece := connection.recv(65_536):
                read += len(piece)
        assert read < 2**25


def test_an_answer_under_way_is_not_idle() -> None:
    with serving(Hurried) as address, socket.create_connection(address) as connection:
        connection.sendall(HEAD.replace(b"/ ", b"/held ") + b"\r\n")
        time.sleep(1.5)
        connection.settimeout(0.1)
        with pytest.raises(TimeoutError):
            while connection.recv(100):
                pass


def test_a_new_client_takes_the_place_of_the_longest_idle_one() -> None:
    with serving(Few) as address, contextlib.ExitStack() as stack:
        idle = [stack.enter_context(socket.create_connection(address)) for _ in range(4)]
        assert patient_http.get(f"http://127.0.0.1:{address[1]}/").text == ".."
        assert dropped(idle[0])


def test_a_share_for_each_client() -> None:
    """One that has many answers under way is refused; another one still gets in."""
    with serving(Few) as address, contextlib.ExitStack() as stack:
        for _ in range(Few.most // 2):
            held = stack.enter_context(socket.create_connection(address))
            held.sendall(HEAD.replace(b"/ ", b"/held ") + b"\r\n")
            assert held.recv(100)
        refused = stack.enter_context(socket.create_connection(address))
        assert refused.recv(100).startswith(b"HTTP/1.1 503 Busy")
        other = stack.enter_context(
            socket.create_connection(address, source_address=("127.0.0.2", 0))
        )
        other.sendall(HEAD + b"\r\n")
        assert other.recv(100).startswith(b"HTTP/1.1 200")


BARE = """
import os, resource, socket, sys
import uvicorn
from pincite.qa.serving.connections import options
from pincite.qa.serving.quiet import on_fault, quieten

async def app(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"alive"})

class Server(uvicorn.Server):
    async def startup(self, sockets=None):
        import asyncio
        asyncio.get_running_loop().set_exception_handler(on_fault)
        await super().startup(sockets)
        print(sockets[0].getsockname()[1], flush=True)

resource.setrlimit(resource.RLIMIT_NOFILE, (100, 100))
held = [os.open(os.devnull, os.O_RDONLY) for _ in range(70)]
config = uvicorn.Config(app, ws="none", lifespan="off", log_level="warning", **options())
quieten()
Server(config).run(sockets=[socket.create_server(("127.0.0.1", 0))])
"""


def test_past_the_limit_of_open_files_it_lives_and_says_little(tmp_path: Path) -> None:
    """A server that may open few files, and more connections than that."""
    log = tmp_path / "log"
    with log.open("w") as errors:
        process = subprocess.Popen(
            [sys.executable, "-c", BARE], cwd=ROOT, stdout=subprocess.PIPE, stderr=errors,
            text=True, env=os.environ | {"PYTHONPATH": str(ROOT)},
        )  # fmt: skip
    try:
        assert process.stdout is not None
        address = ("127.0.0.1", int(process.stdout.readline()))
        began = time.monotonic()
        with contextlib.ExitStack() as stack:
            for _ in range(60):
                stack.enter_context(socket.create_connection(address))
            while not log.read_text():
                assert process.poll() is None
                time.sleep(0.05)
            time.sleep(1.5)  # for more lines than one a second, if it wrote them
            assert process.poll() is None
        assert patient_http.get(f"http://127.0.0.1:{address[1]}/").text == "alive"
        seconds = time.monotonic() - began
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE)
    told = log.read_text()
    assert 1 <= len(told.splitlines()) <= seconds + 2, told[:2000]
    assert "no connection can be taken on now (Too many open files)" in told
    assert "Traceback" not in told


def test_one_line_a_second_and_how_many_were_held() -> None:
    now = [100.0]
    each = OneASecond(clock=lambda: now[0])
    record = logging.LogRecord("a", logging.WARNING, "", 0, "it is %s", ("so",), None)
    assert each.filter(record)
    assert not each.filter(record)
    assert not each.filter(record)
    now[0] += 1
    assert each.filter(record)
    assert record.getMessage() == "it is so (and 2 more)"


def test_a_full_table_of_files_is_one_line(caplog: pytest.LogCaptureFixture) -> None:
    loop = asyncio.new_event_loop()
    quieten()
    for _ in range(50):
        on_fault(loop, {"exception": OSError(errno.EMFILE, "Too many open files"), "message": ""})
    loop.close()
    assert len(caplog.records) == 1
    assert caplog.records[0].getMessage().startswith("no connection can be taken on now")
    assert caplog.records[0].exc_info is None
