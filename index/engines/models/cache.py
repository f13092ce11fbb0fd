"""Converted models in the user's cache folder: one folder of files each, published as a whole.

The cache may be deleted at any time. A model that no process has opened for 90 days is deleted when
another one is put in: each version of an engine converts anew. If the cache cannot be written,
nothing is reported, and the model is converted at each start. Every file is checked by its SHA-256
when it is opened, so a flipped bit or an interrupted write is never used.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

SUMS: Final = "sha256.json"
_UNFINISHED: Final = ".part"
_ABANDONED: Final = 86_400.0  # seconds after which an unfinished folder is considered abandoned
_UNUSED: Final = 90 * 86_400.0  # seconds after which a model that nobody opened is deleted
_LOGGER: Final = logging.getLogger(__name__)


def cache_folder() -> Path:
    """$PINCITE_CACHE, or pincite in $XDG_CACHE_HOME, or ~/.cache/pincite."""
    if named := os.environ.get("PINCITE_CACHE"):
        return Path(named).absolute()
    standard = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache")
    # the XDG specification says that relative paths are ignored
    usable = standard if standard.is_absolute() else Path("~/.cache")
    return Path(os.path.expanduser(usable)) / "pincite"  # noqa: PTH111 - it never raises


def cached(key: str, names: tuple[str, ...]) -> Path | None:
    """The folder under a key, if it holds all of these files undamaged; else None."""
    folder = _models() / key
    try:
        sums = json.loads((folder / SUMS).read_bytes())
        if not all(sums[name] == _sum(folder / name) for name in names):
            return None
    except (OSError, ValueError, LookupError, TypeError):
        return None
    with suppress(OSError):  # another user's cache is read, and does not learn of it
        os.utime(folder / SUMS)
    return folder


def put_into_cache(key: str, write: Callable[[Path], None]) -> None:
    """Publishes the folder that ``write`` fills under the key, in one rename.

    A valid folder that another process published meanwhile stays. Does nothing if the cache cannot
    be written or ``write`` raises.
    """
    folder = _models() / key
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        _sweep(folder.parent)
        stage = Path(tempfile.mkdtemp(prefix=f"{key}.", suffix=_UNFINISHED, dir=folder.parent))
    except OSError as error:
        _LOGGER.info("the model is not kept: %s", error)
        return
    try:
        write(stage)
        names = sorted(path.name for path in stage.iterdir())
        sums = {name: _sum(stage / name) for name in names}
        (stage / SUMS).write_text(json.dumps(sums), encoding="utf-8")
        if cached(key, tuple(names)) is None:
            if folder.exists():  # damaged or incomplete: move it away
                folder.rename(stage / "replaced")
            stage.rename(folder)
            shutil.rmtree(folder / "replaced", ignore_errors=True)
    # a full disk raises OSError, or other errors from the engine
    except Exception as error:  # noqa: BLE001
        _LOGGER.info("the model is not kept: %s", error)
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _models() -> Path:
    return cache_folder() / "models"


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sweep(models: Path) -> None:
    """Deletes unfinished folders of killed processes, and models that are no longer used."""
    for path in models.iterdir():
        with suppress(OSError):  # another process may have deleted it
            unfinished = path.suffix == _UNFINISHED or not (path / SUMS).exists()
            used = (path if unfinished else path / SUMS).stat().st_mtime
            if time.time() - used > (_ABANDONED if unfinished else _UNUSED):
                shutil.rmtree(path, ignore_errors=True)
