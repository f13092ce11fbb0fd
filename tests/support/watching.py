"""A watch in a thread, followed step by step."""

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
    """What a watch did, counted, so that a test can wait for it to do something once more."""

    def __init__(self) -> None:
        self.unseen = threading.Lock()
        """While it is held, no watch looks: what changes in several steps is seen whole, however
        long a busy machine takes for them."""
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
    """A watch in a thread, and what it told."""

    def __init__(self, steps: Steps, index: Path, *sources: Path | str) -> None:
        self._steps = steps
        self.unseen = steps.unseen
        self.stop = threading.Event()
        self._told: queue.Queue[Receipt | PinciteError] = queue.Queue()
        events = watch.watched(index, sources, ToyEncoder(), self.stop, lambda *_: None)
        self._told.put(next(events))
        self._thread = threading.Thread(target=lambda: [self._told.put(each) for each in events])
        self._thread.start()
        assert self.receipt()

    def next(self) -> Receipt | PinciteError:
        return self._told.get(timeout=PATIENCE)

    def receipt(self) -> Receipt:
        told = self.next()
        assert isinstance(told, Receipt), told
        return told

    def error(self) -> PinciteError:
        told = self.next()
        assert isinstance(told, PinciteError), told
        return told

    def silent(self) -> bool:
        """Whether it tells nothing of what has changed until now."""
        self._steps.wait("idle", 3)  # one may be under way, which began before the change
        return self._told.empty()

    def tries(self, times: int) -> None:
        """Waits until it has tried to rebuild so often."""
        self._steps.wait("tried", times)

    def write(self, path: Path, text: str) -> None:
        """Writes a file that is never seen half written."""
        with self.unseen:
            path.write_text(text)

    def end(self) -> None:
        self.stop.set()
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()


Watch = Callable[..., AbstractContextManager[Watching]]
