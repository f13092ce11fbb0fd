"""Which files there are to read under the paths given. Opens none of them.

Links out of a folder are refused, and so is whatever is no regular file, so that no pipe can block.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Literal

from pincite.corpus.errors import SourceMissing, shown
from pincite.corpus.formats.detection.unread import HANDLED

IRREGULAR: Final = "a pipe, socket or device; only regular files are opened"


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file, folder or line that gave no article. Both are one line, fit to show to a person."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Found:
    """A regular file: ``path`` opens it, ``name`` is its place under ``root`` in POSIX form."""

    path: Path
    name: str
    root: Path


def files(given: Path, homes: Sequence[Path]) -> Iterator[Found | Skipped]:
    """What a given path leads to, links resolved; named from the home that it lies in, if any."""
    try:
        path = given.resolve(strict=True)
        mode = path.stat().st_mode
    except (OSError, RuntimeError) as error:  # resolve() calls a circle of links a RuntimeError
        yield Skipped(shown(given), f"cannot be read: {getattr(error, 'strerror', 0) or error}")
        return
    home = next((home for home in homes if home in path.parents), None)
    if not stat.S_ISDIR(mode):
        item = _regular(Found(path, given.name or path.name, path.parent), mode)
        yield _at_home(item, home)
        return
    items = dict(_walk(path))
    yield from (_at_home(items[name], home) for name in sorted(items))
    if not items:
        yield Skipped(shown(path), f"no articles here: {HANDLED}")


def _at_home(item: Found | Skipped, home: Path | None) -> Found | Skipped:
    if home is None or isinstance(item, Skipped):
        return item
    return replace(item, name=item.path.relative_to(home).as_posix(), root=home)


def _walk(root: Path) -> Iterator[tuple[str, Found | Skipped]]:
    """Everything under a folder, by its relative path, in the order of the file system."""
    folders = [""]
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(root / folder) as entries:
                names = [entry.name for entry in entries if not entry.name.startswith(".")]
        except OSError as error:
            reason = f"a folder that cannot be read: {error.strerror or error}"
            yield folder, Skipped(shown(root / folder), reason)
            continue
        if {"CURRENT", "generations"} <= set(names):
            continue  # an index of ours, kept among the articles
        for name in (f"{folder}/{each}" if folder else each for each in names):
            item = _looked_at(root, name)
            if item == "folder":
                folders.append(name)
            elif item is not None:
                yield name, item


def _looked_at(root: Path, name: str) -> Found | Skipped | Literal["folder"] | None:
    """A file, a reason, a folder to walk, or None for a link to what is read in its own place."""
    path = root / name
    try:
        mode = path.lstat().st_mode
    except OSError as error:
        return Skipped(shown(path), f"cannot be read: {error.strerror or error}")
    if stat.S_ISLNK(mode):
        reason = _refused_link(root, path)
        return Skipped(shown(path), reason) if reason else None
    return "folder" if stat.S_ISDIR(mode) else _regular(Found(path, name, root), mode)


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


def _regular(found: Found, mode: int) -> Found | Skipped:
    return found if stat.S_ISREG(mode) else Skipped(shown(found.path), IRREGULAR)


def is_missing(path: str | Path) -> bool:
    """Whether there is no such file or folder; one that may not be looked at is not missing."""
    try:
        Path(path).stat()
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return True
    except OSError as error:
        return error.errno == errno.ENAMETOOLONG
    return False


def refuse_missing(path: str | Path) -> None:
    """Raises SourceMissing where there is no such file or folder."""
    if not is_missing(path):
        return
    raise SourceMissing(
        f"{shown(path)}: no such file or folder; name one that holds articles ({HANDLED})"
    )
