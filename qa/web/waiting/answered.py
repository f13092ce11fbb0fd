"""A turn of the page, answered: views of it while it waits, and in the end its answer or what went
wrong."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Generator
from dataclasses import replace
from functools import partial
from typing import Any, Final

from pincite.corpus.errors import IndexMissing, PinciteError
from pincite.qa.answering.steps import Step
from pincite.qa.programs.line import Busy, TooLate, WaitingLine
from pincite.qa.types import Answer
from pincite.qa.web.kept.records import record
from pincite.qa.web.rendering.turn import PageTurn, slim
from pincite.qa.web.waiting.in_turn import in_turn
from pincite.qa.web.waiting.telling import step_html

_BROKEN: Final = (
    "Something went wrong inside Pincite; the terminal has the details. Please ask again."
)

log = logging.getLogger(__name__)

View = dict[str, Any]


def answered(
    turn: PageTurn,
    asked: partial[Answer],
    version: Callable[[], str],
    line: WaitingLine,
    closed: threading.Event,
    shown: Callable[[PageTurn], View],
) -> Generator[View, None, PageTurn]:
    """Returns the turn with its answer, or with a notice of what went wrong. Yields views until
    then: ``shown`` makes one of the turn with its place in the ``line``, and once it is answered, a
    view has the step that is happening. A step is nowhere kept. ``version`` gives the version of
    the index, and may raise PinciteError."""

    def waiting(place: int, seconds: int) -> View:
        return shown(replace(turn, place=place, seconds=seconds))

    def told(step: Step) -> View:
        return {"step": step_html(step)}

    try:
        known = version()  # before answering, to miss no change
        answer = slim((yield from in_turn(asked, line, closed, waiting, told)))
        return replace(turn, answer=answer, kept=record(answer, known))
    except GeneratorExit:  # the page no longer waits for the answer
        raise
    except PinciteError as error:
        again = isinstance(error, Busy | TooLate | IndexMissing)
        return replace(turn, notice=str(error), again=again)
    except BaseException:
        # After any error the box must open again; the traceback goes to the terminal.
        log.exception("answering a question failed")
        return replace(turn, notice=_BROKEN)
