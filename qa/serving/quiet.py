"""Logs network faults in one line each, at most one line a second, so that a flood of them cannot
fill the disk."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import time
from typing import Any, Final

_LOGGERS: Final = ("uvicorn.error", "asyncio", __name__)
_FULL: Final = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)

log = logging.getLogger(__name__)


class OneASecond(logging.Filter):
    """Passes at most one record a second, which also says how many were dropped since the last."""

    def __init__(self, clock: Any = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._next = 0.0
        self._dropped = 0

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record passes."""
        now = self._clock()
        if now < self._next:
            self._dropped += 1
            return False
        if self._dropped:
            record.msg, record.args = f"{record.getMessage()} (and {self._dropped:,} more)", ()
        self._next, self._dropped = now + 1, 0
        return True


def quieten() -> None:
    """Limits the server's loggers to one line a second together."""
    one = OneASecond()
    for name in _LOGGERS:
        logger = logging.getLogger(name)
        for old in list(logger.filters):
            if isinstance(old, OneASecond) or old is _is_more_than_an_end:
                logger.removeFilter(old)  # of a server that this process ran before
        logger.addFilter(one)


def stopping_as_asked() -> None:
    """Keeps uvicorn from reporting, as an error, that it ends requests of open pages. Call it when
    the server stops and owes no answer."""
    logging.getLogger("uvicorn.error").addFilter(_is_more_than_an_end)


def _is_more_than_an_end(record: logging.LogRecord) -> bool:
    return not str(record.msg).startswith("Cancel %s running task")


def on_fault(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Logs a fault that asyncio found outside any request. A limit of the system takes one line;
    other faults are logged as usual."""
    error = context.get("exception")
    if isinstance(error, OSError) and error.errno in _FULL:
        log.warning(
            "no connection can be taken on now (%s); the next try is in a second", _why(error)
        )
    elif not (isinstance(error, ValueError) and "._start_serving(" in context["message"]):
        # asyncio's late try to accept after the server has stopped is no fault
        loop.default_exception_handler(context)


def _why(error: OSError) -> str:
    if error.errno == errno.EMFILE:
        with contextlib.suppress(ImportError):  # Windows has no such limit
            import resource

            most, ever = resource.getrlimit(resource.RLIMIT_NOFILE)
            more = 2 * most if ever == resource.RLIM_INFINITY else min(2 * most, ever)
            may = (
                f"ulimit -n {more} before the start allows more"
                if more > most
                else "the system's administrator may allow more"
            )
            return f"{error.strerror}: this process may open {most:,}, {may}"
    return error.strerror or str(error)
