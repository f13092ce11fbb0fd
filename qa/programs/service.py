"""Answers questions of programs in plain values; HTTP, MCP and Gradio's clients all use it."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from typing import Any, Final, Protocol

from pincite.corpus.errors import InputError, PinciteError
from pincite.index.retrieval.query import Query
from pincite.qa.asking.plans.forms import FORMS, Form
from pincite.qa.programs.line import TooLate, WaitingLine
from pincite.qa.types import Answer

PATIENCE: Final = 60.0
"""Seconds that a question may take, including the time that it waits."""

_GLANCE: Final = 0.02  # seconds between two checks whether it is the question's turn
_LOOK: Final = 0.1  # seconds between two checks whether there is still time


class Answering(Protocol):
    """What answers questions, such as an Answerer. It is called from several threads, but never by
    two at once."""

    def answer(
        self,
        question: str,
        *,
        since: str | None = None,
        until: str | None = None,
        source: str | None = None,
        as_: Form | None = None,
        dates: bool = True,
    ) -> Answer:
        """The answer to one question. Raises PinciteError."""
        ...


class Service:
    """Answers one question at a time, in the order in which they come."""

    def __init__(
        self, answering: Answering, line: WaitingLine | None = None, patience: float = PATIENCE
    ) -> None:
        self._answering = answering
        self._line = WaitingLine() if line is None else line
        self._patience = patience
        self._closed = False

    @property
    def line(self) -> WaitingLine:
        """The queue of questions; others that ask the same articles wait in it too."""
        return self._line

    @property
    def owing(self) -> bool:
        """Whether a question is still to be answered."""
        return len(self._line) > 0

    async def answer(
        self,
        question: str,
        since: str | None = None,
        until: str | None = None,
        source: str | None = None,
        form: Form | None = None,
        dates: bool = True,
    ) -> dict[str, Any]:
        """What ``pincite ask --json`` prints for a question; ``form`` is its ``--as``. Raises what
        ``Answerer.answer`` raises, Busy if too many questions wait, and TooLate."""
        # an invalid question is refused before it waits
        Query.of(question, since=since, until=until, source=source)
        deadline = time.monotonic() + self._patience
        ticket = self._line.enter()
        try:
            while not ticket.wait(0):
                self._check_deadline(deadline)
                await asyncio.sleep(_GLANCE)
        except BaseException:
            ticket.leave()
            raise
        work: Future[Answer] = Future()
        work.set_running_or_notify_cancel()  # from here on it cannot be cancelled

        def run() -> None:
            try:
                asked = self._answering.answer(
                    question, since=since, until=until, source=source, as_=form, dates=dates
                )
                work.set_result(asked)
            except BaseException as error:  # noqa: BLE001  (a panic in Rust is no Exception)
                work.set_exception(error)
            finally:
                ticket.leave()  # an abandoned question still uses the processor until here

        threading.Thread(target=run, name="answer", daemon=True).start()
        promised = asyncio.wrap_future(work)
        while not (await asyncio.wait([promised], timeout=_LOOK))[0]:
            self._check_deadline(deadline)
        return promised.result().to_dict()

    def close(self) -> None:
        """Gives up all questions that wait; each gets an error."""
        self._closed = True

    def _check_deadline(self, deadline: float) -> None:
        if self._closed:
            raise PinciteError("the server is being stopped; please ask again once it runs")
        if time.monotonic() > deadline:
            raise TooLate(f"no answer within {self._patience:g} s; please ask again")

    def raising(self, kind: Callable[[str], Exception]) -> Callable[..., Awaitable[dict[str, Any]]]:
        """``answer``, with every PinciteError raised as ``kind``, an exception of the caller's
        own."""

        async def answer(
            question: str,
            since: str | None = None,
            until: str | None = None,
            source: str | None = None,
            form: str | None = None,
            dates: bool = True,
        ) -> dict[str, Any]:
            """What ``pincite ask --json`` prints for a question."""
            try:
                return await self.answer(question, since, until, source, form_of(form), dates)
            except PinciteError as error:
                raise kind(str(error)) from None

        return answer


def form_of(name: str | None) -> Form | None:
    """The form of that name. Raises InputError for an unknown name."""
    if name is not None and name not in FORMS:
        raise InputError(f"form {name!r:.60}: expected one of {', '.join(FORMS)}")
    return name
