"""Files, folders and web addresses in, articles out; what cannot be read is named, with its reason.

One bad file never costs a good one: only a path that is not there is an error.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, count
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from corpus.addresses import is_url, normal
from corpus.article import Article
from corpus.errors import ReadError
from corpus.formats import docx, feed, html, jsonl, markdown, pdf, text
from corpus.formats.decode import HANDLED
from corpus.formats.draft import Draft, Fault, Reader
from corpus.formats.sniff import sniffed
from corpus.walk import IRREGULAR, Found, Skipped, encodable, files, refuse_missing, shown

if TYPE_CHECKING:
    from corpus.fetch import Page

MAX_BYTES: Final = 100 * 1024 * 1024

READERS: Final[dict[str, Reader]] = {
    "": text.read,
    ".txt": text.read,
    ".text": text.read,
    ".md": markdown.read,
    ".markdown": markdown.read,
    ".html": html.read,
    ".htm": html.read,
    ".xhtml": html.read,
    ".jsonl": jsonl.read,
    ".ndjson": jsonl.read,
    ".json": jsonl.read,
    ".pdf": pdf.read,
    ".docx": docx.read,
    ".xml": feed.read,
    ".rss": feed.read,
    ".atom": feed.read,
    ".rdf": feed.read,
}
_SUFFIX: Final = re.compile(r"\.(?=[a-z0-9]*[a-z])[a-z0-9]{1,10}", re.IGNORECASE)


def fetched(url: str) -> Page:
    """The page at a web address. Nothing else in Pincite reaches the network, and nothing that
    could is loaded before."""
    from corpus.fetch import fetch

    return fetch(url)


@dataclass(frozen=True, slots=True)
class Reading:
    """The articles, in the order of the given paths and by path within each, and what was left:
    ``skipped`` gave no article, ``partly`` gave one that lacks something."""

    articles: tuple[Article, ...]
    skipped: tuple[Skipped, ...]
    partly: tuple[Skipped, ...] = ()


def read_articles(
    paths: Sequence[str | Path],
    *,
    roots: Sequence[str | Path] = (),
    known: Mapping[str, str] | None = None,
    get: Callable[[str], Page] = fetched,
) -> Reading:
    """Every article in the given files and folders; folders are read with all their subfolders.
    What has a ``://`` in it is fetched from the web, with ``get``.

    An article's id is its path relative to the given folder; for a line of JSON or an entry of a
    feed its address, else the file's id with ``#`` and its "id" or number. Where that is taken
    already, the folder's name or the absolute path makes the difference. A web page's id is its
    address, as it names itself or as it was found, its source the address that was given. Names
    that begin with a dot are passed over in silence, as are a file that was read before and a
    Pincite index.

    To add to articles read earlier, ``roots`` are the folders given then: what lies in one is
    named from there. ``known`` maps the ids given then to their sources: a file among them keeps
    its id, any other takes another one.

    Raises SourceMissing where a path does not exist, and nothing else: what cannot be read is in
    ``skipped``.
    """
    for path in paths:
        if not is_url(path):
            refuse_missing(path)
    homes = [Path(root).resolve() for root in roots]
    shelf = _Shelf.beside(known or {})
    for path in paths:
        if isinstance(path, str) and is_url(path):
            shelf.put_page(normal(path), get)
            continue
        for found in files(Path(path), homes):
            shelf.put(found)
    return Reading(tuple(shelf.articles), tuple(shelf.skipped), tuple(shelf.partly))


@dataclass(slots=True)
class _Shelf:
    """What has been read so far, and which ids and files that takes."""

    articles: list[Article] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    partly: list[Skipped] = field(default_factory=list)
    _taken: dict[str, str] = field(default_factory=dict)
    _read: set[Path] = field(default_factory=set)
    _pages: set[str] = field(default_factory=set)
    _names: dict[str, str] = field(default_factory=dict)

    @classmethod
    def beside(cls, known: Mapping[str, str]) -> _Shelf:
        """An empty shelf beside articles read earlier, given as id to source. An address names
        its article wherever it is read, so those ids stay free."""
        shelf = cls()
        for id_, source in known.items():
            if "://" not in id_:
                name = id_.rpartition("#")[0] if source != file_of(source) else id_
                shelf._names[file_of(source)] = name
                shelf._taken[name] = file_of(source)
        return shelf

    def put(self, found: Found | Skipped) -> None:
        if isinstance(found, Skipped):
            self.skipped.append(found)
            return
        if found.path in self._read:
            return
        self._read.add(found.path)
        try:
            drafts = _drafts(found)
        except ReadError as error:
            self.skipped.append(Skipped(shown(found.path), str(error)))
            return
        self._put_drafts(drafts, found)

    def put_page(self, url: str, get: Callable[[str], Page]) -> None:
        from corpus.pages import draft_of

        if url in self._pages:
            return
        self._pages.add(url)
        try:
            draft = draft_of(get(url))
            address = draft.url or url
            if address in self._taken:
                raise ReadError(f"the same address or id as {shown(self._taken[address])}")
        except ReadError as error:
            self.skipped.append(Skipped(shown(url), str(error)))
            return
        self._taken[address] = url
        self._keep(draft, address, url)

    def _put_drafts(self, drafts: Sequence[Draft | Fault], found: Found) -> None:
        file_id, source = self._free(found), encodable(found.path)
        self._taken[file_id] = source
        for draft in drafts:
            place = f"{source}#L{draft.line}" if draft.line else source
            reason = draft.reason if isinstance(draft, Fault) else ""
            if isinstance(draft, Draft):
                name = file_id if draft.line is None else draft.url or f"{file_id}#{draft.key}"
                if draft.line is not None and name in self._taken:
                    reason = f"the same address or id as {shown(self._taken[name])}"
                else:
                    self._taken[name] = place
                    self._keep(draft, name, place)
            if reason:
                self.skipped.append(Skipped(shown(place), reason))

    def _keep(self, draft: Draft, id_: str, source: str) -> None:
        self.articles.append(draft.article(id_, source))
        if draft.missing:
            self.partly.append(Skipped(shown(source), draft.missing))

    def _free(self, found: Found) -> str:
        """An id for a file that no other article has."""
        name, path = encodable(found.name), encodable(found.path)
        if path in self._names:
            return self._names[path]
        names = (name, f"{encodable(found.root.name)}/{name}", path)
        further = (f"{path} ({number})" for number in count(2))
        return next(each for each in chain(names, further) if each not in self._taken)


def _drafts(found: Found) -> list[Draft | Fault]:
    suffix = PurePosixPath(found.name).suffix.lower()
    suffix = suffix if _SUFFIX.fullmatch(suffix) else ""
    if suffix not in READERS:
        raise ReadError(f"a {suffix} file; {HANDLED}")
    data = _bytes(found.path)
    reader = sniffed(data, suffix) or READERS[suffix]
    return reader(data, encodable(PurePosixPath(found.name).name))


def _bytes(path: Path) -> bytes:
    """The bytes of a regular file. What became something else meanwhile cannot block."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        with os.fdopen(os.open(path, flags | getattr(os, "O_BINARY", 0)), "rb") as file:
            info = os.fstat(file.fileno())
            if not stat.S_ISREG(info.st_mode):
                raise ReadError(IRREGULAR)
            data = b"" if info.st_size > MAX_BYTES else file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ReadError(f"cannot be read: {error.strerror or error}") from None
    if max(info.st_size, len(data)) > MAX_BYTES:
        raise ReadError(f"larger than {MAX_BYTES // 2**20} MiB; split it into smaller files")
    return data


def file_of(source: str) -> str:
    """The file of an article's source, which for a line of JSON or an entry of a
    feed ends in ``#L`` and its number."""
    return re.sub(r"#L\d+$", "", source)
