"""Parsing, cutting and embedding with Ray, on this machine or a cluster. The only file that imports
ray, which is installed with ``pip install 'pincite[scale]'``.

The result does not depend on the number of workers: files are taken in their listed order, texts
are embedded in the portions in which they come, and results are put in their places. A worker that
dies is restarted and its work repeated. A file that kills a worker more than once is reported as
unreadable.
"""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import astuple, dataclass
from functools import cached_property
from itertools import count as numbers
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from pincite.corpus.cores import cores
from pincite.corpus.draft import Draft, Fault
from pincite.corpus.errors import InputError, ModelError, PinciteError, ReadError
from pincite.corpus.parsing.pool import Parser, shared_pool
from pincite.corpus.parsing.protocol import packed, unpacked
from pincite.corpus.parsing.request import Request
from pincite.index.building.publishing.cutting import PassageEncoder, R, T
from pincite.index.building.publishing.wrapped import WrappedEncoder
from pincite.index.engines.encoder import SentenceEncoder
from pincite.index.storage.manifest import CHUNKING

os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # no usage statistics are sent
os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
try:
    import ray
    from ray.exceptions import RayError
except ImportError as error:
    raise InputError(
        "--workers ray needs the extra pincite[scale]: pip install 'pincite[scale]'"
    ) from error

PIECE: Final = 32
"""Texts that a worker embeds at once. They come sorted by length."""

_AHEAD: Final = 2  # portions queued at each worker, so that it never waits for one
_EARLY: Final = 16  # results for each worker that may wait for an earlier one
_TRIES: Final = 4
_PATIENCE: Final = 180.0  # seconds for a worker to start and load the model
_STORE: Final = 512 * 2**20  # bytes of Ray's object store on this machine


@dataclass(frozen=True)
class Workers:
    """``parser`` replaces this process's own child processes, ``encoder`` its own embedder."""

    parser: Parser
    encoder: RayEncoder


@contextmanager
def ray_workers(encoder: SentenceEncoder, count: int = 0) -> Iterator[Workers]:
    """``count`` workers, or one for each processor, until the block ends. They belong to the
    cluster in $RAY_ADDRESS, or to one on this machine. Raises PinciteError if Ray does not
    start."""
    cluster = os.environ.get("RAY_ADDRESS")
    here = {} if cluster else {"num_cpus": count or cores(), "object_store_memory": _STORE}
    try:
        ray.init(
            address=cluster or "local", log_to_driver=False, logging_level="critical",
            include_dashboard=None if cluster else False, **here,
        )  # fmt: skip
    except (OSError, RuntimeError, ValueError, ConnectionError, RayError) as error:
        said = " ".join(str(error).split())[:200]
        raise PinciteError(
            f"Ray does not start ({said}); see RAY_ADDRESS, or leave --workers out"
        ) from None
    try:
        total = count or max(int(ray.cluster_resources().get("CPU", 1)), 1)
        yield Workers(Parser(_Parsing(), total), RayEncoder(encoder, total))
    finally:
        ray.shutdown()


class _Parsing:
    """Parses a file in a worker, in the same limited child processes as without Ray."""

    def __init__(self) -> None:
        self._task = ray.remote(num_cpus=1, max_retries=1)(_parsed)

    def __call__(self, request: Request, data: bytes) -> list[Draft | Fault]:
        """See ``pincite.corpus.parsing.pool.Pool.drafts``."""
        try:
            reason, found = ray.get(self._task.remote(astuple(request), data))
        except RayError as error:
            raise ReadError(f"its worker ended ({type(error).__name__})") from None
        if reason is not None:
            raise ReadError(reason)
        return unpacked(found)


def _parsed(request: tuple[Any, ...], data: bytes) -> tuple[str | None, bytes]:
    try:
        return None, packed(shared_pool().drafts(Request(*request), data))
    except ReadError as error:
        return str(error), b""


@dataclass(slots=True)
class _Task:
    """Work for a worker, and its place among the results."""

    number: int
    item: Any
    tries: int = 0


class RayEncoder(WrappedEncoder):
    """Behaves like the wrapped embedder, but workers, which load it once, do its work."""

    def __init__(self, encoder: SentenceEncoder, count: int) -> None:
        super().__init__(encoder)
        self._count = count

    @property
    def workers(self) -> int:
        """How many workers there are."""
        return self._count

    @cached_property
    def _workers(self) -> list[Any]:
        """The workers, started when they are first needed; until then the processors are used for
        parsing."""
        anywhere = {"scheduling_strategy": "SPREAD", "max_restarts": -1}
        actor = ray.remote(num_cpus=1, **anywhere)(_Worker)
        same = (self.name, self.fingerprint, CHUNKING)
        return [actor.remote(*same, number) for number in range(self._count)]

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors of passages, shape (n, dimension), float32. Raises ModelError if a portion
        cannot be embedded in several attempts."""
        pieces = [list(texts[start : start + PIECE]) for start in range(0, len(texts), PIECE)]
        none = np.zeros((0, self.dimension), np.float32)
        return np.concatenate([none, *self.distribute(_embedded, pieces)])

    def distribute(self, work: Callable[[PassageEncoder, T], R], items: Iterable[T]) -> Iterator[R]:
        """``work(encoder, item)`` of each item, in order. Raises the PinciteError that ``work``
        raises, and ModelError if an item cannot be worked on in several attempts."""
        tasks = (_Task(number, item) for number, item in enumerate(items))
        again: deque[_Task] = deque()
        idle = deque(self._workers * _AHEAD)
        waiting: dict[Any, tuple[_Task, Any]] = {}
        made: dict[int, R] = {}
        for at in numbers():
            while at not in made:
                while idle and (again or len(made) < len(self._workers) * _EARLY):
                    task = again.popleft() if again else next(tasks, None)
                    if task is None:
                        break
                    worker = idle.popleft()
                    waiting[worker.done.remote(work, task.item)] = task, worker
                if not waiting:
                    return
                [done], _ = ray.wait(list(waiting), num_returns=1)
                task, worker = waiting.pop(done)
                idle.append(worker)
                if not self._take(done, task, worker, made):
                    again.append(task)
            yield made.pop(at)

    def _take(self, done: Any, task: _Task, worker: Any, made: dict[int, Any]) -> bool:
        """Whether a result came; if not, the task is to be tried again."""
        try:
            made[task.number] = ray.get(done)
        except RayError as error:
            if isinstance(cause := getattr(error, "cause", None), PinciteError):
                raise cause from None
            task.tries += 1
            if task.tries == _TRIES or not _back(worker):
                said = str(error).strip().splitlines() or [type(error).__name__]
                raise ModelError(
                    f"embedder {self.name}: the workers of Ray could not cut or embed "
                    f"({said[-1]:.200})"
                ) from error
            return False
        return True


def _embedded(encoder: PassageEncoder, texts: list[str]) -> NDArray[np.float32]:
    return encoder.passages(texts)


def _back(worker: Any) -> bool:
    """Waits for a worker that died to be restarted; returns whether it was."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        with suppress(RayError):
            ray.get(worker.pid.remote(), timeout=_PATIENCE)
            return True
        time.sleep(0.5)
    return False


class _Worker:
    """Runs in a worker, on one processor."""

    def __init__(self, name: str, fingerprint: str, chunking: str, number: int) -> None:
        if hasattr(os, "sched_setaffinity"):  # one processor, so that ``cores`` returns 1
            allowed = sorted(os.sched_getaffinity(0))
            with suppress(OSError):
                os.sched_setaffinity(0, {allowed[number % len(allowed)]})
        if chunking != CHUNKING:
            raise ModelError("a worker's machine has another version of Pincite; install the same")
        self._encoder = SentenceEncoder.load(name, network=False)
        if self._encoder.fingerprint != fingerprint:
            raise ModelError(f"embedder {name} is another one on this worker's machine")

    def pid(self) -> int:
        """The process id of the worker."""
        return os.getpid()

    def done(self, work: Callable[[PassageEncoder, Any], Any], item: Any) -> Any:
        """``work(encoder, item)``."""
        return work(self._encoder, item)
