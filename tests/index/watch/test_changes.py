"""The watch publishes what changes, survives what fails, and the chat follows it."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import watchfiles

from pincite.index.building import watch
from pincite.index.building.build import rebuild
from pincite.index.building.publishing.receipt import Receipt
from pincite.index.storage.generation import current
from pincite.index.storage.snapshot import Snapshot
from tests.support.indexed import ids
from tests.support.patience import PATIENCE
from tests.support.toys import report, write_reports
from tests.support.watching import Watch


@pytest.mark.parametrize("bell", [True, False], ids=["notified", "by looking alone"])
def test_new_changed_and_deleted_files_are_published(
    index: Path,
    articles: Path,
    bell: bool,
    monkeypatch: pytest.MonkeyPatch,
    watching: Watch,
) -> None:
    begun, real = threading.Event(), watchfiles.watch

    def listening(*folders: str, **more: Any) -> Iterator[Any]:
        """Reports when the system listens for changes: the first event set is empty."""
        for found in real(*folders, yield_on_timeout=True, rust_timeout=50, **more):
            if found:
                yield found
            begun.set()

    if bell:
        monkeypatch.setattr(watch, "EVERY", 3600.0)
        monkeypatch.setattr("watchfiles.watch", listening)
    else:
        monkeypatch.setattr(watch, "_listen", lambda *_: None)
    with watching(index, articles) as told:
        if bell:
            assert begun.wait(PATIENCE)
        (articles / "sub").mkdir()
        told.write(articles / "sub" / "new.txt", report(7))
        assert told.receipt().changes.added == ("sub/new.txt",)
        told.write(articles / "0001.txt", report(1, figure=77))
        assert told.receipt().changes.changed == ("0001.txt",)
        (articles / "0000.txt").unlink()
        assert told.receipt().changes.removed == ("0000.txt",)
    assert ids(index) == ["0001.txt", "0002.txt", "sub/new.txt"]


def test_simultaneous_changes_are_published_together(
    index: Path, articles: Path, watching: Watch
) -> None:
    with watching(index, articles) as told:
        with told.unseen:
            write_reports(articles, 30)
        assert len(told.receipt().changes.added) == 27
        assert told.silent()


def test_an_unchanged_state_publishes_nothing(index: Path, articles: Path, watching: Watch) -> None:
    with watching(index, articles) as told:
        before = current(index)
        os.utime(articles / "0000.txt")
        with told.unseen:
            (articles / "0001.txt").write_bytes((articles / "0001.txt").read_bytes())
        told.write(articles / ".hidden", "not read")
        assert told.silent()
        assert current(index) == before


def test_an_index_among_its_articles_does_not_trigger_the_watch(
    articles: Path, watching: Watch
) -> None:
    with watching(articles / "my-index", articles) as told:
        told.write(articles / "0009.txt", report(9))
        assert told.receipt().articles == 4
        assert told.silent()


def test_a_file_being_written_is_indexed_whole(
    index: Path, articles: Path, watching: Watch
) -> None:
    """The file is written in pieces, with pauses longer and shorter than the quiet time."""
    text = "".join(report(number) for number in range(20, 40))
    with watching(index, articles) as told:
        with (articles / "slow.txt").open("w") as file:
            for n in range(0, len(text), 400):
                file.write(text[n : n + 400])
                file.flush()
                time.sleep(0.02 if n % 800 else 0.12)
        while told.receipt() and stored(index, "slow.txt") != text:
            pass


def stored(index: Path, id_: str) -> str:
    return next(a.text for a in Snapshot.open(index).store.articles() if a.id == id_)


def test_a_change_during_the_build_is_not_lost(
    index: Path,
    articles: Path,
    monkeypatch: pytest.MonkeyPatch,
    watching: Watch,
) -> None:
    """The file changes after it was read and before the build ends."""
    changed = articles / "0001.txt"

    def slow(*arguments: object, **more: object) -> Receipt:
        receipt = rebuild(*arguments, **more)  # type: ignore[arg-type]
        if "88 thousand" in changed.read_text():
            changed.write_text(report(1, figure=99))
        return receipt

    monkeypatch.setattr(watch, "rebuild", slow)
    with watching(index, articles) as told:
        told.write(changed, report(1, figure=88))
        told.receipt()
        told.receipt()
    assert stored(index, "0001.txt") == report(1, figure=99)


def test_a_constantly_changing_file_is_still_published(
    index: Path, articles: Path, monkeypatch: pytest.MonkeyPatch, watching: Watch
) -> None:
    monkeypatch.setattr(watch, "_LONGEST", 0.3)
    over = threading.Event()

    def write() -> None:
        while not over.wait(0.01):
            with (articles / "log.txt").open("a") as file:
                file.write("One more line is written here.\n")

    with watching(index, articles) as told:
        writer = threading.Thread(target=write)
        writer.start()
        try:
            assert told.receipt().changes.added == ("log.txt",)
        finally:
            over.set()
            writer.join()
