"""Uploaded files: safe names, size limits during the upload, and no lost files."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pincite.corpus.errors import InputError
from pincite.qa.library import own_files
from pincite.qa.library.own_files import Crowded, Full, OwnFiles, plain_name


@pytest.fixture
def files(tmp_path: Path) -> OwnFiles:
    return OwnFiles(tmp_path / "index.files", quota=10_000, largest=4_000)


def sent(files: OwnFiles, name: str, data: bytes, piece: int = 1_000) -> str:
    with files.arriving(name) as arrival:
        for start in range(0, len(data), piece):
            arrival.write(data[start : start + piece])
    return arrival.token


def lying(files: OwnFiles) -> dict[str, bytes]:
    """The contents of the folder's files by relative path."""
    return {
        path.relative_to(files.folder).as_posix(): path.read_bytes()
        for path in files.folder.rglob("*")
        if path.is_file()
    }


def test_an_uploaded_file_is_stored_unchanged(files: OwnFiles) -> None:
    token = sent(files, "Two notes.txt", b"a\r\n\xff" * 900)
    assert files.keep([token]) == {files.folder / "Two notes.txt": "Two notes.txt"}
    assert lying(files) == {"Two notes.txt": b"a\r\n\xff" * 900}
    if os.name == "posix":
        assert (files.folder / "Two notes.txt").stat().st_mode & 0o077 == 0


def test_uploads_never_overwrite_and_duplicates_are_stored_once(
    files: OwnFiles,
) -> None:
    tokens = [sent(files, "a.txt", data) for data in (b"one", b"two", b"one", b"three")]
    kept = [next(iter(files.keep([token]))).name for token in tokens]
    assert kept == ["a.txt", "a (2).txt", "a.txt", "a (3).txt"]
    assert lying(files) == {"a.txt": b"one", "a (2).txt": b"two", "a (3).txt": b"three"}


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "..", ".", "/etc/passwd", "a/b.txt", "a\\b.txt", "..\\..\\x", "", "  ",
     "a\0.txt", ".bashrc", "..txt", "C:\\boot.ini", "x" * 300, "漢" * 90, "???", "\u202e"],
)  # fmt: skip
def test_file_names_leading_outside_the_folder_are_refused(files: OwnFiles, name: str) -> None:
    with pytest.raises(InputError) as caught:
        sent(files, name, b"x")
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 500
    assert not files.folder.exists()


@given(st.text(max_size=60))
def test_any_accepted_file_name_stays_in_the_folder(name: str) -> None:
    try:
        plain = plain_name(name)
    except InputError:
        return
    assert Path("/folder", plain).parent == Path("/folder")
    assert plain not in ("", ".", "..")
    assert plain.isprintable()
    assert not plain.startswith(".")
    assert plain_name(plain) == plain


def test_uploads_over_the_size_limit_are_refused_and_deleted(files: OwnFiles) -> None:
    sent(files, "most.txt", b"x" * 4_000)
    with pytest.raises(Full, match=r"^big\.txt: larger than"), files.arriving("big.txt") as arrival:
        for _ in range(4):
            arrival.write(b"x" * 1_000)
        arrival.write(b"x")
    assert files.used == 4_000
    with pytest.raises(Full):
        files.arriving("says.txt", 4_001)


def test_the_quota_holds_for_concurrent_uploads(files: OwnFiles) -> None:
    arrivals = [files.arriving(f"{n}.txt").__enter__() for n in range(4)]
    for _ in range(2):
        for each in arrivals:
            each.write(b"x" * 1_200)
    with pytest.raises(Full, match="no room"):
        arrivals[0].write(b"x" * 1_200)
    assert files.used <= files.quota
    for each in arrivals:
        each.__exit__(None, None, None)
    with pytest.raises(Full, match="no room"):
        files.arriving("more.txt", 1_000)


def test_concurrent_and_waiting_uploads_are_limited(
    files: OwnFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrivals = [files.arriving(f"{n}.txt") for n in range(own_files.AT_ONCE)]
    with pytest.raises(Crowded, match="are arriving"):
        files.arriving("more.txt")
    for each in arrivals:
        with each:
            each.write(b"x")
    monkeypatch.setattr(own_files, "WAITING", own_files.AT_ONCE)
    with pytest.raises(Crowded, match="wait to be added"):
        files.arriving("more.txt")
    later = time.monotonic() + 3600
    monkeypatch.setattr(time, "monotonic", lambda: later)
    sent(files, "more.txt", b"x")
    assert files.used == 1


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.exe", b"MZ" + bytes(90)), ("a.xlsx", b"no archive"), ("a.png", b"\x89PNG\r\n\x1a\n" * 9)],
)
def test_unsupported_formats_are_refused_by_content(
    files: OwnFiles, name: str, data: bytes
) -> None:
    with pytest.raises(InputError, match=rf"^{name}: ") as caught:
        sent(files, name, data)
    assert "\n" not in str(caught.value)
    with pytest.raises(InputError, match=rf"^{name}: "):
        sent(files, name, data * 2_000)
    assert files.used == 0


def test_upload_tokens_are_valid_only_once(files: OwnFiles) -> None:
    token = sent(files, "a.txt", b"x")
    files.keep([token])
    for bad in (token, "", "../a.txt", "0" * 32):
        with pytest.raises(InputError, match="send it again"):
            files.keep([bad])


def test_restoring_a_removed_file_overwrites_nothing(files: OwnFiles) -> None:
    path = next(iter(files.keep([sent(files, "a.txt", b"one")])))
    files.take_out(path, "t1")
    assert not path.exists()
    assert files.used == 3
    files.put_back("t1")
    assert lying(files) == {"a.txt": b"one"}
    files.take_out(path, "t2")
    files.keep([sent(files, "a.txt", b"new")])
    files.put_back("t2")
    assert lying(files) == {"a.txt": b"new"}
    files.take_out(path, "t3")
    files.forget("t3")
    assert files.used == 0


def test_only_uploaded_files_can_be_dropped(files: OwnFiles, tmp_path: Path) -> None:
    other = tmp_path / "mine.txt"
    other.write_text("mine")
    files.drop(other)
    files.drop(files.folder / ".." / "mine.txt")
    assert other.read_text() == "mine"
