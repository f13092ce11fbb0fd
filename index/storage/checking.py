"""Checks files against the sizes and checksums in a manifest."""

from __future__ import annotations

import hashlib
import os
import stat
import time
from collections.abc import Callable
from io import BufferedReader
from pathlib import Path
from typing import Final

from pincite.corpus.errors import BUILD_AGAIN, IndexDamaged

_READ: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_SETTLED: Final = 2.0  # seconds; a younger file may change again without a new time stamp
_REMEMBERED: Final = 1_000

_KINDS: Final[tuple[tuple[Callable[[int], bool], str], ...]] = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (lambda mode: stat.S_ISCHR(mode) or stat.S_ISBLK(mode), "a device"),
    (lambda _: True, "something else"),
)
_Stamp = tuple[int, ...]
_checked: dict[_Stamp, str] = {}


def check(path: Path, size: int, sha256: str, *, again: bool) -> None:
    """Raises IndexDamaged unless a file has this size and SHA-256.

    Unless ``again``, a file that this process checked before is not read again if device, inode,
    size and times are the same: files of an index never change.
    """
    try:
        with regular(path, size) as file:
            info = os.fstat(file.fileno())
            _is_as_long(path, info, size)
            stamp = _stamp(info)
            if not again and _checked.get(stamp) == sha256:
                return
            if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
                raise damaged(path, "was altered: its SHA-256 does not match")
            # a file changed during the check, or just before, is not remembered
            if stamp == _stamp(os.fstat(file.fileno())) and _is_settled(info):
                _remember(stamp, sha256)
    except OSError as error:
        raise unreadable(path, error) from error


def check_size(path: Path, size: int) -> None:
    """Raises IndexDamaged unless a file exists and has this size."""
    try:
        with regular(path, size) as file:
            _is_as_long(path, os.fstat(file.fileno()), size)
    except OSError as error:
        raise unreadable(path, error) from error


def regular(path: Path, size: int | None = None) -> BufferedReader:
    """The file, open for reading. Raises IndexDamaged if it is not a regular file: a pipe would
    block, and a device may never end. The error names the expected ``size`` in bytes, if it is
    given. Raises OSError too."""
    descriptor = os.open(path, _READ)
    mode = os.fstat(descriptor).st_mode
    if stat.S_ISREG(mode):
        return os.fdopen(descriptor, "rb")
    os.close(descriptor)
    kind = next(name for is_one, name in _KINDS if is_one(mode))
    link = "a link to " if path.is_symlink() else ""
    long = "" if size is None else f" of {size:,} bytes"
    raise damaged(path, f"is {link}{kind}, expected a regular file{long}")


def damaged(path: Path, what: str) -> IndexDamaged:
    """The error for a damaged file; ``what`` says what is wrong with it."""
    return IndexDamaged(f"{path} {what}; {BUILD_AGAIN}")


def unreadable(path: Path, error: OSError) -> IndexDamaged:
    """The error for a file that is missing or cannot be read."""
    if isinstance(error, FileNotFoundError):
        return damaged(path, "is missing")
    return damaged(path, f"cannot be read ({error.strerror or error})")


def _is_as_long(path: Path, info: os.stat_result, size: int) -> None:
    if info.st_size != size:
        raise damaged(path, f"has {info.st_size:,} bytes, expected {size:,}")


def _stamp(info: os.stat_result) -> _Stamp:
    return info.st_dev, info.st_ino, info.st_size, info.st_mtime_ns, info.st_ctime_ns


def _is_settled(info: os.stat_result) -> bool:
    return 0 <= max(info.st_mtime, info.st_ctime) < time.time() - _SETTLED


def _remember(stamp: _Stamp, sha256: str) -> None:
    if len(_checked) >= _REMEMBERED:
        _checked.clear()
    _checked[stamp] = sha256
