"""Lists the files to read under the given paths, and opens none of them.

Links that lead out of a folder are refused. So is everything that is not a regular file, because a
pipe could block. Folders are listed by their handles: a folder that is replaced by a link during
the walk is not followed.
"""

from __future__ import annotations

import errno
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Final, Literal

from pincite.corpus.errors import SourceMissing, encodable, shown
from pincite.corpus.formats.detection.unread import HANDLED
from pincite.corpus.opening import mode_of, names_in, open_folder, reason_of
from pincite.corpus.parsing.request import known_by_name, suffix_of

IRREGULAR: Final = "a pipe, socket or device; only regular files are opened"
HIDDEN: Final = "hidden, since its name begins with a dot; rename it to have it read"


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file, folder or line that gave no article. Both fields are one line, ready to show to a
    person."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class UnreadPath(Skipped):
    """Something that exists but cannot be read now. ``path`` is written as in the sources of
    articles."""

    path: str


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A regular file. ``path`` opens it; ``name`` is its path relative to ``root`` in POSIX
    form."""

    path: Path
    name: str
    root: Path


def files(given: Path, homes: Sequence[Path]) -> Iterator[FoundFile | Skipped]:
    """The files under a given path, links resolved, and what is skipped. Files inside one of the
    ``homes`` are named relative to that home."""
    try:
        path = given.resolve(strict=True)
        mode = path.stat().st_mode
    except (OSError, RuntimeError) as error:  # resolve() calls a circle of links a RuntimeError
        yield _unread(given, f"cannot be read: {getattr(error, 'strerror', 0) or error}")
        return
    home = next((home for home in homes if home in path.parents), None)
    if not stat.S_ISDIR(mode):
        item = _regular(FoundFile(path, given.name or path.name, path.parent), mode)
        yield _at_home(item, home)
        return
    items = dict(_walk(path))
    yield from (_at_home(items[name], home) for name in sorted(items))
    if not any(isinstance(item, FoundFile | UnreadPath) for item in items.values()):
        # an unmounted mount point also looks like an empty folder
        yield _unread(path, f"no articles here: {HANDLED}")


def _at_home(item: FoundFile | Skipped, home: Path | None) -> FoundFile | Skipped:
    if home is None or isinstance(item, Skipped):
        return item
    return replace(item, name=item.path.relative_to(home).as_posix(), root=home)


def _walk(root: Path) -> Iterator[tuple[str, FoundFile | Skipped]]:
    """Everything under a folder with its relative path, in the order of the file system."""
    folders = [""]
    while folders:
        folder = folders.pop()
        try:
            with open_folder(root, PurePosixPath(folder).parts) as handle:
                items = list(_listed(root, folder, handle))
        except OSError as error:
            yield (
                folder,
                _unread(root / folder, f"a folder that cannot be read: {reason_of(error)}"),
            )
            continue
        for name, item in items:
            if item == "folder":
                folders.append(name)
            else:
                yield name, item


def _listed(
    root: Path, folder: str, handle: int | Path
) -> Iterator[tuple[str, FoundFile | Skipped | Literal["folder"]]]:
    """The entries of a folder with their paths from the root; nothing if the folder is a Pincite
    index."""
    names = names_in(handle)
    if {"CURRENT", "generations"} <= set(names):
        return
    for each in names:
        name = f"{folder}/{each}" if folder else each
        item = _hidden(root, name, handle) if each.startswith(".") else _seen(root, name, handle)
        if item is not None:
            yield name, item


def _hidden(root: Path, name: str, handle: int | Path) -> Skipped | None:
    """A hidden file is reported if its ending is one that is read. Hidden files of systems and
    programs are ignored."""
    own = PurePosixPath(name).name
    ending = suffix_of(f"x{own}")
    if own.startswith("._") or not ending or not known_by_name(f"x{own}"):
        return None
    item = _seen(root, name, handle)
    return Skipped(shown(root / name), HIDDEN) if isinstance(item, FoundFile) else None


def _seen(
    root: Path, name: str, handle: int | Path
) -> FoundFile | Skipped | Literal["folder"] | None:
    """A file, a reason to skip it, "folder" for a folder to walk, or None for a link whose target
    is read elsewhere in the walk."""
    path = root / name
    try:
        mode = mode_of(handle, path.name)
    except OSError as error:
        return _unread(path, f"cannot be read: {reason_of(error)}")
    if stat.S_ISLNK(mode):
        reason = _refused_link(root, path)
        return _unread(path, reason) if reason else None
    return "folder" if stat.S_ISDIR(mode) else _regular(FoundFile(path, name, root), mode)


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


def _regular(found: FoundFile, mode: int) -> FoundFile | Skipped:
    return found if stat.S_ISREG(mode) else _unread(found.path, IRREGULAR)


def _unread(path: Path, reason: str) -> UnreadPath:
    return UnreadPath(shown(path), reason, encodable(path))


def is_missing(path: str | Path) -> bool:
    """Whether no such file or folder exists. One without permission to look at it does exist."""
    try:
        Path(path).stat()
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return True
    except OSError as error:
        return error.errno == errno.ENAMETOOLONG
    return False


def refuse_missing(path: str | Path) -> None:
    """Raises SourceMissing if no such file or folder exists."""
    if not is_missing(path):
        return
    raise SourceMissing(
        f"{shown(path)}: no such file or folder; name one that holds articles ({HANDLED})"
    )
