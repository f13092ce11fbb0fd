"""The index folder on disk: generations beside each other, one of them current, and their segments.

    my-index/
      CURRENT                the name of the current generation and its manifest's SHA-256
      generations/000007/    manifest.json  contents.bin
      segments/000007/       articles.sqlite  vectors.bin  terms.bin
      lock

A generation names its segments, most of which earlier generations also named, and says which of
their articles are current. It is written to a separate folder, synced, renamed, and becomes current
when CURRENT is replaced in one atomic step. If a build dies at any point, CURRENT still names a
complete generation. CURRENT holds the checksum of the manifest, and the manifest those of all other
files, so nothing is parsed before it was checked. The scheme is that of Lucene's commits, with
checksums verified.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from pincite.corpus.errors import (
    BUILD_AGAIN,
    IndexDamaged,
    IndexFault,
    IndexIncompatible,
    IndexMissing,
)
from pincite.index.storage.checking import check, check_size, damaged, regular, unreadable
from pincite.index.storage.manifest import FORMAT, Manifest, Sums, loaded
from pincite.index.storage.segments.arrays import ArrayFile
from pincite.index.storage.segments.blocks import BLOCKS

SEGMENT = "segment"  # the folder inside a stage for the files of a new segment
_MANIFEST = "manifest.json"
_POINTER = 200  # bytes of CURRENT that are read; a valid one has 72


@dataclass(frozen=True, slots=True)
class Generation:
    """The path and the manifest of a generation."""

    path: Path
    manifest: Manifest

    def segment(self, name: str) -> Path:
        """The path of a segment."""
        return self.path.parents[1] / "segments" / name

    def check(self, *, again: bool) -> None:
        """Checks every file except the manifest. Unless ``again``, a file that this process checked
        before, and that has not changed since, is not read again; and of files with block checksums
        only the size is checked, because their blocks are checked when they are used. Raises
        IndexDamaged."""
        held = [(self.path, self.manifest.files)]
        held += [(self.segment(each.name), each.files) for each in self.manifest.segments]
        for folder, sums in held:
            by_block: frozenset[str] = frozenset()
            if BLOCKS in sums:
                check(folder / BLOCKS, *sums[BLOCKS], again=again)
                by_block = frozenset() if again else ArrayFile.open(folder / BLOCKS).names
            for file, (size, sha256) in sums.items():
                if file in by_block:
                    check_size(folder / file, size)
                else:
                    check(folder / file, size, sha256, again=again)


def current(index_dir: Path) -> str | None:
    """The content of CURRENT, or None if there is no index. Reads one small file.

    Raises IndexDamaged if CURRENT exists but cannot be read.
    """
    try:
        with regular(index_dir / "CURRENT") as file:
            return file.read(_POINTER).decode("ascii", "replace")
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise damaged(index_dir / "CURRENT", f"cannot be read: {error.strerror}") from error


def open_generation(
    index_dir: Path, pointer: str | None = None, *, again: bool = True
) -> Generation:
    """The current generation, or that of another ``pointer``, fully checked; unless ``again``, as
    in ``Generation.check``.

    Raises IndexMissing, IndexIncompatible for another format version, or IndexDamaged naming the
    file that is missing, cut short or altered.
    """
    generation = describe_generation(index_dir, pointer)
    generation.check(again=again)
    return generation


def describe_generation(index_dir: Path, pointer: str | None = None) -> Generation:
    """Like ``open_generation``, but checks only the manifest: to read an index's description
    quickly. Raises the same errors."""
    if pointer is None and (pointer := current(index_dir)) is None:
        if _numbered(index_dir) and not (index_dir / "CURRENT.new").exists():
            raise damaged(index_dir / "CURRENT", "is missing")
        raise IndexMissing.at(index_dir)
    name, _, digest = pointer.rstrip("\n").partition(" ")
    if not (name.isdigit() and len(digest) == 64):
        raise damaged(index_dir / "CURRENT", f"holds {pointer[:80]!r}, not a generation's name")
    path = index_dir / "generations" / name
    return Generation(path, _read_manifest(path / _MANIFEST, digest))


def _read_manifest(path: Path, digest: str) -> Manifest:
    try:
        with regular(path) as file:
            data = file.read()
    except OSError as error:
        raise unreadable(path, error) from error
    if hashlib.sha256(data).hexdigest() != digest:
        raise damaged(path, "was altered: its SHA-256 is not the one in CURRENT")
    try:
        return loaded(data)
    except IndexIncompatible as error:
        raise IndexIncompatible(f"{path}: {error}; {BUILD_AGAIN}") from None


@contextmanager
def staged(index_dir: Path) -> Iterator[Path]:
    """An empty folder for the files of a new generation. It is deleted at the end unless it was
    published.

    Use it, and ``publish``, only under the builder's lock. A stage left behind by a killed builder
    is deleted first. A disk error becomes an IndexFault of one line.
    """
    generations = index_dir / "generations"
    stage = generations / "stage"
    try:
        generations.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(stage, ignore_errors=True)
        stage.mkdir()
        yield stage
    except OSError as error:
        raise IndexFault(
            f"{index_dir}: the new index could not be written: {error.strerror or error}; "
            f"free some space or mend the disk, then run the same again (an index that was there "
            f"still answers)"
        ) from error
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def publish(
    index_dir: Path, stage: Path, manifest: Manifest, *, keep_before: bool = True
) -> Generation:
    """Syncs the staged files, writes their manifest and makes the generation current.

    The stage's folder SEGMENT becomes a segment: the last of ``manifest.segments``, whose name is
    "" until then. Its files and the generation's own are filled in here. Generations and segments
    that belong neither to this generation nor to the one before are deleted; without
    ``keep_before``, also those of the one before. Raises OSError if the disk fails; CURRENT is then
    unchanged. Raises IndexFault if only the final sync fails.
    """
    name = f"{_last_number(index_dir) + 1:06d}"
    segment, segments = index_dir / "segments" / name, manifest.segments
    if (stage / SEGMENT).is_dir():
        sums = _synced(stage / SEGMENT)
        segments = (*segments[:-1], replace(segments[-1], name=name, files=sums))
    own = _synced(stage, without=SEGMENT)
    manifest = replace(manifest, segments=segments, files=own)
    path, data = index_dir / "generations" / name, manifest.dumped()
    pointer = f"{name} {hashlib.sha256(data).hexdigest()}\n"
    replaced = (current(index_dir) or "").partition(" ")[0]
    try:
        if (stage / SEGMENT).is_dir():
            segment.parent.mkdir(exist_ok=True)
            (stage / SEGMENT).rename(segment)
            _sync_folder(segment.parent)
        _write_synced(stage / _MANIFEST, data)
        _sync_folder(stage)
        # written first: if a very first build dies, it shows that no generation was ever current
        _write_synced(index_dir / "CURRENT.new", pointer.encode())
        stage.rename(path)
        _sync_folder(path.parent)
        bring_into_force(index_dir, pointer)
    except OSError as error:
        if (current(index_dir) or "").startswith(name):
            raise IndexFault(
                f"{index_dir}: the new index is in force and answers, but the disk did not confirm "
                f"it ({error.strerror or error}): after a power failure the old one may be in "
                f"force; mend the disk, then run the same again"
            ) from error
        shutil.rmtree(path, ignore_errors=True)
        shutil.rmtree(segment, ignore_errors=True)
        (index_dir / "CURRENT.new").unlink(missing_ok=True)
        raise
    collect(index_dir, {name, replaced} if keep_before else {name})
    return Generation(path, manifest)


def before(index_dir: Path) -> str | None:
    """The pointer of the newest undamaged generation of today's format before the current one, or
    of all generations if the current one is unknown. None if there is none."""
    name = ""
    with suppress(IndexDamaged):
        name = (current(index_dir) or "").partition(" ")[0]
    most = int(name) if name.isdigit() else None
    for number in sorted(map(int, _numbered(index_dir)), reverse=True):
        if most is not None and number >= most:
            continue
        with suppress(OSError, IndexFault, ValueError, KeyError, TypeError):
            path = index_dir / "generations" / f"{number:06d}"
            digest = hashlib.sha256((path / _MANIFEST).read_bytes()).hexdigest()
            pointer = f"{path.name} {digest}\n"
            if open_generation(index_dir, pointer).manifest.format == FORMAT:
                return pointer
    return None


def bring_into_force(index_dir: Path, pointer: str) -> None:
    """Makes a generation current by replacing CURRENT in one step. Call it under the builder's
    lock. Raises OSError."""
    _write_synced(index_dir / "CURRENT.new", pointer.encode())
    (index_dir / "CURRENT.new").replace(index_dir / "CURRENT")
    _sync_folder(index_dir)


def _last_number(index_dir: Path) -> int:
    used = [*_numbered(index_dir), *_numbered(index_dir, "segments")]
    return max(map(int, used), default=0)


def _numbered(index_dir: Path, folder: str = "generations") -> list[str]:
    return [path.name for path in (index_dir / folder).glob("*") if path.name.isdigit()]


def collect(index_dir: Path, names: set[str]) -> None:
    """Deletes all generations except ``names``, then the segments that none of these uses. The
    generation before the current one is normally kept, because a reader may be about to open it.
    Call it under the builder's lock."""
    named: set[str] = set()
    for path in (index_dir / "generations").iterdir():
        if path.name not in names:
            shutil.rmtree(path, ignore_errors=True)
            continue
        with suppress(OSError, ValueError, KeyError, TypeError, IndexIncompatible):
            manifest = loaded((path / _MANIFEST).read_bytes())
            named |= {segment.name for segment in manifest.segments}
    for path in (index_dir / "segments").glob("*"):
        if path.name not in named:
            shutil.rmtree(path, ignore_errors=True)


def _synced(folder: Path, without: str = "") -> Sums:
    """Syncs the files of a folder and the folder itself; returns their sizes and checksums."""
    files = [path for path in sorted(folder.iterdir()) if path.name != without]
    sums = {path.name: (path.stat().st_size, _sync_and_digest(path)) for path in files}
    _sync_folder(folder)
    return sums


def _write_synced(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_and_digest(path: Path) -> str:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync_folder(path: Path) -> None:
    if os.name == "nt":  # Windows cannot open a folder to sync it
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
