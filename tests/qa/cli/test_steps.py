"""The shell's spinner tells what is happening, at a terminal only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from pincite.qa.answering.steps import Step, is_heard, tell
from pincite.qa.cli.output import waiting


class Terminal:
    """A console that keeps what its spinner shows."""

    shown: list[str]
    is_terminal = True

    def __init__(self, **_: Any) -> None:
        Terminal.shown = []

    @contextmanager
    def status(self, text: str) -> Iterator[Terminal]:
        self.update(text)
        yield self

    def update(self, text: str) -> None:
        self.shown.append(text)


def test_the_spinner_tells_each_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pincite.qa.cli.output.Console", Terminal)
    with waiting("reading your articles"):
        tell(Step("searching", 1))
        tell(Step("reading", 6))
    tell(Step("weighing"))
    assert Terminal.shown == [
        "[dim]reading your articles …",
        "[dim]Searching 1 article…",
        "[dim]Reading 6 passages…",
    ]


def test_in_a_pipe_nobody_listens(capsys: pytest.CaptureFixture[str]) -> None:
    with waiting("reading your articles"):
        assert not is_heard()
    assert capsys.readouterr() == ("", "")
