"""Another builder of an index, for tests of what it keeps others from."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pincite.index.storage.lock import builder_lock


@contextmanager
def another_builder(index: Path) -> Iterator[None]:
    """Another thread of this process holds the lock of an index."""
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with builder_lock(index):
            held.set()
            done.wait()

    holder = threading.Thread(target=hold)
    holder.start()
    try:
        assert held.wait(30)
        yield
    finally:
        done.set()
        holder.join()
