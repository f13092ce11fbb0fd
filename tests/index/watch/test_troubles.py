"""Watching continues despite other builds and missing folders and files."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from pincite.corpus.errors import IndexBusy, IndexMissing, InputError, SourceMissing
from pincite.corpus.web.fetch import Page
from pincite.index.building import watch
from pincite.index.building.build import rebuild, remove
from pincite.index.storage.generation import current
from pincite.index.storage.lock import builder_lock
from tests.support.indexed import ids
from tests.support.toys import ToyEncoder, report, write_reports
from tests.support.watching import Watch


def test_a_builder_at_work_is_waited_for(index: Path, articles: Path, watching: Watch) -> None:
    with watching(index, articles) as told:
        with builder_lock(index):
            told.write(articles / "0009.txt", report(9))
            assert isinstance(told.error(), IndexBusy)
            told.tries(2)
            assert told.silent(), "told once"
        assert told.receipt().changes.added == ("0009.txt",)


def test_deleting_all_articles_is_reported_and_the_index_stays(
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


def test_a_missing_folder_is_reported_and_watched_once_back(
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


def test_an_unplugged_disk_is_reported_once_and_its_articles_stay(
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


def test_a_deleted_source_file_is_indexed_once_back(
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


def test_a_file_restored_empty_does_not_block_other_changes(
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


def test_an_article_removed_by_hand_stays_out(index: Path, articles: Path, watching: Watch) -> None:
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


def test_an_unreadable_file_is_reported_even_without_publishing(
    index: Path, articles: Path, watching: Watch
) -> None:
    with watching(index, articles) as told:
        (articles / "empty.txt").touch()
        receipt = told.receipt()
        assert (receipt.published, len(receipt.skipped)) == (False, 1)
        told.write(articles / "0009.txt", report(9))
        assert told.receipt().published


def test_the_watch_continues_without_notifications(
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


def test_web_pages_are_not_fetched_again(
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


def test_the_first_build_fails_as_without_watching(index: Path, tmp_path: Path) -> None:
    for sources, expected in (((), IndexMissing), ((tmp_path / "none",), SourceMissing)):
        with pytest.raises(expected):
            next(watch.watched(index, sources, ToyEncoder(), threading.Event(), lambda *_: None))
    with pytest.raises(InputError, match="nothing to watch"):
        next(
            watch.watched(
                index, ["https://x.test/a"], ToyEncoder(), threading.Event(), lambda *_: None
            )
        )
