"""Where an index lies if nobody names one, and where the sample articles are."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager
from importlib.resources import as_file, files
from pathlib import Path


def default_index() -> Path:
    """$PINCITE_INDEX, or ~/.pincite/index."""
    return Path(os.environ.get("PINCITE_INDEX") or Path.home() / ".pincite" / "index")


def place_of(index: str | Path | None) -> Path:
    """The index named, or the default one."""
    return default_index() if index is None else Path(index).expanduser()


def samples() -> AbstractContextManager[Path]:
    """The folder of the sample articles."""
    return as_file(files("pincite.corpus") / "samples")
