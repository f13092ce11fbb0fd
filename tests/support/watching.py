"""Runs a watch in a thread and follows it step by step."""

from __future__ import annotations

import queue
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from pincite.corpus.errors import PinciteError
from pincite.index.building import watch
from pincite.index.building.publishing.receipt import Receipt
from tests.support.patience import PATIENCE
from tests.support.toys import ToyEncoder


class Steps:
    """Counts the steps of a watch, so that a test can wait for the next one."""

    def __init__(self) -> None:
        self.unseen = threading.Lock()
        """While this lock is held, no watch looks at the files. So a change in several steps is
        seen as one, even if it takes long on a busy machine."""
        self._done: Counter[str] = Counter()
        self._more = threading.Condition()

    def step(self, name: str) -> None:
        with self._more:
            self._done[name] += 1
            self._more.notify_all()

    def wait(self, name: str, times: int) -> None:
        with self._more:
            last = self._done[name] + times
            assert self._more.wait_for(lambda: self._done[name] >= last, PATIENCE), name


class Watching:
    """A watch in a thread, and the events that it gave."""

    def __init__(self, steps: Steps, index: Path, *sources: Path | str) -> None:
        self._steps = steps
        self.unseen = steps.unseen
        self.stop = threading.Event()
        self._given: queue.Queue[Receipt | PinciteError] = queue.Queue()
        events = watch.watched(index, sources, ToyEncoder(), self.stop, lambda *_: None)
        self._given.put(next(events))
        self._thread = threading.Thread(target=lambda: [self._given.put(each) for each in events])
        self._thread.start()
        assert self.receipt()

    def next(self) -> Receipt | PinciteError:
        return self._given.get(timeout=PATIENCE)

    def receipt(self) -> Receipt:
        event = self.next()
        assert isinstance(event, Receipt), event
        return event

    def error(self) -> PinciteError:
        event = self.next()
        assert isinstance(event, PinciteError), event
        return event

    def silent(self) -> bool:
        """Whether it gives no event for the changes until now."""
        self._steps.wait("idle", 3)  # the first one may have begun before the change
        return self._given.empty()

    def tries(self, times: int) -> None:
        """Waits until it has tried to rebuild ``times`` more times."""
        self._steps.wait("tried", times)

    def write(self, path: Path, text: str) -> None:
        """Writes a file while the watch does not look, so that it never sees half of it."""
        with self.unseen:
            path.write_text(text)

    def end(self) -> None:
        self.stop.set()
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()


Watch = Callable[..., AbstractContextManager[Watching]]
