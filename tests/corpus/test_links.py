"""Pipes, devices and links are never opened, nor files replaced by them during reading."""

import os
import socket
from collections.abc import Sequence
from pathlib import Path

import pytest

from pincite.corpus.opening import EXCHANGED, open_file
from pincite.corpus.read import read_articles
from tests.support.readings import GOOD, after_looking_at, ids, reason


def test_named_pipes_are_skipped_without_blocking(root: Path) -> None:
    os.mkfifo(root / "pipe.txt")
    assert "only regular files" in reason(read_articles([root]), "pipe.txt")
    assert "only regular files" in read_articles([root / "pipe.txt"]).skipped[0].reason


def test_a_file_replaced_by_a_pipe_does_not_block(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (root / "turns.txt").write_text(GOOD)

    def turn() -> None:
        (root / "turns.txt").unlink()
        os.mkfifo(root / "turns.txt")

    after_looking_at("turns.txt", turn, monkeypatch)
    assert "only regular files" in reason(read_articles([root]), "turns.txt")


def test_sockets_and_devices_are_not_opened(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("s.txt")
        assert "only regular files" in reason(read_articles([root]), "s.txt")
    assert "only regular files" in read_articles([os.devnull]).skipped[0].reason


def test_symbolic_links_out_of_the_folder_are_refused(root: Path) -> None:
    secret = root.parent / "secret.txt"
    secret.write_text("The secret is kept outside.")
    (root / "link.txt").symlink_to(secret)
    assert reason(read_articles([root]), "link.txt") == (
        "a symbolic link that leads out of the folder"
    )
    (root / "link.txt").unlink()
    (root / "up").symlink_to(root.parent)
    assert "link" in reason(read_articles([root]), "up")


def test_a_sibling_folder_sharing_a_name_prefix_is_outside(root: Path) -> None:
    sibling = root.parent / "articles-private"
    sibling.mkdir()
    (sibling / "a.txt").write_text(GOOD)
    (root / "link").symlink_to(sibling)
    assert "leads out of" in reason(read_articles([root]), "link")


def test_circular_symbolic_links_are_refused(root: Path) -> None:
    (root / "a").symlink_to(root / "b")
    (root / "b").symlink_to(root / "a")
    (root / "inside").mkdir()
    (root / "inside" / "again").symlink_to(root)
    (root / "nothing").symlink_to(root / "nowhere.txt")
    reading = read_articles([root])
    assert ids(reading) == ["good.txt"]
    assert [(Path(s.source).name, s.reason) for s in reading.skipped] == [
        ("a", "a symbolic link that leads in a circle"),
        ("b", "a symbolic link that leads in a circle"),
        ("again", "a symbolic link to a folder that it lies in"),
        ("nothing", "a symbolic link to nothing that can be read"),
    ]


def test_links_within_the_folder_add_no_articles(root: Path) -> None:
    (root / "folder").mkdir()
    (root / "folder" / "b.txt").write_text(GOOD)
    (root / "a-link.txt").symlink_to(root / "good.txt")
    (root / "linked").symlink_to(root / "folder")
    reading = read_articles([root])
    assert ids(reading) == ["folder/b.txt", "good.txt"]
    assert reading.skipped == ()


def test_a_symbolic_link_given_as_source_is_followed(root: Path) -> None:
    (root.parent / "link").symlink_to(root)
    (root.parent / "link.txt").symlink_to(root / "good.txt")
    assert ids(read_articles([root.parent / "link"])) == ["good.txt"]
    assert ids(read_articles([root.parent / "link.txt"])) == ["link.txt"]


@pytest.mark.parametrize("name", [".hidden.txt", "..txt", "...txt", ".txt", ".a.HTML"])
def test_readable_hidden_files_are_reported_as_skipped(root: Path, name: str) -> None:
    (root / name).write_text(GOOD)
    assert "begins with a dot; rename it" in reason(read_articles([root]), f"/{name}")
    assert ids(read_articles([root / name])) == [name]


def test_hidden_program_files_are_ignored_silently(root: Path) -> None:
    (root / ".git").mkdir()
    (root / ".git" / "a.txt").write_text(GOOD)
    for name in (".DS_Store", "._good.txt", ".gitignore", ".~lock.good.odt#"):
        (root / name).write_text(GOOD)
    reading = read_articles([root])
    assert ids(reading) == ["good.txt"]
    assert reading.skipped == ()


@pytest.fixture
def outside(root: Path) -> Path:
    """A folder beside the root with a subfolder of the same depth."""
    for folder in (root.parent / "outside", root / "sub"):
        (folder / "deep").mkdir(parents=True)
        (folder / "deep" / "a.txt").write_text(GOOD)
    (root.parent / "outside" / "deep" / "a.txt").write_text("The secret is kept outside.")
    return root.parent / "outside"


def exchange(folder: Path, outside: Path) -> None:
    folder.rename(folder.parent / ".moved")
    folder.symlink_to(outside)


@pytest.mark.parametrize(("name", "at"), [("sub", "sub"), ("deep", "sub/deep"), ("deep", "sub")])
def test_a_folder_replaced_by_a_link_is_not_followed(
    root: Path, outside: Path, monkeypatch: pytest.MonkeyPatch, name: str, at: str
) -> None:
    target = outside / Path(at).relative_to("sub")
    after_looking_at(name, lambda: exchange(root / at, target), monkeypatch)
    reading = read_articles([root])
    assert ids(reading) == ["good.txt"]
    assert EXCHANGED in reading.skipped[0].reason


def test_the_message_on_a_replaced_folder_names_the_next_step() -> None:
    assert EXCHANGED.endswith("; put the file or folder back and run the same again")


@pytest.mark.parametrize("at", ["sub", "sub/deep"])
def test_a_folder_replaced_by_a_link_before_reading_is_not_followed(
    root: Path, outside: Path, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    def late(folder: Path, parts: Sequence[str]) -> int:
        if not (root / at).is_symlink():
            exchange(root / at, outside / Path(at).relative_to("sub"))
        return open_file(folder, parts)

    monkeypatch.setattr("pincite.corpus.read.open_file", late)
    reading = read_articles([root])
    assert ids(reading) == ["good.txt"]
    assert EXCHANGED in reading.skipped[0].reason
