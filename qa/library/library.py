"""Adds and removes articles in the page and undoes removals, one build at a time."""

from __future__ import annotations

import logging
import secrets
import threading
from collections import deque
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from pincite.corpus.errors import InputError, NothingRead, PinciteError, shown
from pincite.corpus.read import file_of
from pincite.corpus.walk import Skipped
from pincite.corpus.web.addresses import is_url, normal
from pincite.index.building import build
from pincite.index.building.notes import notes, remember
from pincite.index.building.publishing.receipt import Receipt
from pincite.index.building.undoing import Removal, files_read, put_back, take_out
from pincite.index.building.web_articles import absolute_sources
from pincite.index.storage.generation import current
from pincite.qa import building
from pincite.qa.library.own_files import OwnFiles, own_folder
from pincite.qa.place import samples
from pincite.qa.wording import nearby

UNDOABLE: Final = 20
"""So many removals can be undone, until the server stops."""

_BROKEN: Final = "something went wrong inside Pincite; the terminal has the details"

log = logging.getLogger(__name__)


class Occupied(PinciteError):
    """Another build of this page is running."""


@dataclass(slots=True)
class Work:
    """The state of a build: its ``stage``, with the amount ``done`` and the ``total``. When it is
    ``finished``, it has its ``outcome``, or the ``error`` that stopped it in one line."""

    id: str
    stage: str = "reading"
    done: int = 0
    total: int = 0
    finished: bool = False
    error: str = ""
    outcome: dict[str, Any] | None = None

    def progress(self, stage: str, done: int, total: int) -> None:
        """Stores the progress that a build reports."""
        self.stage, self.done, self.total = stage, done, total


class Library:
    """Changes the articles of an index. Thread-safe."""

    def __init__(
        self,
        index: Path,
        files: OwnFiles | None = None,
        built: Callable[[], object] = lambda: None,
    ) -> None:
        """``built`` is called after each build, before the build counts as finished."""
        self.index = index
        self.files = files or OwnFiles(own_folder(index))
        self._built = built
        self._busy = threading.Lock()
        self._undoable: deque[tuple[str, Removal]] = deque()
        self.work: Work | None = None

    @property
    def busy(self) -> bool:
        """Whether a build is running."""
        return self._busy.locked()

    def add(self, tokens: Sequence[str] = (), links: Sequence[str] = ()) -> Work:
        """Begins to add web pages and files that have arrived, and returns the build's Work. Raises
        InputError if there are neither or for an invalid address, and Occupied."""
        addresses = [_address(link) for link in links]
        if not (tokens or addresses):
            raise InputError("nothing to add: expected a file or a web address")
        return self._begin(lambda work: self._add(work, tokens, addresses))

    def add_samples(self) -> Work:
        """Begins to add the sample articles, and returns the build's Work. Raises Occupied."""

        def run(work: Work) -> dict[str, Any]:
            with samples() as folder:
                return self._result(self._build([str(folder)], work), {})

        return self._begin(run)

    def remove(self, ids: Collection[str]) -> str:
        """Removes articles by their ids, and returns the token to ``undo`` the removal. The
        person's own files stay; files that were added here are kept in a hidden folder as long as
        the removal can be undone. Raises InputError, Occupied and IndexFault."""
        with self._exclusive():
            receipt, removal = take_out(self.index, ids, building.embedder(self.index))
            files = {file_of(article.source) for article in removal.articles}
            remember(receipt, self.index, list(files))
            token = secrets.token_hex(16)
            for path in self._without_articles(Path(file) for file in files):
                self.files.take_out(path, token)
            self._undoable.append((token, removal))
            if len(self._undoable) > UNDOABLE:
                self.files.forget(self._undoable.popleft()[0])
            self._built()
            return token

    def undo(self, token: str) -> tuple[str, ...]:
        """Puts back the articles of a removal, and returns their ids. Raises InputError if the
        removal can no longer be undone, Occupied and IndexFault."""
        with self._exclusive():
            found = next((each for each in self._undoable if each[0] == token), None)
            if found is None:
                raise InputError("this removal cannot be undone any more; add the article again")
            put_back(self.index, found[1], building.embedder(self.index))
            self.files.put_back(token)
            self._undoable.remove(found)
            self._built()
            return tuple(article.id for article in found[1].articles)

    def close(self) -> None:
        """Deletes the files of removals, which then cannot be undone."""
        while self._undoable:
            self.files.forget(self._undoable.popleft()[0])

    def notes(self) -> dict[str, tuple[str, str]]:
        """The notes of receipts on single files."""
        return notes(self.index)

    def _begin(self, run: Callable[[Work], dict[str, Any]]) -> Work:
        if not self._busy.acquire(blocking=False):
            raise self._occupied()
        work = self.work = Work(secrets.token_hex(8))

        def working() -> None:
            try:
                work.outcome = run(work)
                self._built()
            except PinciteError as error:
                work.error = str(error)
            except BaseException:
                log.exception("adding articles failed")
                work.error = _BROKEN
            finally:
                self._busy.release()
                work.finished = True

        threading.Thread(target=working, name="building", daemon=True).start()
        return work

    def _exclusive(self) -> _Exclusive:
        return _Exclusive(self._busy, self._occupied)

    def _occupied(self) -> Occupied:
        work = self.work
        far = f" ({work.done:,} of {work.total:,})" if work and work.total > 1 else ""
        return Occupied(f"other articles are being read right now{far}; try again after that")

    def _add(self, work: Work, tokens: Sequence[str], links: Sequence[str]) -> dict[str, Any]:
        building.require_free(self.index)  # before any file is moved
        kept = self.files.keep(tokens)
        names = {str(path): name for path, name in kept.items()}
        try:
            return self._result(self._build([*names, *links], work), names)
        except NothingRead as error:
            return _outcome(None, error.skipped, names)
        finally:
            for path in self._without_articles(kept):
                self.files.drop(path)

    def _build(self, paths: list[str], work: Work) -> Receipt:
        encoder = building.embedder(self.index)
        first = current(self.index) is None
        run = build.rebuild if first else build.add
        receipt = run(self.index, paths, encoder, work.progress)
        own = [each for each in receipt.skipped if not self.files.holds(file_of(each.source))]
        # an added file that gave no article is deleted, so no note on it is kept
        remember(
            replace(receipt, skipped=tuple(own)),
            self.index,
            () if first else absolute_sources(paths),
        )
        return receipt

    def _result(self, receipt: Receipt, names: dict[str, str]) -> dict[str, Any]:
        return _outcome(receipt, receipt.skipped, names)

    def _without_articles(self, paths: Iterable[Path]) -> list[Path]:
        """The added files among ``paths`` of which the index has no article."""
        own = [path for path in paths if self.files.holds(str(path))]
        read = files_read(self.index, [str(path) for path in own]) if own else frozenset()
        return [path for path in own if str(path) not in read]


class _Exclusive:
    """Holds a lock during a block, or raises Occupied if it is already held."""

    def __init__(self, lock: threading.Lock, occupied: Callable[[], Occupied]) -> None:
        self._lock = lock
        self._occupied = occupied

    def __enter__(self) -> None:
        if not self._lock.acquire(blocking=False):
            raise self._occupied()

    def __exit__(self, *_: object) -> None:
        self._lock.release()


def _address(link: str) -> str:
    """The normal form of a web address. Raises InputError for anything else, because a path would
    be read from the server's own disk."""
    typed = link.strip()
    if not is_url(typed) and "." in typed and not any(c.isspace() or c in "\\" for c in typed):
        typed = "" if typed.startswith(("/", ".", "~")) else f"https://{typed}"
    if not typed.lower().startswith(("http://", "https://")):
        raise InputError(
            f"{shown(link)[:80]!r}: expected a web address, such as https://example.org/a"
        )
    return normal(typed)


def _outcome(
    receipt: Receipt | None, skipped: Sequence[Skipped], names: dict[str, str]
) -> dict[str, Any]:
    """A receipt as plain values for the page, with files by the names that the person gave them."""

    def named(source: str) -> str:
        file = file_of(source)
        return names[file] + source[len(file) :] if file in names else nearby(source)

    changes = receipt.changes if receipt else None
    return {
        "added": list(changes.added) if changes else [],
        "changed": list(changes.changed) if changes else [],
        "same": changes is not None and not (changes.added or changes.changed or skipped),
        "skipped": [[named(each.source), each.reason] for each in skipped],
        "partly": [[named(e.source), e.reason] for e in (receipt.partly if receipt else ())],
        "articles": receipt.articles if receipt else None,
        "seconds": receipt.seconds if receipt else 0.0,
    }
