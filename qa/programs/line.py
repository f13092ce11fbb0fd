"""A line of questions: one is answered at a time, first come first, and only so many wait."""

from __future__ import annotations

import threading
import time
from collections import deque
from typing import Final

from pincite.corpus.errors import PinciteError

LONGEST: Final = 16
"""Questions that may wait; the next one is told that it is busy."""

_SECONDS: Final = 1.0  # that a question takes, until one has been timed


class Busy(PinciteError):
    """The line is full; ``place`` is the one that a question would have had, and ``seconds`` about
    how long it would have waited."""

    def __init__(self, place: int, seconds: float) -> None:
        self.place = place
        self.seconds = max(1, round(seconds))
        super().__init__(f"busy, place {place}: please ask again in about {self.seconds} s")


class TooLate(PinciteError):
    """A question that was not answered in time."""


class Ticket:
    """A place in the line. Leave it when all is done, whatever happened."""

    def __init__(self, line: WaitingLine) -> None:
        self._line = line
        self._turn = threading.Event()
        self._since = 0.0

    @property
    def place(self) -> int:
        """How many are before it: 0 once it is its turn."""
        return self._line._place(self)

    @property
    def seconds(self) -> int:
        """About how long it waits from now on, 1 at least."""
        return max(1, round(self.place * self._line._took))

    def wait(self, seconds: float) -> bool:
        """Whether it is its turn, at once or within so many seconds."""
        return self._turn.wait(seconds)

    def leave(self) -> None:
        """Makes room for the next one."""
        self._line._leave(self)


class WaitingLine:
    """Who asks, in order. Thread-safe."""

    def __init__(self, longest: int = LONGEST) -> None:
        self._longest = longest
        self._lock = threading.Lock()
        self._held: deque[Ticket] = deque()
        self._took = _SECONDS

    def __len__(self) -> int:
        """How many are asking or waiting."""
        return len(self._held)

    def enter(self) -> Ticket:
        """A place at the end. Raises Busy where too many wait."""
        with self._lock:
            if len(self._held) > self._longest:
                raise Busy(len(self._held), len(self._held) * self._took)
            ticket = Ticket(self)
            self._held.append(ticket)
            self._call_first()
            return ticket

    def _call_first(self) -> None:
        first = self._held[0]
        if not first._turn.is_set():
            first._since = time.monotonic()
            first._turn.set()

    def _place(self, ticket: Ticket) -> int:
        with self._lock:
            return self._held.index(ticket) if ticket in self._held else 0

    def _leave(self, ticket: Ticket) -> None:
        with self._lock:
            if ticket not in self._held:
                return
            if ticket._turn.is_set():
                self._took = (self._took + time.monotonic() - ticket._since) / 2
            self._held.remove(ticket)
            if self._held:
                self._call_first()
