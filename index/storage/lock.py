"""One builder at a time: an OS lock that dies with its owner, and who holds it."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from pincite.corpus.errors import IndexBusy, IndexFault


@contextmanager
def builder_lock(index_dir: Path) -> Iterator[None]:
    """Holds the lock of an index, whose folder is made if need be.

    Raises IndexBusy, naming the holder, if another process has it, and IndexFault where nothing
    can be written.
    """
    lock = FileLock(index_dir / "lock", timeout=0)
    holder = index_dir / "lock.holder"
    try:
        index_dir.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout:
        raise IndexBusy(
            f"{index_dir}: {_describe(holder)} is rebuilding this index; wait until it is done"
        ) from None
    except OSError as error:
        raise IndexFault(
            f"{index_dir}: an index cannot be written here ({error.strerror or error}); "
            f"name another folder with --index"
        ) from error
    try:
        # only a courtesy to who is refused: a full disk must not stop a build here
        with suppress(OSError):
            holder.write_text(json.dumps(_self()), encoding="utf-8")
        yield
    finally:
        with suppress(OSError):
            holder.unlink(missing_ok=True)
        lock.release()


def _self() -> dict[str, object]:
    started = datetime.now(UTC).strftime("%H:%M:%S UTC")
    return {"pid": os.getpid(), "host": socket.gethostname(), "since": started}


def _describe(holder: Path) -> str:
    # written after the lock was taken, so it may be missing or half there for an instant
    try:
        who = json.loads(holder.read_text(encoding="utf-8"))
        return f"process {who['pid']} on {who['host']} (since {who['since']})"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"
