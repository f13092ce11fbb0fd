"""What is being done for a question, told while it is done.

Whoever wants to know sets a listener around the call that answers. It hears the steps of this call
only, in the thread that answers. Without a listener nothing is computed, and no signature changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from pincite.index.retrieval.filter import EVERYTHING, Filter

if TYPE_CHECKING:  # the shell's spinner does not need the modules of answers
    from pincite.index.retrieval.retriever import Retriever
    from pincite.qa.types import Citation

Name = Literal["searching", "reading", "weighing", "looking", "gathering", "choosing", "suggesting"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of answering.

    ``n`` is how many articles are searched or gathered from, passages read or looked through, or
    sentences chosen among; 0 if that is not known. While passages are looked through, ``done`` are
    behind, ``found`` sentences are certain to be cited, and ``first`` are the first of these.
    """

    name: Name
    n: int = 0
    done: int = 0
    found: int = 0
    first: tuple[Citation, ...] = ()


Listener = Callable[[Step], None]
_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


def is_heard() -> bool:
    """Whether there is a listener."""
    return _listener.get() is not None


def tell(step: Step) -> None:
    """Tells the listener that a step begins or goes on; does nothing without a listener."""
    if (listener := _listener.get()) is not None:
        listener(step)


def tell_search(filter: Filter, retriever: Retriever) -> None:
    """Tells that the articles which a filter accepts are searched. They are counted only if there
    is no filter. Raises IndexFault."""
    if is_heard():
        tell(Step("searching", retriever.summary().articles if filter == EVERYTHING else 0))


@contextmanager
def listening(listener: Listener | None) -> Iterator[None]:
    """Sets the listener during a block; None for a block whose steps nobody hears."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


@contextmanager
def telling_only(step: Step) -> Iterator[None]:
    """Tells a step, and none of the steps of the block."""
    tell(step)
    with listening(None):
        yield


@contextmanager
def nothing_certain() -> Iterator[None]:
    """For a block whose answer may be dropped for another one: its steps are told without what they
    found."""
    listener = _listener.get()
    if listener is None:
        yield
        return
    with listening(lambda step: listener(replace(step, found=0, first=()))):
        yield
