"""An answer is waited for no longer than a person would."""

from __future__ import annotations

import threading
import time
from concurrent.futures import Future, wait
from functools import partial
from typing import Final

from pincite.corpus.errors import PinciteError
from pincite.qa.types import Answer

PATIENCE: Final = 60.0
"""Seconds that a question may take."""


def in_time(asked: partial[Answer], closed: threading.Event) -> Answer:
    """The answer, from a thread that the process need not outlive. Raises PinciteError where it
    takes too long or the server is ``closed``."""
    promise: Future[Answer] = Future()
    threading.Thread(target=_keep, args=(promise, asked), name="answer", daemon=True).start()
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and not closed.is_set():
        if wait([promise], timeout=0.1).done:
            return promise.result()
    raise PinciteError("the answer took too long and was given up; please ask again")


def _keep(promise: Future[Answer], asked: partial[Answer]) -> None:
    try:
        promise.set_result(asked())
    except BaseException as error:  # noqa: BLE001  (a panic in Rust is no Exception)
        promise.set_exception(error)
