"""Opens files and folders step by step, each through the handle of its parent folder.

No symbolic link on the way is followed. So a folder that is replaced by a link during the walk
cannot lead elsewhere. Systems without such handles (Windows) open whole paths.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

_HANDLES: Final = os.open in os.supports_dir_fd and os.scandir in os.supports_fd
_NO_LINK: Final = getattr(os, "O_NOFOLLOW", 0)
_LIST: Final = os.O_RDONLY | _NO_LINK | getattr(os, "O_DIRECTORY", 0)
# passing through a folder needs fewer permissions than listing it
_PASS: Final = getattr(os, "O_PATH", os.O_RDONLY) | _NO_LINK | getattr(os, "O_DIRECTORY", 0)
_READ: Final = os.O_RDONLY | _NO_LINK | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
EXCHANGED: Final = (
    "became a symbolic link while it was read, which is not followed; put the file or folder back "
    "and run the same again"
)


def open_file(root: Path, parts: Sequence[str]) -> int:
    """The descriptor of a file under ``root``, open for reading; a pipe does not block. Raises
    OSError, also if a part of the path is a symbolic link."""
    if not _HANDLES:
        return os.open(root.joinpath(*parts), _READ)
    with _passed(root, parts[:-1]) as folder:
        return os.open(parts[-1], _READ, dir_fd=folder)


def content(file: BinaryIO, size: int, most: int) -> bytes:
    """The bytes of an opened file, ``most`` of them if it has more. ``size`` is how many it had
    when it was opened: Python makes room for as many as are asked for. Raises OSError."""
    data = file.read(min(size + 1, most))
    return data if len(data) <= size else data + file.read(most - len(data))


@contextmanager
def open_folder(root: Path, parts: Sequence[str]) -> Iterator[int | Path]:
    """The handle of a folder under ``root`` (or of ``root`` itself); its path on systems without
    handles. Raises OSError, also if a part of the path is a symbolic link."""
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
    """The mode of the entry ``name`` in an opened folder; for a link, the link's own mode. Raises
    OSError."""
    if isinstance(folder, int):
        return os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode
    return (folder / name).lstat().st_mode


def reason_of(error: OSError) -> str:
    """The system's error message; for a symbolic link, the message that links are not followed."""
    if error.errno in (errno.ELOOP, errno.ENOTDIR):
        return EXCHANGED
    return error.strerror or str(error)


@contextmanager
def _passed(root: Path, parts: Sequence[str]) -> Iterator[int]:
    """The handle of a folder below ``root``, reached without following a symbolic link."""
    handle = os.open(root, _PASS)
    try:
        for part in parts:
            inner = os.open(part, _PASS, dir_fd=handle)
            os.close(handle)
            handle = inner
        yield handle
    finally:
        os.close(handle)
