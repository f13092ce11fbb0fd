"""What the receipts of the builds said of single files, kept with the index until they are read
anew."""

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
"""By the source, as a receipt shows it: "skipped", "partly" or "unread", and why."""


def notes(index: Path) -> dict[str, tuple[str, str]]:
    """What is remembered of an index; nothing where nothing can be read."""
    with suppress(OSError, ValueError, TypeError):
        held = json.loads((index / NAME).read_text(encoding="utf-8"))
        return {str(source): (str(state), str(why)) for source, (state, why) in held.items()}
    return {}


def remember(receipt: Receipt, index: Path, about: Sequence[str] = ()) -> None:
    """Keeps what a receipt says of the sources that it is ``about``, instead of what was said of
    them before; without any, it speaks of all. What cannot be written is not remembered: the build
    has been published."""
    before = notes(index)
    left = {s: told for s, told in before.items() if about and not covered(file_of(s), about)}
    _write(index, before, left | _told(receipt))


def _write(index: Path, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    if after == before:
        return
    beside = index / f"{NAME}.{os.getpid()}"
    with suppress(OSError):
        beside.write_text(json.dumps(dict(list(after.items())[-_MOST:])), encoding="utf-8")
        beside.replace(index / NAME)


def _told(receipt: Receipt) -> dict[str, Any]:
    told = {each.source: ("partly", each.reason) for each in receipt.partly}
    told |= {each.source: ("skipped", each.reason) for each in receipt.skipped}
    return told | {each.source: ("unread", each.reason) for each in receipt.unread}
