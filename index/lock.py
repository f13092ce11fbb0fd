"""One builder at a time: an OS lock that dies with its owner, and who holds it."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.errors import IndexBusy


@contextmanager
def builder_lock(index_dir: Path) -> Iterator[None]:
    """Holds the index's lock. Raises IndexBusy, naming the holder, if another process has it."""
    lock = FileLock(index_dir / "lock", timeout=0)
    holder = index_dir / "lock.holder"
    try:
        lock.acquire()
    except Timeout:
        raise IndexBusy(
            f"{index_dir}: {_describe(holder)} is rebuilding this index; wait until it is done"
        ) from None
    try:
        holder.write_text(json.dumps(_self()), encoding="utf-8")
        yield
        holder.unlink(missing_ok=True)
    finally:
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
