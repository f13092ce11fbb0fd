"""A question of the page waits for its turn, and for its answer no longer than a person would."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator
from concurrent.futures import Future, wait
from functools import partial
from typing import Any, Final

from pincite.qa.programs.line import Ticket, TooLate, WaitingLine
from pincite.qa.types import Answer

PATIENCE: Final = 60.0
"""Seconds that a question may take, waiting included."""

_UNTOLD: Final = 0.4  # seconds that are waited without a word: most waits end before
_LOOK: Final = 0.1  # seconds between two looks


def in_turn(
    asked: partial[Answer],
    line: WaitingLine,
    closed: threading.Event,
    shown: Callable[[int, int], dict[str, Any]],
) -> Generator[dict[str, Any], None, Answer]:
    """The answer, once it is its turn; until then, whenever its place in the line changes, the view
    ``shown`` for the place and for about how many seconds it still waits. It is asked in a thread
    that the process need not outlive, which keeps the place until it is done, also where nobody
    waits for it any more. Raises Busy where too many wait, and TooLate where it takes too long or
    the server is ``closed``."""
    deadline = time.monotonic() + PATIENCE
    ticket = line.enter()
    promise: Future[Answer] = Future()
    thread = threading.Thread(
        target=_keep, args=(promise, asked, ticket), name="answer", daemon=True
    )
    try:
        told, patience = 0, _UNTOLD
        while not ticket.wait(patience):
            _go_on_until(deadline, closed)
            patience = _LOOK
            if (place := ticket.place) and place != told:
                told = place
                yield shown(place, ticket.seconds)
        thread.start()
    finally:
        if thread.ident is None:
            ticket.leave()
    while not wait([promise], timeout=_LOOK).done:
        _go_on_until(deadline, closed)
    return promise.result()


def _go_on_until(deadline: float, closed: threading.Event) -> None:
    if closed.is_set() or time.monotonic() > deadline:
        raise TooLate("the answer took too long and was given up; please ask again")


def _keep(promise: Future[Answer], asked: partial[Answer], ticket: Ticket) -> None:
    try:
        promise.set_result(asked())
    except BaseException as error:  # noqa: BLE001  (a panic in Rust is no Exception)
        promise.set_exception(error)
    finally:
        ticket.leave()
