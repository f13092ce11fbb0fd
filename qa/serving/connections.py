"""Limits on connections: silent ones are closed, and each client gets only a share.

A connection without a current request is idle. It must send a complete request head within a few
seconds, even if it sends slowly. If there are too many connections, the one that has been idle
longest is closed for a new one; if none is idle, one that only waits, such as the heartbeat of a
page. (uvicorn's own limit does not distinguish idle from busy connections.)
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any, Final, cast

from starlette.types import Scope
from uvicorn.protocols.http.h11_impl import H11Protocol

MOST: Final = 256  # connections at once, if the system allows enough open files
BACKLOG: Final = 32  # connections that are accepted together, before any of them is counted
_FILES: Final = 1024
_BUSY: Final = "Busy: too many connections are open; close a tab, or try again in a moment"


def _never(_: Scope) -> bool:
    return False


class Connection(H11Protocol):
    """One connection; ``connections`` holds all of them."""

    most = MOST
    head_seconds = 5.0
    """Seconds within which a request's head must arrive, from the connection or the first byte
    on."""
    unread_seconds = 10.0
    """Seconds that a client may leave data unread."""
    only_waits: Callable[[Scope], bool] = staticmethod(_never)
    """Whether a request only waits for something to happen, so that closing it loses no answer."""

    _since = 0.0
    _timer: asyncio.TimerHandle | None = None
    _unread: asyncio.TimerHandle | None = None

    @property
    def idle(self) -> bool:
        """Whether the connection has no current request."""
        return self.cycle is None or self.cycle.response_complete

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Accepts the connection, or refuses it with 503 if there are too many."""
        super().connection_made(transport)
        self._since = self.loop.time()
        self._wait()
        others = cast("set[Connection]", self.connections - {self})
        own = {each for each in others if each._client == self._client}
        # one client may have half of all connections, so that others can always connect
        if len(own) >= self.most // 2:
            crowd = own
        elif len(others) >= self.most:
            crowd = others
        else:
            return
        # what a client has not read yet would be lost
        crowd = {each for each in crowd if not each.transport.get_write_buffer_size()}
        spare = [each for each in crowd if each.idle] or [each for each in crowd if each._waiting]
        if spare:
            min(spare, key=lambda each: each._since)._drop()
        else:
            self._refuse()

    def data_received(self, data: bytes) -> None:
        """Takes data in. Sending in small pieces does not extend the time limit."""
        super().data_received(data)
        if not self.idle:
            self._stop_waiting()
        elif self._timer is None:
            self._wait()

    def on_response_complete(self) -> None:
        """A request was answered; the connection is idle again."""
        super().on_response_complete()
        if self.idle:
            self._since = self.loop.time()

    def pause_writing(self) -> None:
        """The client reads too slowly; after a time limit it is disconnected."""
        super().pause_writing()
        self._unread = self.loop.call_later(self.unread_seconds, self._drop)

    def resume_writing(self) -> None:
        """The client reads again."""
        super().resume_writing()
        if self._unread is not None:
            self._unread.cancel()

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection has ended."""
        self._stop_waiting()
        super().connection_lost(exc)
        if self._unread is not None:
            self._unread.cancel()

    @property
    def _client(self) -> str:
        return self.client[0] if self.client else ""

    @property
    def _waiting(self) -> bool:
        return self.cycle is not None and self.only_waits(cast("Scope", self.cycle.scope))

    def _wait(self) -> None:
        self._timer = self.loop.call_later(self.head_seconds, self._drop)

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _drop(self) -> None:
        self.connections.discard(self)
        self.transport.abort()

    def _refuse(self) -> None:
        body = _BUSY.encode()
        head = f"HTTP/1.1 503 Busy\r\nConnection: close\r\nContent-Length: {len(body)}\r\n\r\n"
        self.connections.discard(self)
        self.transport.write(head.encode() + body)
        self.transport.close()


def protocol(only_waits: Callable[[Scope], bool]) -> type[Connection]:
    """The connection class, with a limit that fits the number of files that this process may open.
    A low number is raised first, if the system allows it."""
    most = min(MOST, _open_files() // 4)

    class Fitting(Connection):
        pass

    Fitting.most = most
    Fitting.only_waits = staticmethod(only_waits)
    return Fitting


def _open_files() -> int:
    """How many files this process may open. A low limit is raised if possible."""
    with contextlib.suppress(ImportError, ValueError, OSError):  # Windows has no such limit
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        if soft == resource.RLIM_INFINITY:
            return _FILES
        if soft < _FILES:
            soft = _FILES if hard == resource.RLIM_INFINITY else min(hard, _FILES)
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        return soft
    return _FILES


def options(only_waits: Callable[[Scope], bool]) -> dict[str, Any]:
    """uvicorn's options on connections. ``only_waits`` says whether a request only waits."""
    return {"http": protocol(only_waits), "backlog": BACKLOG, "timeout_keep_alive": 5}
