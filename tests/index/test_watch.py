"""The watch publishes what changes, survives what fails, and the chat follows it."""

from __future__ import annotations

import os
import queue
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
import watchfiles

from pincite.corpus.errors import IndexBusy, IndexMissing, InputError, PinciteError, SourceMissing
from pincite.corpus.web.fetch import Page
from pincite.index.building import watch
from pincite.index.building.build import rebuild, remove
from pincite.index.building.publishing.receipt import Receipt
from pincite.index.storage.generation import current
from pincite.index.storage.lock import builder_lock
from pincite.index.storage.snapshot import Snapshot
from tests.support.patience import PATIENCE
from tests.support.toys import ToyEncoder, report, write_reports


class Steps:
    """What a watch did, counted, so that a test can wait for it to do something once more."""

    def __init__(self) -> None:
        self.unseen = threading.Lock()
        """While it is held, no watch looks: what changes in several steps is seen whole, however
        long a busy machine takes for them."""
        self._done: Counter[str] = Counter()
        self._more = threading.Condition()

    def step(self, name: str) -> None:
        with self._more:
            self._done[name] += 1
            self._more.notify_all()

    def wait(self, name: str, times: int) -> None:
        with self._more:
            last = self._done[name] + times
            assert self._more.wait_for(lambda: self._done[name] >= last, PATIENCE), name


@pytest.fixture(autouse=True)
def steps(monkeypatch: pytest.MonkeyPatch) -> Steps:
    """Watches in a hurry, counted: their looks that found nothing to do, and their rebuilds."""
    found, seen = Steps(), watch._look
    look, publish = watch._Watch.look, watch._Watch.publish

    def seeing(paths: Iterable[str]) -> watch._Look:
        with found.unseen:
            return seen(paths)

    def looking(self: watch._Watch, bell: watch._Bell) -> float:
        pause = look(self, bell)
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


class Watching:
    """A watch in a thread, and what it told."""

    def __init__(self, steps: Steps, index: Path, *sources: Path | str) -> None:
        self._steps = steps
        self.unseen = steps.unseen
        self.stop = threading.Event()
        self._told: queue.Queue[Receipt | PinciteError] = queue.Queue()
        events = watch.watched(index, sources, ToyEncoder(), self.stop, lambda *_: None)
        self._told.put(next(events))
        self._thread = threading.Thread(target=lambda: [self._told.put(each) for each in events])
        self._thread.start()
        assert self.receipt()

    def next(self) -> Receipt | PinciteError:
        return self._told.get(timeout=PATIENCE)

    def receipt(self) -> Receipt:
        told = self.next()
        assert isinstance(told, Receipt), told
        return told

    def error(self) -> PinciteError:
        told = self.next()
        assert isinstance(told, PinciteError), told
        return told

    def silent(self) -> bool:
        """Whether it tells nothing of what has changed until now."""
        self._steps.wait("idle", 3)  # one may be under way, which began before the change
        return self._told.empty()

    def tries(self, times: int) -> None:
        """Waits until it has tried to rebuild so often."""
        self._steps.wait("tried", times)

    def write(self, path: Path, text: str) -> None:
        """Writes a file that is never seen half written."""
        with self.unseen:
            path.write_text(text)

    def end(self) -> None:
        self.stop.set()
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()


Watch = Callable[..., AbstractContextManager[Watching]]


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


def ids(index: Path) -> list[str]:
    return [article.id for article in Snapshot.open(index).store.articles()]


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
        """Says when the system listens: it first gives nothing, once."""
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


def test_what_changes_together_is_published_together(
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


def test_an_index_among_its_articles_does_not_wake_itself(articles: Path, watching: Watch) -> None:
    with watching(articles / "my-index", articles) as told:
        told.write(articles / "0009.txt", report(9))
        assert told.receipt().articles == 4
        assert told.silent()


def test_a_file_still_being_written_ends_up_whole(
    index: Path, articles: Path, watching: Watch
) -> None:
    """Written in pieces, with pauses longer and shorter than what counts as quiet."""
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
    """Changed after it was read and before the build ended."""
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


def test_what_never_stops_changing_is_published_all_the_same(
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


def test_a_builder_at_work_is_waited_for(index: Path, articles: Path, watching: Watch) -> None:
    with watching(index, articles) as told:
        with builder_lock(index):
            told.write(articles / "0009.txt", report(9))
            assert isinstance(told.error(), IndexBusy)
            told.tries(2)
            assert told.silent(), "told once"
        assert told.receipt().changes.added == ("0009.txt",)


def test_no_article_left_is_told_and_the_index_stays(
    index: Path, articles: Path, watching: Watch
) -> None:
    with watching(index, articles) as told:
        before, texts = current(index), {p: p.read_text() for p in articles.iterdir()}
        with told.unseen:
            for path in texts:
                path.unlink()
        error = told.error()
        assert isinstance(error, InputError)
        assert "\n" not in str(error)
        assert told.silent()
        assert current(index) == before
        told.write(articles / "0000.txt", texts[articles / "0000.txt"])
        assert told.receipt().articles == 1


def test_a_folder_that_is_gone_is_told_and_followed_when_it_is_back(
    index: Path, articles: Path, watching: Watch
) -> None:
    with watching(index, articles) as told:
        articles.rename(articles.parent / "elsewhere")
        error = told.error()
        assert isinstance(error, SourceMissing)
        assert str(articles) in str(error)
        assert len(ids(index)) == 3
        (articles.parent / "elsewhere").rename(articles)
        assert told.silent(), "as it was"
        told.write(articles / "0009.txt", report(9))
        assert told.receipt().changes.added == ("0009.txt",)


def test_a_disk_that_is_unplugged_is_told_once_and_its_articles_stay(
    index: Path, articles: Path, tmp_path: Path, watching: Watch
) -> None:
    disk = write_reports(tmp_path / "disk", 2)
    with watching(index, articles, disk) as told:
        with told.unseen:
            disk.rename(tmp_path / "elsewhere")
            disk.mkdir()
        receipt = told.receipt()
        assert (receipt.published, receipt.articles) == (False, 5)
        assert [each.source for each in receipt.unread] == [str(disk)]
        assert told.silent()
        disk.rmdir()
        assert "is gone; its 2 articles stay" in told.receipt().unread[0].reason
        (tmp_path / "elsewhere").rename(disk)
        assert told.silent(), "as it was"
        told.write(articles / "0009.txt", report(9))
        assert (told.receipt().unread, len(ids(index))) == ((), 6)


def test_a_file_that_is_gone_comes_back(
    index: Path, articles: Path, tmp_path: Path, watching: Watch
) -> None:
    single = tmp_path / "single.txt"
    single.write_text(report(5))
    with watching(index, articles, single) as told:
        single.unlink()
        gone = told.receipt()
        assert gone.changes.removed == ("single.txt",)
        assert (gone.skipped[0].source, "is gone" in gone.skipped[0].reason) == (str(single), True)
        assert told.silent()
        told.write(single, report(5, figure=66))
        assert told.receipt().changes.added == ("single.txt",)
        replacement = tmp_path / "other"
        replacement.write_text(report(5, figure=67))
        replacement.rename(single)
        assert told.receipt().changes.changed == ("single.txt",)


def test_a_file_that_comes_back_empty_holds_nothing_up(
    index: Path, articles: Path, tmp_path: Path, watching: Watch
) -> None:
    single = tmp_path / "single.txt"
    single.write_text(report(5))
    with watching(index, articles, single) as told:
        single.unlink()
        assert told.receipt().changes.removed == ("single.txt",)
        with told.unseen:
            single.touch()
            (articles / "0009.txt").write_text(report(9))
        assert told.receipt().changes.added == ("0009.txt",)
        told.write(single, report(5, figure=66))
        assert told.receipt().changes.added == ("single.txt",)


def test_what_was_removed_by_hand_stays_out(index: Path, articles: Path, watching: Watch) -> None:
    with watching(index, articles) as told:
        remove(index, ["0001.txt"], ToyEncoder())
        told.write(articles / "0001.txt", report(1, figure=50))
        assert told.silent()
        told.write(articles / "0009.txt", report(9))
        assert told.receipt().articles == 3
    assert "0001.txt" not in ids(index)


def test_sources_added_by_another_process_are_followed(
    index: Path, articles: Path, tmp_path: Path, watching: Watch
) -> None:
    from pincite.index.building.build import add

    other = write_reports(tmp_path / "other", 1)
    with watching(index, articles) as told:
        add(index, [other], ToyEncoder())
        told.write(other / "0005.txt", report(5))
        assert told.receipt().articles == 5


def test_a_file_that_cannot_be_read_is_told_though_nothing_is_published(
    index: Path, articles: Path, watching: Watch
) -> None:
    with watching(index, articles) as told:
        (articles / "empty.txt").touch()
        receipt = told.receipt()
        assert (receipt.published, len(receipt.skipped)) == (False, 1)
        told.write(articles / "0009.txt", report(9))
        assert told.receipt().published


def test_no_notifications_are_no_end(
    index: Path,
    articles: Path,
    monkeypatch: pytest.MonkeyPatch,
    watching: Watch,
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "OS file watch limit reached")

    monkeypatch.setattr("watchfiles.watch", full)
    with watching(index, articles) as told:
        told.write(articles / "0009.txt", report(9))
        assert told.receipt().articles == 4


def test_web_pages_are_not_asked_for(
    index: Path,
    articles: Path,
    monkeypatch: pytest.MonkeyPatch,
    watching: Watch,
) -> None:
    """An article from the web stays as it was fetched, whatever the files do."""
    address, asked = "https://example.test/page", []

    def get(url: str) -> Page:
        asked.append(url)
        return Page(url, report(8).encode(), "text/plain")

    rebuild(index, [articles, address], ToyEncoder(), get=get)
    monkeypatch.setattr("pincite.corpus.web.fetch.fetch", lambda url: asked.append(url))
    assert asked == [address]
    with watching(index) as told:
        told.write(articles / "0009.txt", report(9))
        assert told.receipt().kept == 1
    assert asked == [address]


def test_the_first_build_fails_as_it_would_alone(index: Path, tmp_path: Path) -> None:
    for sources, expected in (((), IndexMissing), ((tmp_path / "none",), SourceMissing)):
        with pytest.raises(expected):
            next(watch.watched(index, sources, ToyEncoder(), threading.Event(), lambda *_: None))
    with pytest.raises(InputError, match="nothing to watch"):
        next(
            watch.watched(
                index, ["https://x.test/a"], ToyEncoder(), threading.Event(), lambda *_: None
            )
        )
