"""Files, folders and web addresses in, articles out; what cannot be read is named, with its reason.

A file that cannot be read never stops the others. Only a path that does not exist is an error.
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
from pincite.corpus.cores import cores
from pincite.corpus.draft import Draft, Fault
from pincite.corpus.errors import ReadError, encodable, shown
from pincite.corpus.opening import open_file, reason_of
from pincite.corpus.parsing.pool import shared_pool
from pincite.corpus.parsing.request import Request, known_by_name, refuse_unread
from pincite.corpus.walk import IRREGULAR, FoundFile, Skipped, UnreadPath, files, refuse_missing
from pincite.corpus.web.addresses import is_url, normal

if TYPE_CHECKING:
    from pincite.corpus.web.fetch import Page

MAX_BYTES: Final = 100 * 1024 * 1024
HEAD: Final = 16 * 1024  # bytes that say what a file with an unknown ending is
_AT_ONCE: Final = 8  # files for which another process is worth its start

Parse = Callable[[Request, bytes], list[Draft | Fault]]


def fetched(url: str) -> Page:
    """The page at a web address. Nothing else in Pincite reaches the network, and nothing that
    could is loaded before."""
    from pincite.corpus.web.fetch import fetch

    return fetch(url)


@dataclass(frozen=True, slots=True)
class Reading:
    """The articles, in the order of the given paths and by path within each, and what was left:
    ``skipped`` gave no article, ``partly`` gave one that lacks something. ``unread`` are those of
    ``skipped`` that are there and could not be read this time, by their path: a file, a line of one
    (as an article's source names it) or a folder, so that articles read from there earlier need not
    be given up. ``digests`` are the SHA-256 of the bytes of each file that was read whole, by its
    path."""

    articles: tuple[Article, ...]
    skipped: tuple[Skipped, ...]
    partly: tuple[Skipped, ...] = ()
    unread: Mapping[str, Skipped] = field(default_factory=dict)
    digests: Mapping[str, bytes] = field(default_factory=dict)


class Known(Protocol):
    """The articles that were read earlier, asked for one by one."""

    def name(self, file: str) -> str | None:
        """The id of a file among them, which those of several articles in it begin with."""
        ...

    def file(self, name: str) -> str | None:
        """The file that has this id."""
        ...


def _silent(done: int, total: int) -> None:
    """Progress that nobody watches."""


def read_articles(
    paths: Sequence[str | Path],
    *,
    roots: Sequence[str | Path] = (),
    known: Mapping[str, str] | Known | None = None,
    get: Callable[[str], Page] = fetched,
    parse: Parse | None = None,
    progress: Callable[[int, int], None] = _silent,
) -> Reading:
    """Every article in the given files and folders; folders are read with all their subfolders.
    What has a ``://`` in it is fetched from the web, with ``get``.

    An article's id is its path relative to the given folder; for a line of JSON or an entry of a
    feed its address, else the file's id with ``#`` and its "id", or a digest of what it says. Where
    that is taken already, the folder's name or the absolute path makes the difference. A web page's
    id is its address, as it names itself or as it was found, its source the address that was given.
    Hidden folders are passed over in silence, as are a file that was read before and a Pincite
    index; a hidden file whose ending is one that is read is named.

    To add to articles read earlier, ``roots`` are the folders given then: what lies in one is
    named from there. ``known`` maps the ids given then to their sources, or is asked for them: a
    file among them keeps its id, any other takes another one.

    Files are read in child processes, several at once; ``parse`` takes their place. ``progress``
    is told how many of how many files have been read.

    Raises SourceMissing where a path does not exist, and PinciteError where no child process can
    be started; what cannot be read is in ``skipped``.
    """
    for path in paths:
        if not is_url(path):
            refuse_missing(path)
    homes = [Path(root).resolve() for root in roots]
    items = list(_offered(paths, homes))
    found = [item for item in items if isinstance(item, FoundFile)]
    parse = parse or shared_pool().drafts
    shelf = _Shelf.beside(known or {})
    threads = ThreadPoolExecutor(max(min(cores(), len(found) // _AT_ONCE), 1))
    try:
        read = threads.map(partial(_drafts, parse=parse), found)
        for done, item in enumerate(items):
            progress(done, len(items))
            if isinstance(item, FoundFile):
                drafts, digest = next(read)
                shelf.put(item, drafts)
                if digest:
                    shelf.digests[encodable(item.path)] = digest
            elif isinstance(item, Skipped):
                shelf.skip(item, item.path if isinstance(item, UnreadPath) else "")
            else:
                shelf.put_page(item, get, parse)
        progress(len(items), len(items))
    finally:
        threads.shutdown(cancel_futures=True)
    return Reading(
        tuple(shelf.articles),
        tuple(shelf.skipped),
        tuple(shelf.partly),
        shelf.unread,
        shelf.digests,
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
class _Shelf:
    """What has been read so far, and which ids and files that takes."""

    articles: list[Article] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    partly: list[Skipped] = field(default_factory=list)
    unread: dict[str, Skipped] = field(default_factory=dict)
    digests: dict[str, bytes] = field(default_factory=dict)
    _taken: dict[str, str] = field(default_factory=dict)
    _names: dict[str, str] = field(default_factory=dict)
    _known: Known | None = None

    @classmethod
    def beside(cls, known: Mapping[str, str] | Known) -> _Shelf:
        """An empty shelf beside articles read earlier, given as id to source."""
        shelf = cls()
        if not isinstance(known, Mapping):
            shelf._known = known
            return shelf
        for id_, source in known.items():
            file, name = file_of(source), file_id(id_, source)
            if name:
                shelf._names[file] = name
                shelf._taken[name] = file
        return shelf

    def skip(self, item: Skipped, path: str) -> None:
        """Name what gave no article; ``path`` is where earlier ones may be from, "" for nowhere."""
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
        """Keep an article whose id is free, and name at its place what is none."""
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
        """Where the article, or the file, that has this id was read from."""
        owner = self._taken.get(id_)
        return self._known.file(id_) if owner is None and self._known is not None else owner


def file_id(id_: str, source: str) -> str:
    """The id of the file that an article was read from, by the article's own; "" where that is an
    address: it names its article wherever that is read, and stays free for others."""
    file = file_of(source)
    if source == file or is_url(source):
        return "" if is_url(source) else id_
    ends = re.match(rf".*?{re.escape(PurePosixPath(file).name)}(?: \(\d+\))?(?=#)", id_, re.DOTALL)
    return ends[0] if ends else ""


def _drafts(found: FoundFile, parse: Parse) -> tuple[list[Draft | Fault] | ReadError, bytes]:
    """What a file holds, or why it gave nothing; and the SHA-256 of its bytes, where all of them
    were read."""
    digest = b""
    try:
        name = encodable(PurePosixPath(found.name).name)
        data = _bytes(found, name)
        digest = hashlib.sha256(data).digest()
        return parse(Request(name), data), digest
    except ReadError as error:
        return error, digest


def _bytes(found: FoundFile, name: str) -> bytes:
    """The bytes of a regular file, opened once; where its name does not say what it is, the first
    of them must promise something. What became something else meanwhile cannot block, and what
    became a link is not followed."""
    try:
        descriptor = open_file(found.root, found.path.relative_to(found.root).parts)
        with os.fdopen(descriptor, "rb") as file:
            info = os.fstat(file.fileno())
            if not stat.S_ISREG(info.st_mode):
                raise ReadError(IRREGULAR)
            if not known_by_name(name):
                refuse_unread(name, file.read(HEAD))
                file.seek(0)
            data = b"" if info.st_size > MAX_BYTES else file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ReadError(f"cannot be read: {reason_of(error)}") from None
    if max(info.st_size, len(data)) > MAX_BYTES:
        raise ReadError(f"larger than {MAX_BYTES // 2**20} MiB; split it into smaller files")
    return data


def file_of(source: str) -> str:
    """The file of an article's source, which for a line of JSON or an entry of a
    feed ends in ``#L`` and its number."""
    return re.sub(r"#L\d+$", "", source)
