"""Keeps an index up to date: publishes changes of its source files.

Changes are found by comparing the names, sizes and times of the files. So network drives, files
replaced by renaming, and folders that vanish and return also work. The system's notifications,
through watchfiles, only start a comparison at once instead of after some seconds. The only file
that imports watchfiles.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path
from time import monotonic

import watchfiles

from pincite.corpus.errors import IndexFault, InputError, PinciteError
from pincite.corpus.walk import Skipped, files
from pincite.corpus.web.addresses import is_url
from pincite.index.building.build import add, rebuild
from pincite.index.building.publishing.cutting import PassageEncoder, Progress
from pincite.index.building.publishing.receipt import Receipt
from pincite.index.building.web_articles import absolute_sources
from pincite.index.storage.generation import describe_generation

EVERY = 2.0
"""Seconds between two comparisons without notification; more if a comparison takes long."""

QUIET = 0.5
"""Seconds without a change before a rebuild, so that files are completely written."""

_LONGEST = 10.0  # maximum wait in seconds if changes never end
_SHARE = 20  # comparisons take at most 1/20 of the time
_PATIENCE = 60.0  # maximum seconds between two attempts if the index cannot be written
_SLICE = 0.2

log = logging.getLogger(__name__)

_Look = Mapping[str, object]


def watched(
    index_dir: Path,
    sources: Sequence[str | Path],
    encoder: PassageEncoder,
    stop: threading.Event,
    progress: Progress,
) -> Iterator[Receipt | PinciteError]:
    """The receipt of ``rebuild`` ended ``sources``; then, until ``stop`` is set, the receipt of
    every further rebuild that published something or skipped something new.

    The files and folders of the recorded sources are watched; web addresses are not fetched again.
    An error of a rebuild is yielded once. The watch continues, and tries again if the index caused
    the error. Raises the errors of ``rebuild`` the first time, and InputError if there is no file
    or folder to watch.
    """
    paths = _local(absolute_sources(sources) if sources else _recorded(index_dir))
    if not paths:
        raise InputError(
            "nothing to watch: web pages are fetched only when their address is named; "
            "name a file or folder: pincite rebuild FOLDER --watch"
        )
    watch = _Watch(index_dir, encoder, _look(paths), paths)
    receipt = rebuild(index_dir, sources, encoder, progress)
    watch.reported = frozenset((*receipt.skipped, *receipt.unread))
    yield receipt
    with closing(_Notifications()) as events:
        while not stop.is_set():
            pause = watch.look(events)
            if pause:
                events.wait(pause, stop)
                continue
            watch.settle(stop)
            if not stop.is_set():
                yield from watch.publish()


class _Watch:
    """The last state of the files, the messages already given, and the next attempt."""

    def __init__(
        self, index_dir: Path, encoder: PassageEncoder, seen: _Look, paths: frozenset[str]
    ) -> None:
        self.reported: frozenset[Skipped] = frozenset()
        self._index_dir = index_dir
        self._encoder = encoder
        self._seen = seen
        self._paths = paths
        self._lost: frozenset[str] = frozenset()  # recorded sources that vanished and may come back
        self._error = ""
        self._again: float | None = None  # time of the next attempt after a failed rebuild
        self._patience = EVERY

    def look(self, events: _Notifications) -> float:
        """0 if there is something to publish, else the seconds until the next comparison."""
        began = monotonic()
        try:
            self._paths = _local(_recorded(self._index_dir)) | self._lost
        except IndexFault as error:  # searches will report it; the sources stay known here
            log.debug("%s", error)
        events.follow(self._paths)
        if _look(self._paths) != self._seen or (self._again is not None and began >= self._again):
            return 0.0
        return max(EVERY, _SHARE * (monotonic() - began))

    def settle(self, stop: threading.Event) -> None:
        """Waits until nothing changes for a moment. The next comparison finds later changes, also
        those made while files are being read."""
        until = monotonic() + _LONGEST
        self._seen = _look(self._paths)
        while not stop.wait(QUIET):
            before, self._seen = self._seen, _look(self._paths)
            if before == self._seen or monotonic() >= until:
                return

    def publish(self) -> Iterator[Receipt | PinciteError]:
        """Rebuilds; yields receipts and errors with news."""
        try:
            for receipt in self._rebuilt():
                left = frozenset((*receipt.skipped, *receipt.unread))
                if receipt.published or left - self.reported:
                    yield receipt
                self.reported = left
        except PinciteError as error:
            self._again = None
            if isinstance(error, IndexFault):  # temporary: busy, or the disk is full
                self._again = monotonic() + self._patience
                self._patience = min(2 * self._patience, _PATIENCE)
            if str(error) != self._error:
                yield error
            self._error = str(error)
        else:
            self._error, self._again, self._patience = "", None, EVERY

    def _rebuilt(self) -> Iterator[Receipt]:
        back = sorted(path for path in self._lost if _stamp(Path(path)))
        for path in back:
            with suppress(InputError):  # it is back, but still empty
                yield add(self._index_dir, [path], self._encoder)
                self._lost -= {path}
        before = _recorded(self._index_dir)
        receipt = rebuild(self._index_dir, [], self._encoder)
        dropped = frozenset(before) - frozenset(_recorded(self._index_dir))
        self._lost |= dropped & {each.source for each in receipt.skipped}
        yield receipt


class _Notifications:
    """Notifications of the system about changes in folders. On most network drives there are
    none."""

    def __init__(self) -> None:
        self._changed = threading.Event()
        self._ended = threading.Event()
        self._folders: frozenset[tuple[str, int]] = frozenset()

    def follow(self, paths: Iterable[str]) -> None:
        """Listens to the folders among ``paths``, and to no others."""
        # a folder recreated under its old name must be listened to again
        found = {path: _stamp(Path(path)) for path in paths if Path(path).is_dir()}
        folders = frozenset((path, stamp[-1]) for path, stamp in found.items() if stamp)
        if folders == self._folders:
            return
        self.close()
        self._ended, self._folders = threading.Event(), folders
        if folders:
            names = [name for name, _ in folders]
            listening = (names, self._changed, self._ended)
            threading.Thread(target=_listen, args=listening, name="watch", daemon=True).start()

    def wait(self, seconds: float, stop: threading.Event) -> None:
        """Returns after a notification, after ``seconds``, or soon after ``stop`` is set."""
        until = monotonic() + seconds
        while not (stop.is_set() or self._changed.wait(_SLICE) or monotonic() >= until):
            pass
        self._changed.clear()

    def close(self) -> None:
        """Stops listening."""
        self._ended.set()


def _listen(folders: Sequence[str], changed: threading.Event, ended: threading.Event) -> None:
    try:
        for _ in watchfiles.watch(
            *folders,
            watch_filter=None,
            debounce=200,
            stop_event=ended,
            raise_interrupt=False,
            force_polling=False,
            ignore_permission_denied=True,
        ):
            changed.set()
    except (OSError, RuntimeError) as error:  # folder deleted, or the system's limit is reached
        log.info("no notifications from the system (%s); looking every %s s", error, EVERY)


def _recorded(index_dir: Path) -> tuple[str, ...]:
    return describe_generation(index_dir).manifest.sources


def _local(sources: Iterable[str]) -> frozenset[str]:
    return frozenset(source for source in sources if not is_url(source))


def _look(paths: Iterable[str]) -> _Look:
    """Every readable file, with values that change when it does."""
    seen: dict[str, object] = {}
    for path in paths:
        for item in files(Path(path), ()):
            if isinstance(item, Skipped):
                seen[item.source] = item.reason
            else:
                seen[str(item.path)] = _stamp(item.path)
    return seen


def _stamp(path: Path) -> tuple[int, ...]:
    try:
        found = path.stat()
    except OSError:
        return ()
    return found.st_mtime_ns, found.st_size, found.st_ino
