"""A queue of questions: they are answered one at a time, in order, and only a few may wait."""

from __future__ import annotations

import threading
import time
from collections import deque
from typing import Final

from pincite.corpus.errors import PinciteError

LONGEST: Final = 16
"""So many questions may wait; a further one raises Busy."""

_SECONDS: Final = 1.0  # the time that a question takes, until one has been measured


class Busy(PinciteError):
    """The queue is full. ``place`` is the place that the question would have had, ``seconds`` about
    how long it would have waited."""

    def __init__(self, place: int, seconds: float) -> None:
        self.place = place
        self.seconds = max(1, round(seconds))
        super().__init__(f"busy, place {place}: please ask again in about {self.seconds} s")


class TooLate(PinciteError):
    """A question that was not answered in time."""


class Ticket:
    """A place in the queue. Call ``leave`` when the question is done, also after an error."""

    def __init__(self, line: WaitingLine) -> None:
        self._line = line
        self._turn = threading.Event()
        self._since = 0.0

    @property
    def place(self) -> int:
        """How many questions are before it; 0 when it is its turn."""
        return self._line._place(self)

    @property
    def seconds(self) -> int:
        """About how many seconds it still waits, at least 1."""
        return max(1, round(self.place * self._line._took))

    def wait(self, seconds: float) -> bool:
        """Waits for its turn, at most so many seconds. Returns whether it is its turn."""
        return self._turn.wait(seconds)

    def leave(self) -> None:
        """Gives up the place, so that the next question has its turn."""
        self._line._leave(self)


class WaitingLine:
    """The queue of questions. Thread-safe."""

    def __init__(self, longest: int = LONGEST) -> None:
        self._longest = longest
        self._lock = threading.Lock()
        self._held: deque[Ticket] = deque()
        self._took = _SECONDS

    def __len__(self) -> int:
        """How many questions are being answered or waiting."""
        return len(self._held)

    def enter(self) -> Ticket:
        """A place at the end of the queue. Raises Busy if too many questions wait."""
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
