"""After removal with ``--purge`` no file of the index contains the article."""

import json
import sqlite3
from pathlib import Path

import pytest

from pincite.index.building.build import add, rebuild, remove
from pincite.index.building.publishing import merging
from pincite.index.storage.snapshot import Snapshot
from tests.support.toys import ToyEncoder, report, write_reports

SECRET = "Zanzibar"


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """Three segments, one of which holds an article that is removed later."""
    folder = write_reports(tmp_path / "articles", 4)
    rebuild(tmp_path / "index", [folder], ToyEncoder())
    (folder / "secret.txt").write_text(f"{SECRET} is where the gold lies. Nobody {SECRET}ed it.")
    rebuild(tmp_path / "index", [folder], ToyEncoder())
    return tmp_path / "index"


@pytest.fixture(autouse=True)
def nothing_is_merged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merging, "RATIO", 0)


def holders(index: Path) -> set[str]:
    """The files that have the word or its stem, in whatever case."""
    wanted = SECRET.lower().encode()[:7]
    return {
        path.relative_to(index).as_posix()
        for path in index.rglob("*")
        if path.is_file() and wanted in path.read_bytes().lower()
    }


def uncompressed(index: Path) -> set[str]:
    """As ``holders``, but only for text that is stored uncompressed."""
    return {name for name in holders(index) if name != "readings.sqlite"}


def test_a_purged_article_is_in_no_file(index: Path) -> None:
    assert uncompressed(index)
    remove(index, ["secret.txt"], ToyEncoder(), purge=True)
    assert holders(index) == set()
    snapshot = Snapshot.open(index)
    assert len(snapshot.segments) == 1
    assert [path.name for path in (index / "generations").iterdir()] == [snapshot.path.name]
    assert snapshot.store.like("zanzibar", 3) == []


def test_without_purge_a_removed_article_is_only_marked(index: Path) -> None:
    remove(index, ["secret.txt"], ToyEncoder())
    assert Snapshot.open(index).store.article("secret.txt") is None
    assert Snapshot.open(index).store.spelled("zanzibar") is None
    assert uncompressed(index)
    receipt = remove(index, [], ToyEncoder(), purge=True)
    assert (receipt.changes.removed, receipt.articles) == ((), 4)
    assert holders(index) == set()


def test_a_rebuild_does_not_restore_a_purged_article(index: Path) -> None:
    readings = index / "readings.sqlite"
    before = readings.read_bytes()
    remove(index, ["secret.txt"], ToyEncoder(), purge=True)
    kept = readings.read_bytes()
    assert kept != before
    (index.parent / "articles" / "0000.txt").write_text(report(0, figure=50))
    for _ in range(2):
        rebuild(index, [], ToyEncoder())
        assert holders(index) == set()
    assert texts_kept(index) == {a.sha256 for a in Snapshot.open(index).store.articles()}


def texts_kept(index: Path) -> set[str]:
    """The texts that the parse cache holds, by their SHA-256."""
    with sqlite3.connect(index / "readings.sqlite") as connection:
        rows = connection.execute("SELECT texts FROM readings").fetchall()
    connection.close()
    return {text for (texts,) in rows for text in texts.split()}


def test_purging_one_json_line_keeps_the_others(tmp_path: Path) -> None:
    index, log = tmp_path / "index", tmp_path / "log.jsonl"
    told = [report(1), f"{SECRET} is where the gold lies.", report(2)]
    log.write_text(
        "".join(json.dumps({"id": str(n), "text": t}) + "\n" for n, t in enumerate(told))
    )
    rebuild(index, [log], ToyEncoder())
    add(index, [write_reports(tmp_path / "more", 3)], ToyEncoder())
    remove(index, ["log.jsonl#1"], ToyEncoder(), purge=True)
    rebuild(index, [], ToyEncoder())
    assert holders(index) == set()
    assert {"log.jsonl#0", "log.jsonl#2"} < {a.id for a in Snapshot.open(index).store.articles()}
