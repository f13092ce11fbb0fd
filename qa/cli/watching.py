"""``pincite rebuild --watch``: prints a line for each publication until it is stopped."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from rich.console import Console

from pincite.corpus.errors import PinciteError
from pincite.index.building.publishing.receipt import Receipt
from pincite.index.building.watch import watched
from pincite.qa.cli.output import print_json, print_text
from pincite.qa.cli.text import left_out, publication_text
from pincite.qa.progress import progress_bar


def follow(place: Path, sources: Sequence[str], encoder: Any, *, as_json: bool) -> None:
    """Rebuilds, then publishes each change, until Ctrl-C or SIGTERM. The first build raises as
    ``rebuild``; later errors are printed on standard error, one line each."""
    shown: set[str] = set()
    with _until_stopped() as stop:
        with progress_bar(Console(stderr=True)) as report:
            events = watched(place, sources, encoder, stop, report)
            first = next(events)
        _print_event(first, shown, as_json)
        _say(f"watching the sources of {place}; Ctrl-C stops")
        for event in events:
            _print_event(event, shown, as_json)
    _say("stopped watching; the index answers as before")


@contextmanager
def _until_stopped() -> Iterator[threading.Event]:
    """An event that Ctrl-C and SIGTERM set; they also end the block without an error. A build that
    is interrupted leaves the index unchanged."""
    stop = threading.Event()

    def end(_: int, __: FrameType | None) -> NoReturn:
        stop.set()
        raise KeyboardInterrupt

    before = {each: signal.signal(each, end) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    except KeyboardInterrupt:
        pass
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _print_event(event: Receipt | PinciteError, shown: set[str], as_json: bool) -> None:
    """Prints an error, or a publication with the files it left out; files that were ``shown`` at
    the last publication are not repeated."""
    if isinstance(event, PinciteError):
        _say(str(event))
        return
    if as_json:
        print_json(event.as_dict(), indent=None)
        return
    lines = left_out(event)
    for line in lines:
        if line not in shown:
            print_text(line)
    shown.clear()
    shown.update(lines)
    print_text(publication_text(event))


def _say(line: str) -> None:
    print(f"pincite: {line}", file=sys.stderr, flush=True)  # noqa: T201
