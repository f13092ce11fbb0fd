"""Opens what lies in a folder by way of the folder's handle, one name after the other.

No symbolic link on the way is followed, so that a folder which is exchanged for a link while it is
walked leads nowhere. Where the system has no such handles (Windows), whole paths are opened.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_HANDLES: Final = os.open in os.supports_dir_fd and os.scandir in os.supports_fd
_NO_LINK: Final = getattr(os, "O_NOFOLLOW", 0)
_LIST: Final = os.O_RDONLY | _NO_LINK | getattr(os, "O_DIRECTORY", 0)
# to pass through a folder takes less permission than to list it
_PASS: Final = getattr(os, "O_PATH", os.O_RDONLY) | _NO_LINK | getattr(os, "O_DIRECTORY", 0)
_READ: Final = os.O_RDONLY | _NO_LINK | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
EXCHANGED: Final = "became a symbolic link while it was read; links out of a folder are refused"


def open_file(root: Path, parts: Sequence[str]) -> int:
    """The descriptor of a file under ``root``, open for reading; a pipe does not block. Raises
    OSError, also for a link."""
    if not _HANDLES:
        return os.open(root.joinpath(*parts), _READ)
    with _passed(root, parts[:-1]) as folder:
        return os.open(parts[-1], _READ, dir_fd=folder)


@contextmanager
def open_folder(root: Path, parts: Sequence[str]) -> Iterator[int | Path]:
    """A folder under ``root``, or ``root`` itself: its handle, or where the system has none, its
    path. Raises OSError, also for a link."""
    if not _HANDLES:
        yield root.joinpath(*parts)
        return
    with _passed(root, parts) as folder:
        listed = os.open(".", _LIST, dir_fd=folder)
    try:
        yield listed
    finally:
        os.close(listed)


def names_in(folder: int | Path) -> list[str]:
    """The names in an opened folder. Raises OSError."""
    with os.scandir(folder) as entries:
        return [entry.name for entry in entries]


def mode_of(folder: int | Path, name: str) -> int:
    """The mode of what has this name in an opened folder; of a link, its own. Raises OSError."""
    if isinstance(folder, int):
        return os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode
    return (folder / name).lstat().st_mode


def reason_of(error: OSError) -> str:
    """What the system said, and of a link that none is followed."""
    if error.errno in (errno.ELOOP, errno.ENOTDIR):
        return EXCHANGED
    return error.strerror or str(error)


@contextmanager
def _passed(root: Path, parts: Sequence[str]) -> Iterator[int]:
    """The handle of a folder, reached from the root without following a link."""
    handle = os.open(root, _PASS)
    try:
        for part in parts:
            inner = os.open(part, _PASS, dir_fd=handle)
            os.close(handle)
            handle = inner
        yield handle
    finally:
        os.close(handle)
