"""The files that are added in the page, stored unchanged in a folder beside the index.

A file arrives in pieces under a temporary name, and is refused as soon as it exceeds the limit.
Only files that gave an article stay. Removed files wait in a hidden folder, to be put back.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import threading
import time
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path, PurePath
from typing import Final

from pincite.corpus.errors import InputError, ReadError, shown
from pincite.corpus.parsing.request import known_by_name, refuse_unread
from pincite.corpus.read import HEAD, MAX_BYTES
from pincite.qa.place import folder_of, place_of

QUOTA: Final = 2 * 2**30
"""Bytes that all added files may have together."""
WAITING: Final = 500
"""Files that may have arrived without being added yet."""
AT_ONCE: Final = 8
"""Files that may arrive at the same time."""

_NAME: Final = 180  # bytes of a name, so that there is room to add " (2)"
_FORBIDDEN: Final = frozenset('<>:"|?*')  # characters that some systems forbid in names
_EXPIRES: Final = 1800.0  # seconds after which a file that was not added is deleted
_STALE: Final = 24 * 3600.0  # seconds after which files that another server left are deleted


class Full(InputError):
    """There is no room for a file."""


class Crowded(InputError):
    """Too many files arrive or wait at once; try again a little later."""


def own_folder(index: str | Path | None = None) -> Path:
    """The folder, beside the index, of the files that were added in the page."""
    place = folder_of(place_of(index), "adding files in the page").absolute()
    return place.with_name(f"{place.name}.files")


@dataclass(slots=True)
class _Waiting:
    """A file that has arrived, or is arriving."""

    name: str
    path: Path
    size: int = 0
    arrived: float | None = None


class OwnFiles:
    """The folder of an index's own files. Thread-safe."""

    def __init__(self, folder: Path, quota: int = QUOTA, largest: int = MAX_BYTES) -> None:
        self.folder = folder
        self.quota = quota
        self.largest = largest
        self._incoming = folder / ".incoming"
        self._removed = folder / ".removed"
        self._lock = threading.Lock()
        self._waiting: dict[str, _Waiting] = {}
        self._clear_stale()

    @property
    def used(self) -> int:
        """Bytes of all files in the folder, including those that are still arriving."""
        return sum(size for _, size in _files(self.folder))

    def holds(self, source: str) -> bool:
        """Whether an article's file is in the folder."""
        return PurePath(source).parent == self.folder

    def arriving(self, name: str, size: int | None = None) -> Arrival:
        """Begins to receive a file. ``name`` is the person's name for it, ``size`` its announced
        size. Raises InputError for an invalid name, Crowded, and Full if there is no room."""
        plain = plain_name(name)
        self._expire()
        if size is not None:
            self._require_room(plain, size, size)
        with self._lock:
            if sum(each.arrived is None for each in self._waiting.values()) >= AT_ONCE:
                raise Crowded(f"{plain}: {AT_ONCE} files are arriving; send it after them")
            if len(self._waiting) >= WAITING:
                raise Crowded(f"{plain}: {WAITING} files wait to be added; add them first")
            token = secrets.token_hex(16)
            waiting = self._waiting[token] = _Waiting(plain, self._incoming / token)
        return Arrival(self, token, waiting)

    def keep(self, tokens: Sequence[str]) -> dict[Path, str]:
        """Moves files that have arrived into the folder. Returns their paths, each with the
        person's name for it. A file that the folder already has, byte for byte, is not stored
        twice. Raises InputError for an unknown token."""
        kept: dict[Path, str] = {}
        for token in dict.fromkeys(tokens):
            with self._lock:
                waiting = self._waiting.get(token)
                if waiting is None or waiting.arrived is None:
                    raise InputError("a file that was sent is gone; send it again")
                kept[self._placed(waiting)] = waiting.name
                del self._waiting[token]
        return kept

    def drop(self, path: Path) -> None:
        """Deletes a file of the folder."""
        if self.holds(str(path)):
            path.unlink(missing_ok=True)

    def take_out(self, path: Path, token: str) -> None:
        """Moves a file to the hidden folder, for ``put_back`` with the same token."""
        with contextlib.suppress(FileNotFoundError):
            place = self._removed / token
            place.mkdir(parents=True, exist_ok=True, mode=0o700)
            path.rename(place / path.name)

    def put_back(self, token: str) -> None:
        """Moves the files of a token back to the folder; no file is overwritten."""
        for path, _ in _files(self._removed / token):
            if not (self.folder / path.name).exists():
                path.rename(self.folder / path.name)
        self.forget(token)

    def forget(self, token: str) -> None:
        """Deletes the files that were taken out with a token."""
        _remove(self._removed / token)

    def _placed(self, waiting: _Waiting) -> Path:
        stem, suffix = PurePath(waiting.name).stem, PurePath(waiting.name).suffix
        digest = None
        for number in count(1):
            more = f" ({number})" if number > 1 else ""
            path = self.folder / f"{stem}{more}{suffix}"
            if not os.path.lexists(path):
                waiting.path.rename(path)
                return path
            if path.is_file() and path.stat().st_size == waiting.size:
                digest = digest or _digest(waiting.path)
                if _digest(path) == digest:
                    waiting.path.unlink()
                    return path
        raise AssertionError("numbers do not end")

    def _require_room(self, name: str, size: int, more: int) -> None:
        """Raises Full if a file is too large, or if there is no room for ``more`` bytes."""
        if size > self.largest:
            raise Full(
                f"{name}: larger than {self.largest // 2**20} MiB; split it into smaller files"
            )
        if self.used + more > self.quota:
            raise Full(
                f"{name}: no room, {self.quota // 2**20:,} MiB of added files at most; remove some"
            )

    def _expire(self) -> None:
        now = time.monotonic()
        with self._lock:
            old = [
                token
                for token, each in self._waiting.items()
                if each.arrived is not None and now - each.arrived > _EXPIRES
            ]
        for token in old:
            self._give_up(token)

    def _give_up(self, token: str) -> None:
        with self._lock:
            waiting = self._waiting.pop(token, None)
        if waiting is not None:
            waiting.path.unlink(missing_ok=True)

    def _clear_stale(self) -> None:
        """Deletes old files that a stopped server left. Recent ones stay: another server may be
        using them."""
        before = time.time() - _STALE
        for folder in (self._incoming, self._removed):
            with contextlib.suppress(OSError):
                for path in folder.iterdir():
                    if path.lstat().st_ctime < before:
                        _remove(path)


class Arrival:
    """A file that is arriving. ``write`` its pieces inside the context; afterwards its ``token``
    can be given to ``OwnFiles.keep``."""

    def __init__(self, files: OwnFiles, token: str, waiting: _Waiting) -> None:
        self.token = token
        self.name = waiting.name
        self._files = files
        self._waiting = waiting
        self._head = b""
        self._looked = False
        self._descriptor = -1

    def __enter__(self) -> Arrival:
        path = self._waiting.path
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            self._files._give_up(self.token)
            raise _unwritten(self.name, error) from None
        return self

    def write(self, piece: bytes) -> None:
        """Writes the next bytes. Raises Full as soon as there are too many, and InputError if the
        first ones show a kind of file that cannot be read."""
        if not self._looked:
            self._head += piece[:HEAD]
            if len(self._head) >= HEAD:
                self._look()
        # checked and written under one lock, so that two files cannot both take the last room
        with self._files._lock:
            waiting = self._waiting
            self._files._require_room(self.name, waiting.size + len(piece), len(piece))
            try:
                left = memoryview(piece)
                while left:
                    left = left[os.write(self._descriptor, left) :]
            except OSError as error:
                raise _unwritten(self.name, error) from None
            waiting.size += len(piece)

    def _look(self) -> None:
        self._looked = True
        head, self._head = self._head[:HEAD], b""
        if known_by_name(self.name):
            return
        try:
            refuse_unread(self.name, head)
        except ReadError as error:
            raise InputError(f"{self.name}: {error}") from None

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        os.close(self._descriptor)
        try:
            if kind is None and not self._looked:
                self._look()
        except InputError:
            self._files._give_up(self.token)
            raise
        if kind is not None:
            self._files._give_up(self.token)
        else:
            self._waiting.arrived = time.monotonic()


def plain_name(sent: str) -> str:
    """A file's name in a form that is valid on every system. Raises InputError for a name that is
    empty, hidden, too long, or has a folder in it."""
    name = unicodedata.normalize("NFC", sent).strip()
    if not name or any(sign in name for sign in "/\\\0") or name.startswith("."):
        raise InputError(
            f"{shown(sent)[:80]!r}: expected the name of a file, without folders and with no dot "
            "in front; rename it"
        )
    name = "".join("_" if c in _FORBIDDEN or not c.isprintable() else c for c in name).rstrip(". ")
    if len(name.encode("utf-8", "replace")) > _NAME or not name.strip("_"):
        raise InputError(f"{shown(sent)[:80]!r}…: a name of {_NAME} bytes at most; rename it")
    return name.encode("utf-8", "replace").decode()


def _unwritten(name: str, error: OSError) -> InputError:
    return InputError(f"{name}: cannot be kept ({error.strerror or error}); make room or mend it")


def _files(folder: Path) -> Iterator[tuple[Path, int]]:
    """The files under a folder and their sizes, without files that disappear meanwhile."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _files(Path(entry.path))
                continue
            with contextlib.suppress(OSError):
                yield Path(entry.path), entry.stat(follow_symlinks=False).st_size


def _digest(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def _remove(path: Path) -> None:
    for file, _ in list(_files(path)):
        file.unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
