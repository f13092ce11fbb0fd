"""Texts altered under an open index are not quoted; the error is one line."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from pincite.corpus.errors import IndexDamaged, IndexFault
from pincite.index.building.build import rebuild
from pincite.index.recovery.repair import repair
from pincite.index.retrieval.local import LocalRetriever
from pincite.index.retrieval.query import Query
from pincite.index.storage.snapshot import Snapshot
from tests.support.toys import ToyEncoder, report, write_reports

QUESTION = Query("How many guests did the harbour count in the first week?")


@pytest.fixture
def index(tmp_path: Path) -> Path:
    rebuild(tmp_path / "i", [write_reports(tmp_path / "articles", 40)], ToyEncoder())
    return tmp_path / "i"


def stores(index: Path) -> list[Path]:
    """The files that hold the text of articles."""
    found = [p for p in index.rglob("*") if p.is_file() and b"thousand guests" in p.read_bytes()]
    return [path for path in found if path.parent != index]


def overwrite(path: Path, data: bytes) -> None:
    """Overwrites the file in place, as a program that has it open would."""
    with path.open("r+b") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def mended(index: Path) -> None:
    """Checks that the next step named in the message restores every text."""
    assert repair(index, ToyEncoder(), lambda *_: None).lost == ()
    told = {article.id: article.text for article in Snapshot.open(index).store.articles()}
    assert told == {f"{n:04}.txt": report(n) for n in range(40)}


def test_an_altered_text_is_not_quoted(index: Path) -> None:
    retriever = LocalRetriever(index, ToyEncoder())
    for path in stores(index):
        overwrite(path, path.read_bytes().replace(b"10 thousand", b"99 thousand"))
    with pytest.raises(IndexDamaged, match=r"was altered since.*pincite verify --repair") as caught:
        retriever.search([QUESTION], 3)
    assert "\n" not in str(caught.value)
    with pytest.raises(IndexDamaged):
        retriever.article("0000.txt")
    with pytest.raises(IndexDamaged):
        retriever.sample(3)
    mended(index)


def test_a_truncated_store_is_a_one_line_error(index: Path) -> None:
    retriever = LocalRetriever(index, ToyEncoder())
    for path in stores(index):
        os.truncate(path, 4096)
    with pytest.raises(IndexDamaged) as caught:
        retriever.search([QUESTION], 3)
    assert "\n" not in str(caught.value)
    assert "pincite verify --repair" in str(caught.value)
    mended(index)


def test_a_database_that_cannot_be_opened_is_reported(
    index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connected = sqlite3.connect

    def refuse(name: object, *rest: object, **more: object) -> sqlite3.Connection:
        if "/generations/stage/" in str(name):
            raise sqlite3.OperationalError("unable to open database file")
        return connected(name, *rest, **more)  # type: ignore[arg-type]

    (tmp_path / "articles" / "0000.txt").write_text("Something else happened in the harbour.")
    monkeypatch.setattr(sqlite3, "connect", refuse)
    with pytest.raises(IndexFault, match=r"could not be written.*run the same again") as caught:
        rebuild(index, [], ToyEncoder())
    assert "\n" not in str(caught.value)
