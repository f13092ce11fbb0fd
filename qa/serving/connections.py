"""Which connections the server keeps: none that says nothing, and of each client only its share.

A connection on which no request is under way is idle. It has seconds to send a whole head, however
it drips; and where there are as many connections as may be, the one that has been idle longest
makes room for a new one. uvicorn's own limit counts idle connections as it counts busy ones.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any, Final, cast

from uvicorn.protocols.http.h11_impl import H11Protocol

MOST: Final = 256  # connections at once, where the system allows as many open files
BACKLOG: Final = 32  # connections that are accepted in one go, before any of them is counted
_FILES: Final = 1024
_BUSY: Final = "Busy: too many connections are open; close a tab, or try again in a moment"


class Connection(H11Protocol):
    """One connection, known among the others in ``connections``."""

    most = MOST
    head_seconds = 5.0
    """Seconds that a request's head may take, from the connection or the first byte on."""
    unread_seconds = 10.0
    """Seconds that a client may leave what it was sent unread."""

    _since = 0.0
    _timer: asyncio.TimerHandle | None = None
    _unread: asyncio.TimerHandle | None = None

    @property
    def idle(self) -> bool:
        """Whether no request is under way."""
        return self.cycle is None or self.cycle.response_complete

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Takes the connection on, or refuses it with 503 where there are too many."""
        super().connection_made(transport)
        self._since = self.loop.time()
        self._wait()
        others = cast("set[Connection]", self.connections - {self})
        own = {each for each in others if each._client == self._client}
        # a share: others get in, whatever one client does
        if len(own) >= self.most // 2:
            crowd = own
        elif len(others) >= self.most:
            crowd = others
        else:
            return
        idle = [each for each in crowd if each.idle]
        if idle:
            min(idle, key=lambda each: each._since)._drop()
        else:
            self._refuse()

    def data_received(self, data: bytes) -> None:
        """What came in; dripping it does not prolong the time for it."""
        super().data_received(data)
        if not self.idle:
            self._stop_waiting()
        elif self._timer is None:
            self._wait()

    def on_response_complete(self) -> None:
        """A request was answered; the next one may come."""
        super().on_response_complete()
        if self.idle:
            self._since = self.loop.time()

    def pause_writing(self) -> None:
        """The client does not read as fast as it is answered."""
        super().pause_writing()
        self._unread = self.loop.call_later(self.unread_seconds, self._drop)

    def resume_writing(self) -> None:
        """The client has read on."""
        super().resume_writing()
        if self._unread is not None:
            self._unread.cancel()

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is over."""
        self._stop_waiting()
        super().connection_lost(exc)
        if self._unread is not None:
            self._unread.cancel()

    @property
    def _client(self) -> str:
        return self.client[0] if self.client else ""

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


def protocol() -> type[Connection]:
    """The class of connections that fits the number of files this process may open, which is raised
    where it is low and may be."""
    most = min(MOST, _open_files() // 4)

    class Fitting(Connection):
        pass

    Fitting.most = most
    return Fitting


def _open_files() -> int:
    """How many files this process may open from now on."""
    with contextlib.suppress(ImportError, ValueError, OSError):  # none of it on Windows
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        if soft == resource.RLIM_INFINITY:
            return _FILES
        if soft < _FILES:
            soft = _FILES if hard == resource.RLIM_INFINITY else min(hard, _FILES)
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        return soft
    return _FILES


def options() -> dict[str, Any]:
    """What uvicorn is told of connections."""
    return {"http": protocol(), "backlog": BACKLOG, "timeout_keep_alive": 5}
