"""Answers a question of the page when it is its turn, within a time limit."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Generator
from concurrent.futures import Future, wait
from functools import partial
from typing import Any, Final

from pincite.qa.answering.steps import Step, listening
from pincite.qa.programs.line import Ticket, TooLate, WaitingLine
from pincite.qa.types import Answer

PATIENCE: Final = 60.0
"""Seconds that a question may take, including the time that it waits."""

_UNTOLD: Final = 0.4  # seconds before the page says that it waits; most waits are shorter
_LOOK: Final = 0.1  # seconds between two checks


def in_turn(
    asked: partial[Answer],
    line: WaitingLine,
    closed: threading.Event,
    shown: Callable[[int, int], dict[str, Any]],
    told: Callable[[Step], dict[str, Any]],
) -> Generator[dict[str, Any], None, Answer]:
    """Returns the answer. While the question waits, yields a view whenever its place in the queue
    changes: ``shown`` makes it from the place and the seconds that it still waits. While it is
    answered, yields a view of the newest step, which ``told`` makes; a step that is over before the
    next check is left out.

    A daemon thread asks the question. It keeps the place in the queue until it is done, even if the
    page no longer waits. Raises Busy if too many questions wait, and TooLate if the answer takes
    too long or the server is ``closed``.
    """
    deadline = time.monotonic() + PATIENCE
    ticket = line.enter()
    promise: Future[Answer] = Future()
    steps: deque[Step] = deque(maxlen=1)
    thread = threading.Thread(
        target=_run, args=(promise, asked, ticket, steps), name="answer", daemon=True
    )
    try:
        last, patience = 0, _UNTOLD
        while not ticket.wait(patience):
            _check_deadline(deadline, closed)
            patience = _LOOK
            if (place := ticket.place) and place != last:
                last = place
                yield shown(place, ticket.seconds)
        thread.start()
    finally:
        if thread.ident is None:
            ticket.leave()
    while not wait([promise], timeout=_LOOK).done:
        _check_deadline(deadline, closed)
        if steps:
            yield told(steps.pop())
    return promise.result()


def _check_deadline(deadline: float, closed: threading.Event) -> None:
    if closed.is_set() or time.monotonic() > deadline:
        raise TooLate("the answer took too long and was given up; please ask again")


def _run(
    promise: Future[Answer], asked: partial[Answer], ticket: Ticket, steps: deque[Step]
) -> None:
    try:
        with listening(steps.append):  # in this thread alone: no other session hears it
            promise.set_result(asked())
    except BaseException as error:  # noqa: BLE001  (a panic in Rust is no Exception)
        promise.set_exception(error)
    finally:
        ticket.leave()
