"""Helpers that the commands share: run a build and show its receipt, and print output."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rich.console import Console, RenderableType

if TYPE_CHECKING:
    from pincite.index.building.publishing.cutting import Progress
    from pincite.index.building.publishing.receipt import Receipt

_UNWRAPPED = 1_000_000


def has_a_screen() -> bool:
    """Whether there is a screen on which a browser can open."""
    # without a screen, a text browser would take over the terminal
    here = os.environ
    return sys.platform in ("darwin", "win32") or bool(
        here.get("DISPLAY") or here.get("WAYLAND_DISPLAY")
    )


def build(run: Callable[[Progress], Receipt], as_json: bool) -> None:
    """Runs a build under a progress bar and shows its receipt."""
    from pincite.qa.progress import progress_bar

    with progress_bar(Console(stderr=True)) as report:
        receipt = run(report)
    from pincite.qa.cli.text import receipt_text

    show(receipt.as_dict(), receipt_text(receipt), as_json)


@contextmanager
def waiting(what: str) -> Iterator[None]:
    """Shows ``what`` with a spinner until the block ends, if standard error is a terminal. While
    a question is answered, the spinner has the step that is happening."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield
        return
    from pincite.qa.answering.steps import Step, listening
    from pincite.qa.wording import step_told

    with console.status(f"[dim]{what} …") as status:

        def told(step: Step) -> None:
            status.update(f"[dim]{step_told(step)}")

        with listening(told):
            yield


def show(values: dict[str, Any], text: RenderableType, as_json: bool) -> None:
    """Prints the values for programs, or the text for people."""
    if as_json:
        print_json(values)
    else:
        print_text(text)


def print_text(text: RenderableType) -> None:
    """Prints text for people on standard output."""
    # in a pipe, a sentence stays on one line
    width = None if sys.stdout.isatty() else _UNWRAPPED
    Console(width=width, highlight=False, markup=False, emoji=False).print(text)


def print_json(values: dict[str, Any], indent: int | None = 2) -> None:
    """Prints values for programs on standard output; on one line if ``indent`` is None."""
    # if the output is not UTF-8, other characters are written as JSON escapes
    plain = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
    print(json.dumps(values, ensure_ascii=plain, indent=indent), flush=True)  # noqa: T201
