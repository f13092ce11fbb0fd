"""Idle, slow and too many connections do not block other clients or flood the log."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import resource
import socket
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from pincite.qa.serving.connections import Connection
from pincite.qa.serving.quiet import OneASecond, on_fault, quieten, stopping_as_asked
from tests.support import patient_http
from tests.support.patience import PATIENCE

HEAD = b"GET / HTTP/1.1\r\nHost: localhost\r\n"


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers at once; under /held and /waits when it is hung up; under /large with 32 MB; under
    /waits-large with as much, of which it knows no more."""
    await send({"type": "http.response.start", "status": 200, "headers": []})
    if scope["path"] in ("/held", "/waits"):
        await send({"type": "http.response.body", "body": b"begun", "more_body": True})
        while (await receive())["type"] != "http.disconnect":
            pass
    size = 2**25 if scope["path"] in ("/large", "/waits-large") else 2
    await send({"type": "http.response.body", "body": b"." * size})


class Few(Connection):
    most = 8
    only_waits = staticmethod(lambda scope: scope["path"].startswith("/waits"))


class Hurried(Few):
    head_seconds = 1.0
    unread_seconds = 0.3


def begun(stack: contextlib.ExitStack, address: tuple[str, int], path: bytes) -> socket.socket:
    """A connection with a response that has begun and does not end."""
    connection = stack.enter_context(socket.create_connection(address))
    connection.sendall(HEAD.replace(b"/ ", path + b" ") + b"\r\n")
    assert connection.recv(100)
    return connection


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
    """Whether the server closes the connection; the test's timeout ends the wait otherwise."""
    connection.settimeout(PATIENCE)
    try:
        while connection.recv(65_536):
            pass
    except ConnectionError:
        pass
    return True


def drip(connection: socket.socket) -> None:
    """Sends an endless request header until the server closes the connection."""
    with pytest.raises(ConnectionError):
        for n in range(600):
            connection.sendall(HEAD if n == 0 else f"X-{n}: 1\r\n".encode())
            time.sleep(0.1)


@pytest.mark.parametrize(
    "sent", [b"", HEAD, b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n1"]
)
def test_clients_sending_incomplete_requests_are_dropped(sent: bytes) -> None:
    with serving(Hurried) as address, socket.create_connection(address) as connection:
        connection.sendall(sent)
        assert dropped(connection)


def test_slow_bytes_do_not_extend_the_header_time_limit() -> None:
    with serving(Hurried) as address, socket.create_connection(address) as connection:
        drip(connection)


def test_slow_bytes_after_a_response_do_not_extend_the_limit() -> None:
    with serving(Hurried) as address, socket.create_connection(address) as connection:
        connection.sendall(HEAD + b"\r\n")
        assert connection.recv(100).startswith(b"HTTP/1.1 200")
        drip(connection)


def test_clients_not_reading_the_response_are_dropped() -> None:
    with serving(Hurried) as address, socket.create_connection(address) as connection:
        connection.sendall(HEAD.replace(b"/ ", b"/large ") + b"\r\n")
        time.sleep(1)
        read = 0
        with contextlib.suppress(ConnectionError):
            while piece := connection.recv(65_536):
                read += len(piece)
        assert read < 2**25


def test_a_connection_with_an_open_response_is_not_idle() -> None:
    with serving(Hurried) as address, socket.create_connection(address) as connection:
        connection.sendall(HEAD.replace(b"/ ", b"/held ") + b"\r\n")
        time.sleep(1.5)
        connection.settimeout(0.1)
        with pytest.raises(TimeoutError):
            while connection.recv(100):
                pass


def test_a_new_client_replaces_the_longest_idle_one() -> None:
    with serving(Few) as address, contextlib.ExitStack() as stack:
        idle = [stack.enter_context(socket.create_connection(address)) for _ in range(4)]
        assert patient_http.get(f"http://127.0.0.1:{address[1]}/").text == ".."
        assert dropped(idle[0])


def test_one_client_cannot_take_all_connections() -> None:
    """A client with many open responses is refused; another client is served."""
    with serving(Few) as address, contextlib.ExitStack() as stack:
        for _ in range(Few.most // 2):
            begun(stack, address, b"/held")
        refused = stack.enter_context(socket.create_connection(address))
        assert refused.recv(100).startswith(b"HTTP/1.1 503 Busy")
        other = stack.enter_context(
            socket.create_connection(address, source_address=("127.0.0.2", 0))
        )
        other.sendall(HEAD + b"\r\n")
        assert other.recv(100).startswith(b"HTTP/1.1 200")


def test_waiting_connections_make_room_but_responses_do_not() -> None:
    with serving(Few) as address, contextlib.ExitStack() as stack:
        held = [begun(stack, address, path) for path in (b"/held", b"/waits", b"/held", b"/waits")]
        assert patient_http.get(f"http://127.0.0.1:{address[1]}/").text == ".."
        assert dropped(held[1])
        for connection in (held[0], held[2], held[3]):
            connection.settimeout(0.1)
            with pytest.raises(TimeoutError):
                while connection.recv(100):
                    pass


@pytest.mark.parametrize("path", [b"/large", b"/waits-large"])
def test_unread_responses_do_not_make_room(path: bytes) -> None:
    with serving(Few) as address, contextlib.ExitStack() as stack:
        unread = begun(stack, address, path)
        for _ in range(3):
            begun(stack, address, b"/held")
        with socket.create_connection(address) as other:
            other.sendall(HEAD + b"\r\n")
            assert other.recv(100).startswith(b"HTTP/1.1 503")
        unread.settimeout(PATIENCE)
        got = 0
        while got < 2**25 and (piece := unread.recv(2**20)):
            got += len(piece)
        assert got >= 2**25 - 100  # the head, and a first piece of the body, were read before


def test_log_lines_are_limited_and_suppressed_ones_counted() -> None:
    now = [100.0]
    each = OneASecond(clock=lambda: now[0])
    record = logging.LogRecord("a", logging.WARNING, "", 0, "it is %s", ("so",), None)
    assert each.filter(record)
    assert not each.filter(record)
    assert not each.filter(record)
    now[0] += 1
    assert each.filter(record)
    assert record.getMessage() == "it is so (and 2 more)"


def test_requests_that_are_ended_by_a_wanted_stop_are_no_error(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    logger = logging.getLogger("uvicorn.error")
    monkeypatch.setattr(logger, "filters", [])
    stopping_as_asked()
    # as uvicorn.server.Server.shutdown says it
    logger.error("Cancel %s running task(s), timeout graceful shutdown exceeded", 1)
    logger.error("Exception in ASGI application")
    assert caplog.messages == ["Exception in ASGI application"]
    quieten()  # another server starts in this process
    logger.error("Cancel %s running task(s), timeout graceful shutdown exceeded", 1)
    assert len(caplog.messages) == 2


@pytest.mark.parametrize(
    ("limits", "more"),
    [
        ((256, 4096), "ulimit -n 512 before the start allows more"),
        ((256, 300), "ulimit -n 300 before the start allows more"),
        ((256, resource.RLIM_INFINITY), "ulimit -n 512 before the start allows more"),
        ((256, 256), "the system's administrator may allow more"),
    ],
)
def test_running_out_of_file_descriptors_is_logged_once(
    limits: tuple[int, int],
    more: str,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(resource, "getrlimit", lambda _: limits)
    loop = asyncio.new_event_loop()
    quieten()
    for _ in range(50):
        on_fault(loop, {"exception": OSError(errno.EMFILE, "Too many open files"), "message": ""})
    loop.close()
    assert len(caplog.records) == 1
    said = caplog.records[0].getMessage()
    assert said.startswith("no connection can be taken on now (Too many open files: this process ")
    assert f"may open 256, {more})" in said
    assert caplog.records[0].exc_info is None
