"""Faults of the network are told in a line, at most one a second: a flood fills no disk."""

from __future__ import annotations

import asyncio
import errno
import logging
import time
from typing import Any, Final

_LOGGERS: Final = ("uvicorn.error", "asyncio", __name__)
_FULL: Final = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)

log = logging.getLogger(__name__)


class OneASecond(logging.Filter):
    """Lets one record a second pass, and says how many did not since."""

    def __init__(self, clock: Any = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._next = 0.0
        self._held = 0

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record passes."""
        now = self._clock()
        if now < self._next:
            self._held += 1
            return False
        if self._held:
            record.msg, record.args = f"{record.getMessage()} (and {self._held:,} more)", ()
        self._next, self._held = now + 1, 0
        return True


def quieten() -> None:
    """Bounds what the server's loggers write; they share the line a second."""
    one = OneASecond()
    for name in _LOGGERS:
        logger = logging.getLogger(name)
        for old in [each for each in logger.filters if isinstance(each, OneASecond)]:
            logger.removeFilter(old)
        logger.addFilter(one)


def on_fault(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """What asyncio found wrong outside of any request: in a line where it is the system's limit."""
    error = context.get("exception")
    if isinstance(error, OSError) and error.errno in _FULL:
        log.warning(
            "no connection can be taken on now (%s); the next try is in a second", error.strerror
        )
    else:
        loop.default_exception_handler(context)
