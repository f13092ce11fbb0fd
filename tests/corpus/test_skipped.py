"""Unreadable files are skipped and reported, and the files beside them are read."""

import errno
import io
import json
import os
import stat
from pathlib import Path

import pytest

import pincite.corpus.read
from pincite.corpus.opening import content
from pincite.corpus.read import read_articles
from tests.support.readings import BODY, GOOD, after_looking_at, ids, reason

BAD_FILES = {
    "empty.txt": (b"", "an empty file"),
    "white.md": (b" \n\t\r\n", "nothing but white space"),
    "mark.txt": (b"\xef\xbb\xbf", "nothing but white space"),
    "nul.txt": (b"some\0word\0s", "binary data (a NUL at byte 4)"),
    "noise.txt": (bytes(range(1, 256)) * 9, "binary data"),
    "report.txt": (b"%PDF-1.7 ...", "a damaged PDF"),
    "report.html": (b"%PDF-1.7 ...", "a damaged PDF"),
    "letter.txt": (b"PK\x03\x04....", "a ZIP archive"),
    "image.md": (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    "cut.txt": (b"\xff\xff" + "港口大橋".encode(), "damaged UTF-8"),
    "odd.txt": (b"\x81\x8d\x8f\x90\x9d", "an encoding that cannot be told"),
    "report.pdf": (b"anything", "a damaged PDF, or none at all"),
    "letter.docx": (b"anything", "a damaged Word file, or none at all"),
    "news.xml": (b"<a>anything</a>", "XML, but not a feed with entries"),
    "book.epub": (b"anything", "a damaged EPUB, or none at all"),
    "book.lit": (b"anything", "a .lit file; this version reads text, Markdown"),
    "book.mobi": (b"anything", "a Kindle book; convert it to EPUB"),
    "page.html": (b"<html><body><script>1</script></body></html>", "no article text found"),
    "deep.html": (b"<html><body>" + b"<div>" * 3000 + b"text", "nested too deeply"),
    "array.json": (b"[]", "an empty JSON array"),
    "settings.json": (b'{\n  "indent": 4\n}', 'no "text"'),
    "list.md": (b"> " * 200 + b"x", "nested more than 100 deep"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_skipped_and_its_neighbor_read(root: Path, name: str) -> None:
    data, expected = BAD_FILES[name]
    (root / name).write_bytes(data)
    assert expected in reason(read_articles([root]), name.replace("settings.json", "#L1"))


def test_a_bad_json_line_is_reported_by_number(root: Path) -> None:
    lines = ['{"text": "One."}', "{bad", "", '{"text": "Two."}', '{"text": "\\udc00"}', ""]
    (root / "e.jsonl").write_text("\n".join(lines))
    reading = read_articles([root])
    assert [article.source for article in reading.articles] == [
        f"{root / 'e.jsonl'}#L1",
        f"{root / 'e.jsonl'}#L4",
        str(root / "good.txt"),
    ]
    assert [s.source for s in reading.skipped] == [
        f"{root / 'e.jsonl'}#L2",
        f"{root / 'e.jsonl'}#L5",
    ]
    assert "not JSON" in reading.skipped[0].reason
    assert "surrogate" in reading.skipped[1].reason


def test_a_file_that_is_too_large_is_refused_unread(root: Path) -> None:
    with (root / "huge.txt").open("wb") as file:
        file.truncate(pincite.corpus.read.MAX_BYTES + 1)
    assert reason(read_articles([root]), "huge.txt").startswith("larger than 100 MiB")


def test_a_file_that_grows_while_it_is_read_is_refused(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pincite.corpus.read, "MAX_BYTES", len(GOOD))
    assert ids(read_articles([root])) == ["good.txt"]
    monkeypatch.setattr(pincite.corpus.read, "MAX_BYTES", len(GOOD) - 1)
    assert "larger than" in read_articles([root]).skipped[0].reason


@pytest.mark.parametrize(("most", "held"), [(9, b"abcdef"), (6, b"abcdef"), (5, b"abcde")])
@pytest.mark.parametrize("size", [0, 3, 5, 6])
def test_a_file_that_grew_since_it_was_opened_is_read_to_its_end(
    size: int, most: int, held: bytes
) -> None:
    assert content(io.BytesIO(b"abcdef"), size, most) == held


@pytest.mark.parametrize("number", [errno.EACCES, errno.EIO, errno.EMFILE, errno.ESTALE])
def test_a_file_that_cannot_be_opened_is_skipped(
    root: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    (root / "locked.txt").write_text(GOOD)
    opened = os.open

    def refuse(path: Path | str, *rest: int, **more: int) -> int:
        if Path(path).name == "locked.txt":
            raise OSError(number, os.strerror(number))
        return opened(path, *rest, **more)

    monkeypatch.setattr(os, "open", refuse)
    assert reason(read_articles([root]), "locked.txt") == f"cannot be read: {os.strerror(number)}"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything: run as another user")
def test_files_and_folders_without_permission_are_skipped(root: Path) -> None:
    (root / "locked.txt").write_text(GOOD)
    (root / "locked.txt").chmod(0)
    assert "Permission denied" in reason(read_articles([root]), "locked.txt")
    (root / "locked.txt").unlink()
    (root / "closed").mkdir(mode=0)
    try:
        assert "a folder that cannot be read" in reason(read_articles([root]), "closed")
    finally:
        (root / "closed").chmod(stat.S_IRWXU)


def test_a_file_that_vanishes_is_skipped(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "gone.txt").write_text(GOOD)
    after_looking_at("gone.txt", (root / "gone.txt").unlink, monkeypatch)
    assert "No such file" in reason(read_articles([root]), "gone.txt")


def test_unreadable_files_are_reported_apart_from_missing_ones(root: Path) -> None:
    (root / "empty.txt").touch()
    (root / "pipe.txt").unlink(missing_ok=True)
    os.mkfifo(root / "pipe.txt")
    (root / "lines.jsonl").write_text(json.dumps({"text": BODY, "id": "a"}) + "\n{broken\n")
    (root / "out.txt").symlink_to(root.parent)
    (root / ".hidden.txt").write_text(GOOD)
    (root.parent / "bare").mkdir()
    reading = read_articles([root, root.parent / "bare"])
    unread = {str(root / n) for n in ("empty.txt", "pipe.txt", "lines.jsonl#L2", "out.txt")}
    assert set(reading.unread) == unread | {str(root.parent / "bare")}
    assert set(reading.unread.values()) < set(reading.skipped)
