"""Where the index lies."""

from __future__ import annotations

import os
from pathlib import Path


def default_index() -> Path:
    """Where the index lies if none is named: $PINCITE_INDEX, or ~/.pincite/index."""
    return Path(os.environ.get("PINCITE_INDEX") or Path.home() / ".pincite" / "index")
