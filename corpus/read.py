"""Reads files, folders and web addresses into articles.

An unreadable file is named with its reason and never stops the others. Only a path that does not
exist is an error.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, count
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final, Protocol

from pincite.corpus.article import Article
from pincite.corpus.draft import Draft, Fault
from pincite.corpus.errors import ReadError, encodable, shown
from pincite.corpus.opening import content, open_file, reason_of
from pincite.corpus.parsing.pool import Parse, Parser, shared_pool
from pincite.corpus.parsing.request import Request, known_by_name, refuse_unread
from pincite.corpus.walk import IRREGULAR, FoundFile, Skipped, UnreadPath, files, refuse_missing
from pincite.corpus.web.addresses import is_url, normal

if TYPE_CHECKING:
    from pincite.corpus.web.fetch import Page

MAX_BYTES: Final = 100 * 1024 * 1024
HEAD: Final = 16 * 1024  # first bytes, from which the type of an unknown ending is detected
_MOST_AT_ONCE: Final = 64  # files; each is held whole, in a thread of its own
_AT_ONCE: Final = 8  # files per child process; for fewer, another process is not worth its start


def fetched(url: str) -> Page:
    """The page at a web address. This is the only way from Pincite to the network; the HTTP modules
    are loaded only here."""
    from pincite.corpus.web.fetch import fetch

    return fetch(url)


@dataclass(frozen=True, slots=True)
class Reading:
    """The articles read, in the order of the given paths and then by path, and what was skipped.

    ``skipped`` gave no article; ``partly`` gave an article with something missing. ``unread`` are
    those of ``skipped`` that exist but could not be read this time, by path: a file, a line in a
    file (written as in an article's source) or a folder. Earlier articles from there may be kept.
    ``digests`` maps the path of each completely read file to the SHA-256 of its bytes.
    """

    articles: tuple[Article, ...]
    skipped: tuple[Skipped, ...]
    partly: tuple[Skipped, ...] = ()
    unread: Mapping[str, Skipped] = field(default_factory=dict)
    digests: Mapping[str, bytes] = field(default_factory=dict)


class Known(Protocol):
    """The articles that were read earlier, looked up one at a time."""

    def name(self, file: str) -> str | None:
        """The id of a file read earlier, or None. The ids of several articles in one file begin
        with it."""
        ...

    def file(self, name: str) -> str | None:
        """The file that has this id, or None."""
        ...


def _silent(done: int, total: int) -> None:
    """A progress callback that does nothing."""


def read_articles(
    paths: Sequence[str | Path],
    *,
    roots: Sequence[str | Path] = (),
    known: Mapping[str, str] | Known | None = None,
    get: Callable[[str], Page] = fetched,
    parser: Parser | None = None,
    progress: Callable[[int, int], None] = _silent,
) -> Reading:
    """Every article in the files and folders, subfolders included. A path with ``://`` in it is
    fetched from the web with ``get``.

    The id of an article is its path relative to the given folder. For a line of JSON or an entry of
    a feed it is the address of the entry, else the file's id, ``#`` and the entry's "id" or a
    digest of its content. If the id is already used, the folder's name or the absolute path is
    added. The id of a web page is its canonical address, else the address where it was found; its
    source is the given address. Hidden folders, files already read and Pincite indexes are ignored
    without a message; a hidden file with a known ending is reported.

    To add to articles read earlier, pass their folders as ``roots``: files inside these are named
    relative to them. ``known`` maps the earlier ids to their sources, or is an object that looks
    them up. A file read earlier keeps its id; no other file gets that id.

    ``parser`` replaces the child processes that read, several files at once. ``progress`` gets the
    number of files read and the total. What cannot be read is in ``skipped``. Raises SourceMissing
    if a path does not exist, and PinciteError if no child process can be started.
    """
    for path in paths:
        if not is_url(path):
            refuse_missing(path)
    homes = [Path(root).resolve() for root in roots]
    items = list(_offered(paths, homes))
    found = [item for item in items if isinstance(item, FoundFile)]
    parser = parser or Parser(shared_pool().drafts)
    collector = _Collector.beside(known or {})
    wanted = min(parser.at_once, len(found) // _AT_ONCE, _MOST_AT_ONCE)
    threads = ThreadPoolExecutor(max(wanted, 1))
    try:
        read = threads.map(partial(_drafts, parse=parser.drafts), found)
        for done, item in enumerate(items):
            progress(done, len(items))
            if isinstance(item, FoundFile):
                drafts, digest = next(read)
                collector.put(item, drafts)
                if digest:
                    collector.digests[encodable(item.path)] = digest
            elif isinstance(item, Skipped):
                collector.skip(item, item.path if isinstance(item, UnreadPath) else "")
            else:
                collector.put_page(item, get, parser.drafts)
        progress(len(items), len(items))
    finally:
        threads.shutdown(cancel_futures=True)
    return Reading(
        tuple(collector.articles),
        tuple(collector.skipped),
        tuple(collector.partly),
        collector.unread,
        collector.digests,
    )


def _offered(
    paths: Sequence[str | Path], homes: Sequence[Path]
) -> Iterator[FoundFile | Skipped | str]:
    """The files under the paths and the web addresses among them, each once."""
    seen: set[Path | str] = set()
    for path in paths:
        address = isinstance(path, str) and is_url(path)
        for item in [normal(str(path))] if address else files(Path(path), homes):
            key = item.path if isinstance(item, FoundFile) else item
            if isinstance(key, Skipped):
                yield key
            elif key not in seen:
                seen.add(key)
                yield item


@dataclass(slots=True)
class _Collector:
    """The articles and messages so far, and the ids and files already used."""

    articles: list[Article] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    partly: list[Skipped] = field(default_factory=list)
    unread: dict[str, Skipped] = field(default_factory=dict)
    digests: dict[str, bytes] = field(default_factory=dict)
    _taken: dict[str, str] = field(default_factory=dict)
    _names: dict[str, str] = field(default_factory=dict)
    _known: Known | None = None

    @classmethod
    def beside(cls, known: Mapping[str, str] | Known) -> _Collector:
        """An empty collector that knows the articles read earlier, given as id to source."""
        collector = cls()
        if not isinstance(known, Mapping):
            collector._known = known
            return collector
        for id_, source in known.items():
            file, name = file_of(source), file_id(id_, source)
            if name:
                collector._names[file] = name
                collector._taken[name] = file
        return collector

    def skip(self, item: Skipped, path: str) -> None:
        """Report an item without an article. ``path`` is where earlier articles may come from, or
        ""."""
        plain = Skipped(item.source, item.reason)
        self.skipped.append(plain)
        if path:
            self.unread[path] = plain

    def put_page(self, url: str, get: Callable[[str], Page], parse: Parse) -> None:
        try:
            page = get(url)
            drafts = parse(Request("", page.url, page.content_type, page.charset), page.body)
        except ReadError as error:
            self.skipped.append(Skipped(shown(url), str(error)))
            return
        for draft in drafts:
            place = f"{url}#L{draft.line}" if draft.line else url
            self._place(draft, (draft.key or url) if isinstance(draft, Draft) else "", url, place)

    def put(self, found: FoundFile, drafts: Sequence[Draft | Fault] | ReadError) -> None:
        if isinstance(drafts, ReadError):
            self.skip(Skipped(shown(found.path), str(drafts)), encodable(found.path))
            return
        file_id, source = self._free(found), encodable(found.path)
        for draft in drafts:
            place, name = source, file_id
            if draft.line:
                place = f"{source}#L{draft.line}"
                name = draft.url or f"{file_id}#{draft.key}" if isinstance(draft, Draft) else ""
            self._place(draft, name, place, place)
        self._taken.setdefault(file_id, source)

    def _place(self, draft: Draft | Fault, id_: str, source: str, place: str) -> None:
        """Keep an article whose id is free; report a fault or a used id."""
        if isinstance(draft, Fault):
            self.skip(Skipped(shown(place), draft.reason), "" if is_url(place) else place)
        elif (owner := self._owner(id_) or place) != place:
            reason = f"the same address or id as {shown(owner)}"
            self.skipped.append(Skipped(shown(place), reason))
        else:
            self._taken[id_] = place
            self._keep(draft, id_, source)

    def _keep(self, draft: Draft, id_: str, source: str) -> None:
        self.articles.append(draft.article(id_, source))
        if draft.missing:
            self.partly.append(Skipped(shown(source), draft.missing))

    def _free(self, found: FoundFile) -> str:
        """An id for a file that no other article has."""
        name, path = encodable(found.name), encodable(found.path)
        earlier = self._names.get(path)
        if earlier is None and self._known is not None:
            earlier = self._known.name(path)
        if earlier:
            return earlier
        names = (name, f"{encodable(found.root.name)}/{name}", path)
        further = (f"{path} ({number})" for number in count(2))
        return next(each for each in chain(names, further) if not self._owner(each))

    def _owner(self, id_: str) -> str | None:
        """The source of the article or file that has this id, or None."""
        owner = self._taken.get(id_)
        return self._known.file(id_) if owner is None and self._known is not None else owner


def file_id(id_: str, source: str) -> str:
    """The id of the file that an article was read from, derived from the article's own id. "" if
    that id is a web address: it does not depend on the file."""
    file = file_of(source)
    if source == file or is_url(source):
        return "" if is_url(source) else id_
    ends = re.match(rf".*?{re.escape(PurePosixPath(file).name)}(?: \(\d+\))?(?=#)", id_, re.DOTALL)
    return ends[0] if ends else ""


def _drafts(found: FoundFile, parse: Parse) -> tuple[list[Draft | Fault] | ReadError, bytes]:
    """The drafts of a file, or the error; and the SHA-256 of its bytes if all of them were read."""
    digest = b""
    try:
        name = encodable(PurePosixPath(found.name).name)
        data = _bytes(found, name)
        digest = hashlib.sha256(data).digest()
        return parse(Request(name), data), digest
    except ReadError as error:
        return error, digest


def _bytes(found: FoundFile, name: str) -> bytes:
    """The bytes of a regular file, opened once. If its ending is unknown, its first bytes must show
    a known type. Raises ReadError, also if the file has become a pipe or a link since it was
    listed."""
    try:
        descriptor = open_file(found.root, found.path.relative_to(found.root).parts)
        with os.fdopen(descriptor, "rb") as file:
            info = os.fstat(file.fileno())
            if not stat.S_ISREG(info.st_mode):
                raise ReadError(IRREGULAR)
            if not known_by_name(name):
                refuse_unread(name, file.read(HEAD))
                file.seek(0)
            data = b"" if info.st_size > MAX_BYTES else content(file, info.st_size, MAX_BYTES + 1)
    except OSError as error:
        raise ReadError(f"cannot be read: {reason_of(error)}") from None
    if max(info.st_size, len(data)) > MAX_BYTES:
        raise ReadError(f"larger than {MAX_BYTES // 2**20} MiB; split it into smaller files")
    return data


def file_of(source: str) -> str:
    """The file in an article's source. The source of a line of JSON or a feed entry ends in ``#L``
    and its number, which is removed."""
    return re.sub(r"#L\d+$", "", source)
