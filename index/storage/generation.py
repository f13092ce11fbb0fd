"""The directory on disk: generations beside each other, one of them in force, and their segments.

    my-index/
      CURRENT                the name of the generation in force and its manifest's SHA-256
      generations/000007/    manifest.json  contents.bin
      segments/000007/       articles.sqlite  vectors.bin  terms.bin
      lock

A generation names the segments that it consists of, most of which those before it named too, and
says which of their articles are in force. It is written aside, synced, renamed, and comes into
force by one atomic replace of CURRENT. Whatever dies on the way, CURRENT names a generation that is
whole. CURRENT vouches for the manifest and the manifest for every other file, so that nothing is
parsed before it was checked. The scheme is that of Lucene's commits, with checksums verified.
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

SEGMENT = "segment"  # a stage's folder with the files of a new segment
_MANIFEST = "manifest.json"
_POINTER = 200  # bytes of CURRENT that are looked at; a sound one has 72


@dataclass(frozen=True, slots=True)
class Generation:
    """Where a generation lies and what it says of itself."""

    path: Path
    manifest: Manifest

    def segment(self, name: str) -> Path:
        """Where a segment lies."""
        return self.path.parents[1] / "segments" / name

    def check(self, *, again: bool) -> None:
        """Checks every file but the manifest. Unless ``again``, one that this process has checked
        and that was not touched since counts as checked, and of one whose blocks have sums only the
        size is looked at: they are checked as they are used. Raises IndexDamaged."""
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
    """What CURRENT holds, or None where there is no index. Cheap: one small read.

    Raises IndexDamaged where it is there and cannot be read.
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
    """The generation in force, or that of another ``pointer``, checked to the last byte; unless
    ``again``, as ``Generation.check`` says.

    Raises IndexMissing, IndexIncompatible for another format version, or IndexDamaged naming the
    file that is missing, cut short or altered.
    """
    generation = describe_generation(index_dir, pointer)
    generation.check(again=again)
    return generation


def describe_generation(index_dir: Path, pointer: str | None = None) -> Generation:
    """The same with its manifest checked, but none of its other files: to learn what an index says
    of itself without reading all of it. Raises as ``open_generation``."""
    if pointer is None and (pointer := current(index_dir)) is None:
        if _numbered(index_dir) and not (index_dir / "CURRENT.new").exists():
            raise damaged(index_dir / "CURRENT", "is missing")
        raise IndexMissing(f"no index at {index_dir}; make one with: pincite rebuild FOLDER")
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
    """An empty folder for the files of a new generation; removed again unless published.

    Call it, and ``publish``, only under the builder's lock. Stages that an earlier builder left
    behind when it was killed are cleared away. A failing disk becomes an IndexFault of one line.
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
    """Syncs the staged files, writes their manifest and brings the generation into force.

    What lies in the stage's folder SEGMENT becomes a segment, the last of ``manifest.segments``,
    which names it "" until then. Its files and the generation's own are filled in here. What
    neither this generation names nor the one before is removed, or only this one where it is not
    ``keep_before``. Raises OSError where the disk refuses; CURRENT has then not changed. Where the
    disk refuses only to sync that change, raises IndexFault.
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
        # written first: where a very first build dies, it shows that nothing was ever in force
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
    """The pointer of the newest sound generation of today's format that lies before the one in
    force, or of the newest of all where it is not known which that is; None where there is none."""
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
    """Replaces CURRENT, in one step. Call it under the builder's lock. Raises OSError."""
    _write_synced(index_dir / "CURRENT.new", pointer.encode())
    (index_dir / "CURRENT.new").replace(index_dir / "CURRENT")
    _sync_folder(index_dir)


def _last_number(index_dir: Path) -> int:
    used = [*_numbered(index_dir), *_numbered(index_dir, "segments")]
    return max(map(int, used), default=0)


def _numbered(index_dir: Path, folder: str = "generations") -> list[str]:
    return [path.name for path in (index_dir / folder).glob("*") if path.name.isdigit()]


def collect(index_dir: Path, names: set[str]) -> None:
    """Removes all generations but these, and those that a kill kept from ever coming into force;
    then the segments that none of them names. The generation before the one in force is kept as a
    rule: a reader may be about to open it. Call it under the builder's lock."""
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
    """Syncs the files of a folder and the folder itself."""
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
