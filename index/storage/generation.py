"""The directory on disk: whole generations beside each other, one of them in force.

    my-index/
      CURRENT                the name of the generation in force and its manifest's SHA-256
      generations/000007/    manifest.json  articles.sqlite  vectors.faiss  terms/
      lock

A generation is written aside, synced, renamed, and comes into force by one atomic replace of
CURRENT. Whatever dies on the way, CURRENT names a generation that is whole. CURRENT vouches for the
manifest and the manifest for every other file, so that nothing is parsed before it was checked.
The scheme is that of Lucene's commits, with checksums verified at each open.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from io import BufferedReader
from pathlib import Path

from pincite.corpus.errors import (
    BUILD_AGAIN,
    IndexDamaged,
    IndexFault,
    IndexIncompatible,
    IndexMissing,
)

FORMAT = 7
READABLE = (6, 7)  # 6 knows what was removed from among several in a file by its line
ARTICLES, VECTORS, TERMS = "articles.sqlite", "vectors.faiss", "terms"
_MANIFEST = "manifest.json"
_POINTER = 200  # bytes of CURRENT that are looked at; a sound one has 72
_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation says of itself.

    ``sources`` are the paths it was built from and ``excluded`` what was removed by hand, as
    ``pincite.index.building.removals`` names it; ``chunking`` names the rule by which passages
    were cut. ``copies`` of the ``articles`` say what another says and have no passages of their
    own. ``files`` maps each file's path to its size in bytes and SHA-256.
    """

    format: int
    created: str
    embedder: str
    fingerprint: str
    dimension: int
    articles: int
    copies: int
    passages: int
    set_aside: int
    chunking: str
    sources: tuple[str, ...]
    excluded: tuple[str, ...]
    files: dict[str, tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Generation:
    """Where a generation lies and what it says of itself."""

    path: Path
    manifest: Manifest


def current(index_dir: Path) -> str | None:
    """What CURRENT holds, or None where there is no index. Cheap: one small read.

    Raises IndexDamaged where it is there and cannot be read.
    """
    try:
        with _regular(index_dir / "CURRENT") as file:
            return file.read(_POINTER).decode("ascii", "replace")
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise _damaged(index_dir / "CURRENT", f"cannot be read: {error.strerror}") from error


def open_generation(index_dir: Path, pointer: str | None = None) -> Generation:
    """The generation in force, or that of another ``pointer``, checked to the last byte.

    Raises IndexMissing, IndexIncompatible for another format version, or IndexDamaged naming the
    file that is missing, cut short or altered.
    """
    generation = describe_generation(index_dir, pointer)
    for file, (size, sha256) in generation.manifest.files.items():
        _check(generation.path / file, size, sha256)
    return generation


def describe_generation(index_dir: Path, pointer: str | None = None) -> Generation:
    """The same with its manifest checked, but none of its other files: to learn what an index says
    of itself without reading all of it. Raises as ``open_generation``."""
    if pointer is None and (pointer := current(index_dir)) is None:
        if _numbered(index_dir) and not (index_dir / "CURRENT.new").exists():
            raise _damaged(index_dir / "CURRENT", "is missing")
        raise IndexMissing(f"no index at {index_dir}; make one with: pincite rebuild FOLDER")
    name, _, digest = pointer.rstrip("\n").partition(" ")
    if not (name.isdigit() and len(digest) == 64):
        raise _damaged(index_dir / "CURRENT", f"holds {pointer[:80]!r}, not a generation's name")
    path = index_dir / "generations" / name
    return Generation(path, _read_manifest(path / _MANIFEST, digest))


def _read_manifest(path: Path, digest: str) -> Manifest:
    try:
        with _regular(path) as file:
            data = file.read()
    except OSError as error:
        raise _damaged(path, error.strerror or "cannot be read") from error
    if hashlib.sha256(data).hexdigest() != digest:
        raise _damaged(path, "was altered: its SHA-256 is not the one in CURRENT")
    values = json.loads(data)
    if values["format"] not in READABLE:
        raise IndexIncompatible(
            f"{path}: format version {values['format']}, this Pincite reads version "
            f"{' and '.join(map(str, READABLE))}; "
            f"{BUILD_AGAIN}"
        )
    values["files"] = {file: (size, sha) for file, (size, sha) in values["files"].items()}
    values["sources"] = tuple(values["sources"])
    values["excluded"] = tuple(values["excluded"])
    return Manifest(**values)


def _check(path: Path, size: int, sha256: str) -> None:
    try:
        with _regular(path) as file:
            found = os.fstat(file.fileno()).st_size
            if found != size:
                raise _damaged(path, f"has {found:,} bytes, expected {size:,}")
            if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
                raise _damaged(path, "was altered: its SHA-256 does not match")
    except OSError as error:
        raise _damaged(path, error.strerror or "cannot be read") from error


def _regular(path: Path) -> BufferedReader:
    """The file, open for reading. What is no regular file is damage: a pipe would wait for ever,
    and a device may never end."""
    file = os.fdopen(os.open(path, _READ), "rb")
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise _damaged(path, "is no regular file")
    return file


def _damaged(path: Path, what: str) -> IndexDamaged:
    return IndexDamaged(f"{path} {what}; {BUILD_AGAIN}")


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


def publish(index_dir: Path, stage: Path, manifest: Manifest) -> Generation:
    """Syncs the staged files, writes their manifest and brings the generation into force.

    ``manifest.files`` is filled in here. Raises OSError where the disk refuses; CURRENT has then
    not changed. Where the disk refuses only to sync that change, raises IndexFault.
    """
    files = {
        path.relative_to(stage).as_posix(): path
        for path in sorted(stage.rglob("*"))
        if path.is_file()
    }
    sums = {name: (path.stat().st_size, _sync_and_digest(path)) for name, path in files.items()}
    manifest = replace(manifest, files=sums)
    data = json.dumps(asdict(manifest), indent=1).encode()
    _write_synced(stage / _MANIFEST, data)
    for folder in (*{path.parent for path in files.values()}, stage):
        _sync_folder(folder)
    path = index_dir / "generations" / f"{_last_number(index_dir) + 1:06d}"
    pointer = f"{path.name} {hashlib.sha256(data).hexdigest()}\n"
    replaced = (current(index_dir) or "").partition(" ")[0]
    try:
        # written first: where a very first build dies, it shows that nothing was ever in force
        _write_synced(index_dir / "CURRENT.new", pointer.encode())
        stage.rename(path)
        _sync_folder(path.parent)
        bring_into_force(index_dir, pointer)
    except OSError as error:
        if (current(index_dir) or "").startswith(path.name):
            raise IndexFault(
                f"{index_dir}: the new index is in force and answers, but the disk did not confirm "
                f"it ({error.strerror or error}): after a power failure the old one may be in "
                f"force; mend the disk, then run the same again"
            ) from error
        shutil.rmtree(path, ignore_errors=True)
        (index_dir / "CURRENT.new").unlink(missing_ok=True)
        raise
    _keep_only(path.parent, {path.name, replaced})
    return Generation(path, manifest)


def before(index_dir: Path) -> str | None:
    """The pointer of the newest sound generation that lies before the one in force, or of the
    newest of all where it is not known which that is; None where there is none."""
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
            open_generation(index_dir, f"{path.name} {digest}\n")
            return f"{path.name} {digest}\n"
    return None


def bring_into_force(index_dir: Path, pointer: str) -> None:
    """Replaces CURRENT, in one step. Call it under the builder's lock. Raises OSError."""
    _write_synced(index_dir / "CURRENT.new", pointer.encode())
    (index_dir / "CURRENT.new").replace(index_dir / "CURRENT")
    _sync_folder(index_dir)


def _last_number(index_dir: Path) -> int:
    return max(map(int, _numbered(index_dir)), default=0)


def _numbered(index_dir: Path) -> list[str]:
    folder = index_dir / "generations"
    return [path.name for path in folder.glob("*") if path.name.isdigit()]


def _keep_only(generations: Path, names: set[str]) -> None:
    """Removes older generations, and those that a kill kept from ever coming into force. The one
    before is kept: a reader may be about to open it."""
    for path in generations.iterdir():
        if path.name not in names:
            shutil.rmtree(path, ignore_errors=True)


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
