"""Articles removed by hand stay out, and no other article is affected."""

import json
from pathlib import Path

import pytest

from pincite.index.building.build import add, rebuild, remove
from pincite.index.building.verify import verify
from pincite.index.storage.snapshot import Snapshot
from tests.support.earlier import written_as
from tests.support.feeds import item, rss
from tests.support.toys import ToyEncoder, report, write_reports


def lines(path: Path, *numbers: int) -> None:
    """Writes reports without ids of their own, as lines of JSON or as a feed."""
    if path.suffix == ".xml":
        path.write_bytes(rss(*(item("", report(n)) for n in numbers)))
        return
    path.write_text("".join(json.dumps({"text": report(n)}) + "\n" for n in numbers))


def texts(index: Path) -> set[str]:
    return {article.text for article in Snapshot.open(index).store.articles()}


def id_of(index: Path, number: int) -> str:
    told = report(number).split(".")[0]
    return next(a.id for a in Snapshot.open(index).store.articles() if a.text.startswith(told))


def holds(index: Path, *numbers: int) -> bool:
    starts = {report(n).split(".")[0] for n in numbers}
    return {text.split(".")[0] for text in texts(index)} == starts


EACH = pytest.mark.parametrize("log", ["log.jsonl", "feed.xml"], indirect=True)


@pytest.fixture
def log(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    (tmp_path / "articles").mkdir()
    return tmp_path / "articles" / getattr(request, "param", "log.jsonl")


@pytest.fixture
def index(tmp_path: Path, log: Path) -> Path:
    lines(log, 1, 2, 3)
    rebuild(tmp_path / "index", [log.parent], ToyEncoder())
    return tmp_path / "index"


@EACH
def test_a_line_added_on_top_does_not_restore_removed_lines(index: Path, log: Path) -> None:
    remove(index, [id_of(index, 2)], ToyEncoder())
    lines(log, 9, 1, 2, 3)
    assert not verify(index).current
    receipt = rebuild(index, [], ToyEncoder())
    assert holds(index, 9, 1, 3)
    assert (len(receipt.changes.added), receipt.changes.removed) == (1, ())
    assert verify(index).current


@EACH
def test_a_deleted_line_is_reported(index: Path, log: Path) -> None:
    gone = id_of(index, 1)
    lines(log, 2, 3)
    assert verify(index).changes.removed == (gone,)
    assert rebuild(index, [], ToyEncoder()).changes.removed == (gone,)


def test_renaming_a_file_does_not_restore_removed_lines(index: Path, log: Path) -> None:
    remove(index, [id_of(index, 2)], ToyEncoder())
    log.rename(log.with_name("other.jsonl"))
    receipt = rebuild(index, [], ToyEncoder())
    assert holds(index, 1, 3)
    assert "was removed" in receipt.skipped[0].reason


def test_new_files_in_a_removed_folder_need_to_be_added(tmp_path: Path) -> None:
    encoder, index, folder = ToyEncoder(), tmp_path / "index", tmp_path / "articles"
    write_reports(folder, 2)
    sub = write_reports(folder / "sub", 0)
    (sub / "x.txt").write_text(report(5))
    rebuild(index, [folder], encoder)
    remove(index, [str(sub)], encoder)
    (sub / "x.txt").rename(folder / "y.txt")
    (sub / "new.txt").write_text(report(6))
    assert len(rebuild(index, [], encoder).skipped) == 2
    assert holds(index, 0, 1)
    add(index, [sub / "new.txt"], encoder)
    rebuild(index, [], encoder)
    assert holds(index, 0, 1, 6)


def test_a_copy_stays_when_its_original_is_removed(tmp_path: Path) -> None:
    encoder, index, folder = ToyEncoder(), tmp_path / "index", write_reports(tmp_path / "a", 1)
    (folder / "copy.txt").write_text(report(0))
    rebuild(index, [folder], encoder)
    remove(index, ["0000.txt"], encoder)
    (folder / "copy.txt").rename(folder / "again.txt")
    assert rebuild(index, [], encoder).changes.added == ("again.txt",)


def test_adding_a_file_restores_its_removed_lines(index: Path, log: Path) -> None:
    remove(index, [id_of(index, 2)], ToyEncoder())
    add(index, [log], ToyEncoder())
    rebuild(index, [], ToyEncoder())
    assert holds(index, 1, 2, 3)


def test_removals_recorded_by_line_number_are_migrated(index: Path, log: Path) -> None:
    remove(index, [id_of(index, 2)], ToyEncoder())
    written_as(index, 6, excluded=(f"{log}#log.jsonl#2",))
    rebuild(index, [], ToyEncoder())
    lines(log, 9, 1, 2, 3)
    rebuild(index, [], ToyEncoder())
    assert holds(index, 9, 1, 3)
