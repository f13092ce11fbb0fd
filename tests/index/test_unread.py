"""Articles that cannot be read now are kept and reported; deleted ones are removed."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from pincite.corpus.errors import InputError, SourceMissing
from pincite.index.building.build import add, rebuild, remove
from pincite.index.building.publishing.receipt import Receipt
from pincite.index.building.verify import verify
from pincite.index.storage.snapshot import Snapshot
from tests.support.toys import ToyEncoder, report, write_reports

LINES = [{"text": report(number)} for number in range(20, 23)]


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    """A source of its own, as where a disk is plugged in: three files, one in a folder."""
    folder = write_reports(tmp_path / "disk", 2)
    write_reports(folder / "deep", 1)
    return folder


@pytest.fixture
def index(tmp_path: Path, disk: Path) -> Path:
    rebuild(tmp_path / "i", [write_reports(tmp_path / "home", 1), disk], ToyEncoder())
    return tmp_path / "i"


def again(index: Path, *, prune: bool = False) -> Receipt:
    return rebuild(index, [], ToyEncoder(), prune=prune)


def texts(index: Path) -> dict[str, str]:
    return {article.id: article.text for article in Snapshot.open(index).store.articles()}


def emptied(folder: Path) -> None:
    folder.rename(folder.parent / "elsewhere")
    folder.mkdir()


def gone(folder: Path) -> None:
    folder.rename(folder.parent / "elsewhere")


def hidden_things_alone(folder: Path) -> None:
    emptied(folder)
    (folder / ".Trash-1000").mkdir()


@pytest.mark.parametrize("happens", [emptied, gone, hidden_things_alone])
@pytest.mark.parametrize("named", [True, False], ids=["named again", "recorded"])
def test_articles_of_an_unplugged_disk_are_kept(
    tmp_path: Path, index: Path, disk: Path, happens: Callable[[Path], None], named: bool
) -> None:
    before = texts(index)
    happens(disk)
    if named and happens is gone:
        with pytest.raises(SourceMissing):  # it may be mistyped
            rebuild(index, [tmp_path / "home", disk], ToyEncoder())
        return
    receipt = rebuild(index, [tmp_path / "home", disk] if named else [], ToyEncoder())
    assert texts(index) == before
    [place] = receipt.unread
    assert place.source == str(disk)
    assert place.reason.endswith("its 3 articles stay; to take out what is gone: "
                                 "pincite rebuild --prune")  # fmt: skip
    assert len(place.reason) < 150
    assert place.source not in {each.source for each in receipt.skipped}
    found = verify(index)
    assert not found.current
    assert not found.changes
    assert [each.source for each in found.unread] == ([] if happens is gone else [str(disk)])
    assert found.gone == ((str(disk),) if happens is gone else ())
    pruned = again(index, prune=True)
    assert len(pruned.changes.removed) == 3
    assert pruned.unread == ()
    assert len(texts(index)) == 1


def test_a_disk_plugged_in_again_is_read_as_before(index: Path, disk: Path) -> None:
    before = texts(index)
    gone(disk)
    again(index)
    (disk.parent / "elsewhere").rename(disk)
    receipt = again(index)
    assert (receipt.unread, receipt.published, texts(index)) == ((), False, before)


def test_without_any_readable_source_the_index_is_unchanged(index: Path, tmp_path: Path) -> None:
    before = texts(index)
    emptied(tmp_path / "home")
    (tmp_path / "elsewhere").rename(tmp_path / "its-articles")
    emptied(tmp_path / "disk")
    for prune in (False, True):
        with pytest.raises(InputError, match=r"the index at .* is as it was"):
            again(index, prune=prune)
    assert texts(index) == before


def test_a_source_file_on_an_unplugged_disk_is_kept(tmp_path: Path) -> None:
    index, stick = tmp_path / "i", write_reports(tmp_path / "stick", 1)
    rebuild(index, [write_reports(tmp_path / "home", 2), stick / "0000.txt"], ToyEncoder())
    before = texts(index)
    (stick / "0000.txt").unlink()
    assert again(index).unread[0].source == str(stick / "0000.txt")
    stick.rmdir()
    assert again(index).unread[0].source == str(stick / "0000.txt")
    assert texts(index) == before
    (write_reports(stick, 2) / "0000.txt").unlink()  # plugged in without the file
    receipt = again(index)
    assert (len(receipt.changes.removed), receipt.unread) == (1, ())


def test_files_deleted_from_a_readable_folder_are_removed(index: Path, disk: Path) -> None:
    (disk / "0001.txt").unlink()
    (disk / "deep" / "0000.txt").unlink()
    receipt = again(index)
    assert len(receipt.changes.removed) == 2
    assert receipt.unread == ()


@pytest.mark.parametrize("number", [errno.EACCES, errno.EIO, errno.ESTALE])
@pytest.mark.parametrize(("place", "count"), [("deep", 1), ("deep/0000.txt", 1), ("0001.txt", 1)])
def test_articles_of_files_that_fail_to_open_are_kept(
    index: Path, disk: Path, monkeypatch: pytest.MonkeyPatch, number: int, place: str, count: int
) -> None:
    before, opened = texts(index), os.open
    name, above = (disk / place).name, (disk / place).parent.stat().st_ino

    def refuse(path: str | Path, *rest: int, dir_fd: int | None = None) -> int:
        if path == name and dir_fd is not None and os.fstat(dir_fd).st_ino == above:
            raise OSError(number, os.strerror(number))
        return opened(path, *rest, dir_fd=dir_fd)

    monkeypatch.setattr(os, "open", refuse)
    receipt = again(index)
    assert texts(index) == before
    [each] = receipt.unread
    assert each.source == str(disk / place)
    assert os.strerror(number) in each.reason
    assert [each.source for each in verify(index).unread] == [str(disk / place)]
    assert len(again(index, prune=True).changes.removed) == count


@pytest.mark.parametrize("content", [b"", b"\0" * 4096, b"%PDF-1.7\nbroken", None])
def test_the_article_of_a_damaged_file_is_kept(
    index: Path, disk: Path, content: bytes | None
) -> None:
    before = texts(index)
    (disk / "0001.txt").unlink()
    if content is None:
        os.mkfifo(disk / "0001.txt")
    else:
        (disk / "0001.txt").write_bytes(content)
    (disk / "0000.txt").write_text(report(0, figure=77))
    receipt = again(index)
    assert len(receipt.changes.changed) == 1
    assert [each.source for each in receipt.unread] == [str(disk / "0001.txt")]
    assert texts(index).keys() == before.keys()
    added = add(index, [disk], ToyEncoder())
    assert [each.source for each in added.unread] == [str(disk / "0001.txt")]
    assert texts(index).keys() == before.keys()
    assert len(again(index, prune=True).changes.removed) == 1


def test_the_article_of_a_damaged_json_line_is_kept(tmp_path: Path) -> None:
    index, file = tmp_path / "i", tmp_path / "lines.jsonl"
    file.write_text("\n".join(map(json.dumps, LINES)))
    rebuild(index, [file], ToyEncoder())
    before = texts(index)
    lines = [json.dumps(each) for each in LINES]
    lines[1] = lines[1].replace('"', "", 1)
    file.write_text("\n".join(lines))
    for receipt in (again(index), add(index, [file], ToyEncoder())):
        assert texts(index) == before
        assert [each.source for each in receipt.unread] == [f"{file}#L2"]
    file.write_text("\n".join([json.dumps({"text": report(5)}), *lines]))  # recognised by its text
    assert texts(index).items() >= before.items()
    file.write_text("\n".join(lines[::2]))
    again(index)
    assert len(texts(index)) == 2


def test_an_unreadable_file_s_id_is_not_reused(tmp_path: Path) -> None:
    index = tmp_path / "i"
    sources = [write_reports(tmp_path / name, 2) for name in "ab"]
    for number in range(2):
        (tmp_path / "b" / f"{number:04}.txt").write_text(report(number, figure=88))
    rebuild(index, sources, ToyEncoder())
    before = texts(index)
    emptied(tmp_path / "a")
    write_reports(tmp_path / "b", 3)
    receipt = again(index)
    assert receipt.changes.removed == ()
    assert [texts(index)[id_] for id_ in ("0000.txt", "0001.txt")] == [report(0), report(1)]
    assert texts(index).keys() - before.keys() == {"0002.txt"}
    assert verify(index).changes.changed == ()


def test_an_article_removed_by_hand_is_not_restored(index: Path, disk: Path) -> None:
    remove(index, ["deep/0000.txt"], ToyEncoder())
    emptied(disk)
    assert "deep/0000.txt" not in texts(index)
    again(index)
    assert "deep/0000.txt" not in texts(index)


def test_kept_articles_are_not_rewritten(tmp_path: Path) -> None:
    index, articles = tmp_path / "i", write_reports(tmp_path / "articles", 120)
    rebuild(index, [articles], ToyEncoder())
    first = Snapshot.open(index).manifest.segments
    (articles / "0003.txt").write_bytes(b"")
    (articles / "0004.txt").write_text(report(77))
    receipt = again(index)
    assert (receipt.changes.changed, len(receipt.unread)) == (("0004.txt",), 1)
    assert Snapshot.open(index).manifest.segments[0] == first[0]
    assert texts(index)["0003.txt"] == report(3)


def test_kept_articles_are_embedded_by_a_new_model(index: Path, disk: Path) -> None:
    before = texts(index)
    emptied(disk)
    other = ToyEncoder("other")
    receipt = rebuild(index, [], other)
    assert (receipt.embedded, texts(index)) == (receipt.passages, before)
    assert Snapshot.open(index).manifest.fingerprint == other.fingerprint
