"""A file that this process has checked is not read again unless it was modified."""

import hashlib
import os
import time
from pathlib import Path

import pytest

from pincite.corpus.errors import IndexDamaged
from pincite.index.building.build import add, rebuild
from pincite.index.building.publishing import merging
from pincite.index.retrieval.local import LocalRetriever
from pincite.index.retrieval.query import Query
from pincite.index.storage import checking
from pincite.index.storage.checking import check
from tests.support.toys import ToyEncoder, report, write_reports


def aged(path: Path) -> None:
    """Makes a file look as if it had been written a minute ago, and gives its clock time."""
    then = time.time() - 60
    os.utime(path, (then, then))


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files whose digest is computed; a file counts as settled at once."""
    names: list[str] = []
    real = hashlib.file_digest

    def digest(file, name):  # type: ignore[no-untyped-def]
        names.append(Path(str(file.name)).name if not isinstance(file.name, int) else "file")
        return real(file, name)

    monkeypatch.setattr(hashlib, "file_digest", digest)
    monkeypatch.setattr(checking, "_SETTLED", -60.0)
    monkeypatch.setattr(checking, "_checked", {})
    return names


def test_a_checked_file_is_read_again_only_if_modified(tmp_path: Path, read: list[str]) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"what it holds")
    size, digest = 13, hashlib.sha256(b"what it holds").hexdigest()
    for _ in range(3):
        check(path, size, digest, again=False)
    assert len(read) == 1
    check(path, size, digest, again=True)
    assert len(read) == 2
    path.write_bytes(b"what it helds")
    aged(path)
    with pytest.raises(IndexDamaged, match="was altered"):
        check(path, size, digest, again=False)
    with pytest.raises(IndexDamaged, match="has 4 bytes, expected 13"):
        path.write_bytes(b"what")
        check(path, size, digest, again=False)


def test_recently_written_files_are_checked_again(
    tmp_path: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "_SETTLED", 2.0)
    path = tmp_path / "file"
    path.write_bytes(b"what it holds")
    for _ in range(2):
        check(path, 13, hashlib.sha256(b"what it holds").hexdigest(), again=False)
    assert len(read) == 2


def test_an_open_retriever_reads_only_new_segments(
    tmp_path: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merging, "RATIO", 0)
    index, new = tmp_path / "index", tmp_path / "new.txt"
    rebuild(index, [write_reports(tmp_path / "articles", 5)], ToyEncoder())
    retriever = LocalRetriever(index, ToyEncoder())  # type: ignore[arg-type]
    new.write_text(report(90))
    add(index, [new], ToyEncoder())
    read.clear()
    [found] = retriever.search([Query("harbour district 90")], 3)
    assert found.hits
    # the new segment's three files, and the contents of the new generation
    assert len(read) == 4
