"""The child processes that parse files, started and watched by the parent process.

A file is skipped and named with the reason if it crashes its parser, never ends or gives too much
output. The next file then gets a fresh process. Idle processes are kept for later files and end
together with the parent.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import astuple, dataclass, field
from functools import cache
from pathlib import Path
from queue import Empty, LifoQueue
from typing import Final

from pincite.corpus.cores import cores
from pincite.corpus.draft import Draft, Fault
from pincite.corpus.errors import PinciteError, ReadError
from pincite.corpus.parsing.protocol import TOO_MUCH_MEMORY, dumped, loaded, receive, send, unpacked
from pincite.corpus.parsing.request import SECONDS, Request

WALL: Final = 60.0  # seconds of real time per file; large files get more by their size
_OUTPUT: Final = 64 * 2**20  # bytes of articles that even a small file may give
_LARGE: Final = 8 * 2**20  # after a larger file, its process is not kept
_REASON: Final = 64 * 1024
SLOW: Final = f"takes more than {SECONDS} s of work to read; split it, or save it in another form"
_ONE_THREAD: Final = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
# the child gets the parent's import path; -I keeps modules of the current folder out
_START: Final = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from pincite.corpus.parsing.worker import main; main()"
)

Parse = Callable[[Request, bytes], list[Draft | Fault]]


@dataclass(frozen=True, slots=True)
class Parser:
    """``drafts`` gives the articles in a file, as ``Pool.drafts`` does; ``at_once`` is the number
    of files that it parses at once."""

    drafts: Parse
    at_once: int = field(default_factory=cores)


class Pool:
    """Parses in child processes, one for each thread that asks. Thread-safe."""

    def __init__(self, script: str = _START, wall: float = WALL) -> None:
        """``script`` is the code that a child runs, with the import path as its argument."""
        self._script = script
        self._wall = wall
        self._idle: LifoQueue[_Child] = LifoQueue()

    def drafts(self, request: Request, data: bytes) -> list[Draft | Fault]:
        """The articles in the bytes. Raises ReadError if there are none or the parser failed, and
        PinciteError if no process can be started."""
        child = self._child()
        reason, found = None, None
        try:
            reason, found = child.parse(
                request, data, self._wall + request.seconds(len(data)) - SECONDS
            )
        finally:
            if found is None or reason == TOO_MUCH_MEMORY or len(data) > _LARGE:
                child.end()
            else:
                self._idle.put(child)
        if reason:
            raise ReadError(reason)
        return found

    def forget(self) -> None:
        """Drops the idle processes after a fork; they belong to the process that was forked."""
        self._idle = LifoQueue()

    def close(self) -> None:
        """Ends the idle processes."""
        with suppress(Empty):
            while True:
                self._idle.get_nowait().end()

    def _child(self) -> _Child:
        with suppress(Empty):
            while True:
                child = self._idle.get_nowait()
                if child.lives:
                    return child
                child.end()
        return _Child(self._script)


@cache
def shared_pool() -> Pool:
    """The pool of this process."""
    pool = Pool()
    atexit.register(pool.close)
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=pool.forget)
    return pool


def _absolute(place: str) -> str:
    """An entry of the import path, made absolute if it exists on disk. Others, such as the marker
    of an editable install, stay unchanged."""
    return str(Path(place).absolute()) if Path(place).exists() else place


class _Child:
    """One child process and the communication with it."""

    def __init__(self, script: str) -> None:
        path = json.dumps([_absolute(place) for place in sys.path])
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-c", script, path],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=os.environ | _ONE_THREAD,
            )
        except (OSError, ValueError) as error:
            raise PinciteError(
                f"{sys.executable}: cannot be started to read files: {error}"
            ) from None

        assert self._process.stdin
        assert self._process.stdout
        self._requests, self._replies = self._process.stdin, self._process.stdout

    @property
    def lives(self) -> bool:
        """Whether the process is running."""
        return self._process.poll() is None

    def parse(self, request: Request, data: bytes, wall: float) -> tuple[str, list[Draft | Fault]]:
        """The reason why there are no articles ("" if there is none), and the articles. Raises
        ReadError if the process ends without an answer."""
        late = threading.Event()
        timer = threading.Timer(wall, self._kill, [late])
        timer.daemon = True
        timer.start()
        most = _OUTPUT + 4 * len(data)
        try:
            send(self._requests, dumped(astuple(request)), data)
            reason, drafts = receive(self._replies, _REASON), receive(self._replies, most)
        except OverflowError:
            raise ReadError(f"becomes more than {most // 2**20} MiB of text; split it") from None
        except (OSError, ValueError):  # the pipe is closed
            reason, drafts = None, None
        finally:
            timer.cancel()
        if reason is None or drafts is None:
            raise ReadError(self._fate(late.is_set(), wall))
        try:
            (said,) = loaded(reason)
            return str(said), [] if said else unpacked(drafts)
        except (AttributeError, LookupError, RecursionError, TypeError, ValueError):
            raise ReadError("its parser gave nothing that makes sense") from None

    def end(self) -> None:
        """Ends the process and closes its pipes."""
        self._process.kill()
        for pipe in (self._requests, self._replies):
            with suppress(OSError):
                pipe.close()
        self._process.wait()

    def _kill(self, late: threading.Event) -> None:
        late.set()
        self._process.kill()

    def _fate(self, late: bool, wall: float) -> str:
        """Why the process gave no answer, as a message for the receipt."""
        try:
            code = self._process.wait(timeout=1)
        except subprocess.TimeoutExpired:  # the child closed its pipe but still runs
            self._process.kill()
            code = self._process.wait()
        if late:
            return f"not read within {wall:.0f} s; split it, or save it in another form"
        if code == -getattr(signal, "SIGXCPU", 0):
            return SLOW
        names = {each.value: each.name for each in signal.Signals}
        name = names.get(-code, f"exit status {code}")
        return f"made its parser crash ({name}); save it in another form"
