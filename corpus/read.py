"""Files and folders in, articles out; whatever cannot be read is named, with its reason.

One bad file never costs a good one: only a path that is not there is an error. Links out of a
folder are refused, and nothing but a regular file is ever opened, so that no pipe can block.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, count
from pathlib import Path, PurePosixPath
from typing import Final, Literal

from corpus.article import Article
from corpus.errors import ReadError, SourceMissing
from corpus.formats import html, jsonl, markdown, text
from corpus.formats.decode import HANDLED
from corpus.formats.draft import Draft, Fault, Reader

MAX_BYTES: Final = 100 * 1024 * 1024
IRREGULAR: Final = "a pipe, socket or device; only regular files are opened"

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
}
_SUFFIX: Final = re.compile(r"\.(?=[a-z0-9]*[a-z])[a-z0-9]{1,10}", re.IGNORECASE)
_HTML: Final = re.compile(rb"\s*(?:<\?xml[^>]{0,200}>\s*)?<(?:!doctype\s+)?html\b", re.IGNORECASE)
_SNIFFED: Final = 2048


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file, folder or line that gave no article. Both are one line, fit to show to a person."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The articles, in the order of the given paths and by path within each, and what was left."""

    articles: tuple[Article, ...]
    skipped: tuple[Skipped, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """A regular file: ``path`` opens it, ``name`` is its place under ``root`` in POSIX form."""

    path: Path
    name: str
    root: Path


def read_articles(paths: Sequence[str | Path]) -> Reading:
    """Every article in the given files and folders; folders are read with all their subfolders.

    An article's id is its path relative to the given folder; for a line of JSON its "url", else
    the file's id with ``#`` and the "id" or the number of the line. Where that is taken already,
    the folder's name or the absolute path makes the difference. Names that begin with a dot are
    passed over in silence, as is a file that was read before. Raises SourceMissing where a path
    does not exist, and nothing else: what cannot be read is in ``skipped``.
    """
    for path in paths:
        _refuse_missing(path)
    shelf = _Shelf()
    for path in paths:
        for found in _found(Path(path)):
            shelf.put(found)
    return Reading(tuple(shelf.articles), tuple(shelf.skipped))


@dataclass(slots=True)
class _Shelf:
    """What has been read so far, and which ids and files that takes."""

    articles: list[Article] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    _taken: dict[str, str] = field(default_factory=dict)
    _read: set[Path] = field(default_factory=set)

    def put(self, found: _Found | Skipped) -> None:
        if isinstance(found, Skipped):
            self.skipped.append(found)
            return
        if found.path in self._read:
            return
        self._read.add(found.path)
        try:
            drafts = _drafts(found)
        except ReadError as error:
            self.skipped.append(Skipped(_shown(found.path), str(error)))
            return
        self._put_drafts(drafts, found)

    def _put_drafts(self, drafts: Sequence[Draft | Fault], found: _Found) -> None:
        file_id, source = self._free(found), _encodable(found.path)
        self._taken[file_id] = source
        for draft in drafts:
            place = f"{source}#L{draft.line}" if draft.line else source
            reason = draft.reason if isinstance(draft, Fault) else ""
            if isinstance(draft, Draft):
                name = file_id if draft.line is None else draft.url or f"{file_id}#{draft.key}"
                if draft.line is not None and name in self._taken:
                    reason = f"the same address or id as {_shown(self._taken[name])}"
                else:
                    self._taken[name] = place
                    self.articles.append(_article(draft, name, place))
            if reason:
                self.skipped.append(Skipped(_shown(place), reason))

    def _free(self, found: _Found) -> str:
        """An id for a file that no other article has."""
        name, path = _encodable(found.name), _encodable(found.path)
        names = (name, f"{_encodable(found.root.name)}/{name}", path)
        further = (f"{path} ({number})" for number in count(2))
        return next(each for each in chain(names, further) if each not in self._taken)


def _article(draft: Draft, name: str, source: str) -> Article:
    return Article(
        id=name,
        title=draft.title,
        text=draft.text,
        source=source,
        body=draft.body,
        published=draft.published,
        url=draft.url,
    )


def _drafts(found: _Found) -> list[Draft | Fault]:
    suffix = PurePosixPath(found.name).suffix.lower()
    suffix = suffix if _SUFFIX.fullmatch(suffix) else ""
    if suffix not in READERS:
        raise ReadError(f"a {suffix} file; {HANDLED}")
    data = _bytes(found.path)
    head = data[:_SNIFFED].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")
    reader = READERS[suffix]
    if reader in (text.read, markdown.read) and _HTML.match(head):
        reader = html.read
    return reader(data, _encodable(PurePosixPath(found.name).name))


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


def _found(given: Path) -> Iterator[_Found | Skipped]:
    """What a given path leads to, links resolved."""
    try:
        path = given.resolve(strict=True)
        mode = path.stat().st_mode
    except (OSError, RuntimeError) as error:  # resolve() calls a circle of links a RuntimeError
        yield Skipped(_shown(given), f"cannot be read: {getattr(error, 'strerror', 0) or error}")
        return
    if not stat.S_ISDIR(mode):
        yield _regular(_Found(path, given.name or path.name, path.parent), mode)
        return
    items = dict(_walk(path))
    yield from (items[name] for name in sorted(items))
    if not items:
        yield Skipped(_shown(path), f"no articles here: {HANDLED}")


def _walk(root: Path) -> Iterator[tuple[str, _Found | Skipped]]:
    """Everything under a folder, by its relative path, in the order of the file system."""
    folders = [""]
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(root / folder) as entries:
                names = [entry.name for entry in entries if not entry.name.startswith(".")]
        except OSError as error:
            reason = f"a folder that cannot be read: {error.strerror or error}"
            yield folder, Skipped(_shown(root / folder), reason)
            continue
        for name in (f"{folder}/{each}" if folder else each for each in names):
            item = _looked_at(root, name)
            if item == "folder":
                folders.append(name)
            elif item is not None:
                yield name, item


def _looked_at(root: Path, name: str) -> _Found | Skipped | Literal["folder"] | None:
    """A file, a reason, a folder to walk, or None for a link to what is read in its own place."""
    path = root / name
    try:
        mode = path.lstat().st_mode
    except OSError as error:
        return Skipped(_shown(path), f"cannot be read: {error.strerror or error}")
    if stat.S_ISLNK(mode):
        reason = _refused_link(root, path)
        return Skipped(_shown(path), reason) if reason else None
    return "folder" if stat.S_ISDIR(mode) else _regular(_Found(path, name, root), mode)


def _refused_link(root: Path, link: Path) -> str | None:
    try:
        target = link.resolve(strict=True)
    except RuntimeError:
        return "a symbolic link that leads in a circle"
    except OSError:
        return "a symbolic link to nothing that can be read"
    if target != root and root not in target.parents:
        return "a symbolic link that leads out of the folder"
    if target in link.parents:
        return "a symbolic link to a folder that it lies in"
    return None


def _regular(found: _Found, mode: int) -> _Found | Skipped:
    return found if stat.S_ISREG(mode) else Skipped(_shown(found.path), IRREGULAR)


def _refuse_missing(path: str | Path) -> None:
    try:
        Path(path).stat()
    except (FileNotFoundError, NotADirectoryError, ValueError):
        pass
    except OSError as error:
        if error.errno != errno.ENAMETOOLONG:
            return
    else:
        return
    raise SourceMissing(
        f"{_shown(path)}: no such file or folder; name one that holds articles ({HANDLED})"
    )


def _encodable(name: str | Path) -> str:
    """``name`` as it can be stored: what is not valid UTF-8 in it as escapes."""
    return str(name).encode("utf-8", "backslashreplace").decode("utf-8")


def _shown(name: str | Path) -> str:
    """``name`` on one line, with line ends, direction marks and the like as escapes."""
    chars = _encodable(name)
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in chars)
