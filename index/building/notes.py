"""Messages about single files from the receipts of builds, kept with the index until these files
are read again."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from pincite.corpus.read import file_of
from pincite.index.building.publishing.receipt import Receipt
from pincite.index.building.removals import covered

NAME: Final = "receipt.json"
_MOST: Final = 20_000

Notes = Mapping[str, tuple[str, str]]
"""Source, as on the receipt, to its state ("skipped", "partly" or "unread") and the reason."""


def notes(index: Path) -> dict[str, tuple[str, str]]:
    """The stored messages of an index; empty if they cannot be read."""
    with suppress(OSError, ValueError, TypeError):
        held = json.loads((index / NAME).read_text(encoding="utf-8"))
        return {str(source): (str(state), str(why)) for source, (state, why) in held.items()}
    return {}


def remember(receipt: Receipt, index: Path, about: Sequence[str] = ()) -> None:
    """Stores the messages of a receipt, and drops earlier ones for the sources that it is
    ``about``; without ``about``, for all sources. A write error is ignored, because the build has
    been published."""
    before = notes(index)
    left = {s: note for s, note in before.items() if about and not covered(file_of(s), about)}
    _write(index, before, left | _states(receipt))


def _write(index: Path, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    if after == before:
        return
    beside = index / f"{NAME}.{os.getpid()}"
    with suppress(OSError):
        beside.write_text(json.dumps(dict(list(after.items())[-_MOST:])), encoding="utf-8")
        beside.replace(index / NAME)


def _states(receipt: Receipt) -> dict[str, Any]:
    states = {each.source: ("partly", each.reason) for each in receipt.partly}
    states |= {each.source: ("skipped", each.reason) for each in receipt.skipped}
    return states | {each.source: ("unread", each.reason) for each in receipt.unread}
