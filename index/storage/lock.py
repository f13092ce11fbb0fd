"""Allows one builder at a time: a lock of the operating system that ends with its process, and a
note of who holds it.

The folder of an index is used for nothing else. A folder that holds other files and no index is
refused. A first build that fails leaves nothing behind.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from pincite.corpus.errors import IndexBusy, IndexFault, InputError, shown
from pincite.index.storage.caches.names import READINGS, UNFINISHED

_LOCK: Final = "lock"
_HOLDER: Final = "lock.holder"
_INDEX: Final = ("CURRENT", "CURRENT.new", "generations", "segments")
_RECEIPT: Final = "receipt.json"  # messages of builds about single files
_ENDS: Final = ("", "-journal", "-wal", "-shm")
_BESIDE: Final = (
    *(f"{name}{end}" for name in (READINGS, UNFINISHED) for end in _ENDS),
    _LOCK,
    _HOLDER,
    _RECEIPT,
)
_OTHERS: Final = ("desktop.ini", "Thumbs.db")  # files that desktops leave in any folder


@contextmanager
def machine_lock(folder: Path, what: object) -> Iterator[None]:
    """Holds a lock between the processes of this machine while ``what`` is built. The lock is in
    ``folder``, which is created if needed. Raises IndexBusy, naming the holder, and IndexFault if
    the folder cannot be written."""
    lock, holder = FileLock(folder / _LOCK, timeout=0), folder / _HOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout:
        raise _busy(what, holder) from None
    except OSError as error:
        raise IndexFault(
            f"{folder}: cannot be written ({error.strerror or error}), and {what} is built with "
            f"what is kept there; name another one in $PINCITE_CACHE"
        ) from error
    try:
        with suppress(OSError):
            holder.write_text(json.dumps(process()), encoding="utf-8")
        yield
    finally:
        with suppress(OSError):
            holder.unlink(missing_ok=True)
        lock.release()


def _busy(what: object, holder: Path) -> IndexBusy:
    return IndexBusy(f"{what}: {_describe(holder)} is rebuilding this index; wait until it is done")


@contextmanager
def builder_lock(index_dir: Path) -> Iterator[None]:
    """Holds the lock of an index, whose folder is created if needed. If an error prevents a first
    build, the folder is restored to its former state; where a killed first build left vectors,
    nothing is removed.

    Raises InputError if the folder holds something other than an index, IndexBusy, naming the
    holder, if another process has the lock, and IndexFault if the folder cannot be written.
    """
    _require_no_other_use(index_dir)
    first = not (_holds_index(index_dir) or (index_dir / UNFINISHED).exists())
    made = [each for each in (index_dir, *index_dir.parents) if not each.exists()]
    lock = FileLock(index_dir / _LOCK, timeout=0)
    holder = index_dir / _HOLDER
    try:
        index_dir.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout:
        raise _busy(index_dir, holder) from None
    except OSError as error:
        _remove_empty(made)
        raise IndexFault(
            f"{index_dir}: an index cannot be written here ({error.strerror or error}); "
            f"name another folder with --index"
        ) from error
    failed = False
    try:
        # only for the message to other processes, so a full disk must not stop a build here
        with suppress(OSError):
            holder.write_text(json.dumps(process()), encoding="utf-8")
        yield
    except Exception:
        failed = first and not (index_dir / "CURRENT").exists()
        raise
    finally:
        with suppress(OSError):
            holder.unlink(missing_ok=True)
        if failed:
            _clear(index_dir)
        lock.release()
        if failed:
            _remove_empty(made)


def _require_no_other_use(index_dir: Path) -> None:
    """Raises InputError for a folder with other files: an index among articles could be read as one
    of them, or deleted with them."""
    if _holds_index(index_dir):
        return
    try:
        held = [each.name for each in index_dir.iterdir()] if index_dir.is_dir() else []
    except OSError:
        return  # writing fails too, with a better message
    others = sorted(
        name for name in held if name not in (*_BESIDE, *_OTHERS) and not name.startswith(".")
    )
    if others:
        named = ", ".join(shown(name) for name in others[:3])
        more = f" and {len(others) - 3:,} more" if len(others) > 3 else ""
        place = index_dir.absolute()
        raise InputError(
            f"{shown(index_dir)} holds no index but {named}{more}; name a folder for the index "
            f"alone, such as --index {shown(place.with_name(f'{place.name}-index'))}"
        )


def _holds_index(index_dir: Path) -> bool:
    return any((index_dir / name).exists() for name in _INDEX)


def _clear(index_dir: Path) -> None:
    """Removes the files that a first build has written; the lock is still held."""
    for name in ("generations", "segments"):
        shutil.rmtree(index_dir / name, ignore_errors=True)
    for name in _BESIDE:
        with suppress(OSError):
            (index_dir / name).unlink(missing_ok=True)


def _remove_empty(folders: list[Path]) -> None:
    with suppress(OSError):  # a folder that is not empty any more stays
        for folder in folders:
            folder.rmdir()


def process() -> dict[str, object]:
    """This process: its number, its machine, and the current time."""
    started = datetime.now(UTC).strftime("%H:%M:%S UTC")
    return {"pid": os.getpid(), "host": socket.gethostname(), "since": started}


def _describe(holder: Path) -> str:
    # written after the lock was taken, so it may be missing or incomplete for a moment
    try:
        who = json.loads(holder.read_text(encoding="utf-8"))
        return f"process {who['pid']} on {who['host']} (since {who['since']})"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"
