"""Fixtures for the tests of watching: a watch with short delays whose steps are counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pincite.corpus.errors import PinciteError
from pincite.index.building import watch
from pincite.index.building.publishing.receipt import Receipt
from tests.support.toys import write_reports
from tests.support.watching import Steps, Watch, Watching


@pytest.fixture(autouse=True)
def steps(monkeypatch: pytest.MonkeyPatch) -> Steps:
    """Shortens the delays of a watch and counts its idle looks and its rebuilds."""
    found, seen = Steps(), watch._look
    look, publish = watch._Watch.look, watch._Watch.publish

    def seeing(paths: Iterable[str]) -> watch._Look:
        with found.unseen:
            return seen(paths)

    def looking(self: watch._Watch, events: watch._Notifications) -> float:
        pause = look(self, events)
        if pause:
            found.step("idle")
        return pause

    def publishing(self: watch._Watch) -> Iterator[Receipt | PinciteError]:
        yield from publish(self)
        found.step("tried")

    monkeypatch.setattr(watch, "_look", seeing)
    monkeypatch.setattr(watch._Watch, "look", looking)
    monkeypatch.setattr(watch._Watch, "publish", publishing)
    monkeypatch.setattr(watch, "EVERY", 0.1)
    monkeypatch.setattr(watch, "QUIET", 0.05)
    monkeypatch.setattr(watch, "_SLICE", 0.02)
    return found


@pytest.fixture
def watching(steps: Steps) -> Watch:
    """A watch of an index over sources, ended with its block."""

    @contextmanager
    def begin(index: Path, *sources: Path | str) -> Iterator[Watching]:
        each = Watching(steps, index, *sources)
        try:
            yield each
        finally:
            each.end()

    return begin


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    return write_reports(tmp_path / "articles", 3)


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"
