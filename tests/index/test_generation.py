"""The index folder: published generations are whole, and every altered byte is found."""

import errno
import hashlib
import json
import os
import random
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pincite.corpus.errors import IndexDamaged, IndexFault, IndexIncompatible, IndexMissing
from pincite.index.building.build import rebuild
from pincite.index.storage.caches.names import READINGS
from pincite.index.storage.generation import Generation, current, open_generation, publish, staged
from pincite.index.storage.snapshot import Snapshot
from tests.support.toys import ToyEncoder, report, write_reports


@pytest.fixture
def index(tmp_path: Path) -> Path:
    rebuild(tmp_path / "index", [write_reports(tmp_path / "articles", 6)], ToyEncoder())
    return tmp_path / "index"


def files_of(index: Path) -> list[Path]:
    generation = open_generation(index)
    folders = [generation.path, *map(generation.segment, segments_of(generation))]
    return sorted(path for folder in folders for path in folder.iterdir())


def segments_of(generation: Generation) -> list[str]:
    return [each.name for each in generation.manifest.segments]


def snapshot_of(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and "lock" not in path.name and path.name != READINGS
    }


def test_a_missing_index_is_reported(tmp_path: Path) -> None:
    assert current(tmp_path / "none") is None
    with pytest.raises(IndexMissing, match="pincite rebuild"):
        open_generation(tmp_path / "none")


def test_every_file_has_a_checksum(index: Path) -> None:
    folders = [index / "generations", index / "segments"]
    there = {path for folder in folders for path in folder.rglob("*") if path.is_file()}
    assert set(files_of(index)) == there
    assert {path.name for path in there} == {
        "manifest.json", "contents.bin", "articles.sqlite", "vectors.bin", "terms.bin"
    }  # fmt: skip


def test_one_flipped_bit_anywhere_is_found_and_named(index: Path) -> None:
    draw = random.Random(7)
    for path in (*files_of(index), index / "CURRENT"):
        whole = path.read_bytes()
        for _ in range(12):
            at = draw.randrange(len(whole))
            altered = bytearray(whole)
            altered[at] ^= 1 << draw.randrange(8)
            path.write_bytes(altered)
            with pytest.raises((IndexDamaged, IndexFault)) as caught:
                Snapshot.open(index)
            # a flipped name in CURRENT points at a generation that is not there
            assert path.name in str(caught.value) or path.name == "CURRENT"
        path.write_bytes(whole)
    Snapshot.open(index)


def test_a_truncated_file_is_found_and_named(index: Path) -> None:
    for path in (*files_of(index), index / "CURRENT"):
        whole = path.read_bytes()
        for length in {0, 1, len(whole) // 2, len(whole) - 1}:
            path.write_bytes(whole[:length])
            if path.name == "CURRENT" and length == len(whole) - 1:
                continue  # only the line end is missing: the pointer still names its generation
            with pytest.raises(IndexDamaged, match=path.name):
                Snapshot.open(index)
        path.write_bytes(whole)


def test_a_missing_file_is_found_and_named(index: Path) -> None:
    for path in files_of(index):
        whole = path.read_bytes()
        path.unlink()
        with pytest.raises(IndexDamaged, match=path.name):
            Snapshot.open(index)
        path.write_bytes(whole)


@pytest.mark.parametrize("gone", ["generations", "segments", "CURRENT"])
def test_a_partly_deleted_index_is_damaged(index: Path, gone: str) -> None:
    path = index / gone
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    with pytest.raises(IndexDamaged, match="pincite rebuild FOLDER"):
        Snapshot.open(index)


def test_a_damaged_index_is_rebuilt(index: Path, tmp_path: Path) -> None:
    (index / "segments" / "000001" / "vectors.bin").write_bytes(b"no")
    encoder = ToyEncoder()
    receipt = rebuild(index, [tmp_path / "articles"], encoder)
    assert receipt.embedded == receipt.passages == len(encoder.embedded) > 0
    Snapshot.open(index)


def test_another_format_version_is_refused_with_both_numbers(index: Path) -> None:
    manifest = open_generation(index).path / "manifest.json"
    values = json.loads(manifest.read_text())
    data = json.dumps({**values, "format": 99, "unheard": "of"}).encode()
    manifest.write_bytes(data)
    (index / "CURRENT").write_text(f"{manifest.parent.name} {hashlib.sha256(data).hexdigest()}\n")
    with pytest.raises(IndexIncompatible, match=r"version 99.*8.*of 6 and 7.*pincite rebuild"):
        Snapshot.open(index)


def test_leftovers_of_a_killed_build_are_removed(index: Path, tmp_path: Path) -> None:
    for folder in ("generations", "segments"):
        shutil.copytree(index / folder / "000001", index / folder / "000002")
    (tmp_path / "articles" / "0000.txt").write_text(report(0, figure=20))
    rebuild(index, [tmp_path / "articles"], ToyEncoder())
    for folder in ("generations", "segments"):
        assert sorted(path.name for path in (index / folder).iterdir()) == ["000001", "000003"]


def test_a_killed_first_build_leaves_no_index(index: Path) -> None:
    (index / "CURRENT").rename(index / "CURRENT.new")
    with pytest.raises(IndexMissing):
        Snapshot.open(index)


@pytest.mark.parametrize("count", ["articles", "passages"])
def test_inconsistent_index_parts_are_refused(index: Path, count: str) -> None:
    """Every checksum is right, but the parts are from different builds."""
    whole = open_generation(index)
    wrong = {count: getattr(whole.manifest, count) + 1}
    with staged(index) as stage:
        shutil.copytree(whole.path, stage, dirs_exist_ok=True)
        (stage / "manifest.json").unlink()
        publish(index, stage, replace(whole.manifest, **wrong))
    open_generation(index)
    with pytest.raises(IndexDamaged, match=rf"{count}.*pincite rebuild FOLDER"):
        Snapshot.open(index)


def test_the_last_two_generations_are_kept(index: Path, tmp_path: Path) -> None:
    for figure in range(5):
        (tmp_path / "articles" / "0000.txt").write_text(report(0, figure=20 + figure))
        rebuild(index, [tmp_path / "articles"], ToyEncoder())
    for folder in ("generations", "segments"):
        assert sorted(path.name for path in (index / folder).iterdir()) == ["000005", "000006"]


def test_a_reader_keeps_its_snapshot_through_rebuilds(index: Path, tmp_path: Path) -> None:
    snapshot = Snapshot.open(index)
    for figure in (20, 30, 40):
        (tmp_path / "articles" / "0000.txt").write_text(report(0, figure=figure))
        rebuild(index, [tmp_path / "articles"], ToyEncoder())
    assert "10 thousand" in snapshot.store.passage(0)[1].text
    assert snapshot.lexical.search("harbour", 3)
    assert "40 thousand" in Snapshot.open(index).store.passage(0)[1].text


class Disk:
    """Lets the first calls of fsync, rename, replace and write through, then fails like a disk."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, fail_at: int, code: int) -> None:
        self.calls, self._fail_at, self._code = 0, fail_at, code
        for owner, name in (
            (os, "fsync"),
            (Path, "rename"),
            (Path, "replace"),
            (Path, "write_bytes"),
        ):
            monkeypatch.setattr(owner, name, self._failing(getattr(owner, name)))

    def _failing(self, real: Callable[..., object]) -> Callable[..., object]:
        def call(*args: object) -> object:
            self.calls += 1
            if self.calls == self._fail_at:
                raise OSError(self._code, os.strerror(self._code))
            return real(*args)

        return call


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
def test_a_failing_disk_leaves_the_old_index_unchanged(
    index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    (tmp_path / "articles" / "0000.txt").write_text(report(0, figure=77))
    before = snapshot_of(index)
    for fail_at in range(1, 100):
        with monkeypatch.context() as patch:
            disk = Disk(patch, fail_at, code)
            try:
                rebuild(index, [tmp_path / "articles"], ToyEncoder())
                assert disk.calls < fail_at
                break
            except IndexFault as error:
                assert "\n" not in str(error)
                in_force, said = current(index), str(error)
        if in_force and in_force.startswith("000002"):
            # the new generation may be current only if the last sync, after the switch, failed
            assert "the new index is in force and answers" in said
            assert "run the same again" in said
            assert "77 thousand" in Snapshot.open(index).store.passage(0)[1].text
            break
        assert "an index that was there still answers" in said
        assert snapshot_of(index) == before, f"failing call {fail_at}"
    assert fail_at > 10


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_pipes_devices_and_folders_in_place_of_files_are_named(index: Path) -> None:
    for path in (*files_of(index), index / "CURRENT"):
        whole = path.read_bytes()
        size = "" if path.name in ("CURRENT", "manifest.json") else f" of {len(whole):,} bytes"
        for kind, exchange, undo in (
            ("a pipe", os.mkfifo, Path.unlink),
            ("a link to a device", lambda name: name.symlink_to("/dev/zero"), Path.unlink),
            ("a folder", Path.mkdir, Path.rmdir),
        ):
            path.unlink()
            exchange(path)
            said = f"{path.name} is {kind}, expected a regular file{size}; build the index anew"
            with pytest.raises(IndexDamaged, match=said):
                open_generation(index)
            undo(path)
            path.write_bytes(whole)
