"""What the receipts of the builds said of single files, kept with the index until it is out of date."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from pincite.corpus.read import file_of
from pincite.index.building.publishing.receipt import Receipt

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


def remember(receipt: Receipt, index: Path, *, whole: bool = False) -> None:
    """Keeps what a receipt says; ``whole`` is whether it speaks of all articles. What cannot be
    written is not remembered: the build has been published."""
    before = {} if whole else notes(index)
    fresh = {
        source: told for source, told in before.items() if not _said_again(source, receipt)
    } | _told(receipt)
    if fresh == before or (whole and not fresh and not (index / NAME).exists()):
        return
    beside = index / f"{NAME}.{os.getpid()}"
    with suppress(OSError):
        beside.write_text(json.dumps(dict(list(fresh.items())[-_MOST:])), encoding="utf-8")
        beside.replace(index / NAME)


def forget(index: Path, *sources: str) -> None:
    """Forgets what was said of these sources."""
    held = notes(index)
    left = {source: told for source, told in held.items() if file_of(source) not in sources}
    if left != held:
        with suppress(OSError):
            (index / NAME).write_text(json.dumps(left), encoding="utf-8")


def _told(receipt: Receipt) -> dict[str, Any]:
    told = {each.source: ("partly", each.reason) for each in receipt.partly}
    told |= {each.source: ("skipped", each.reason) for each in receipt.skipped}
    return told | {each.source: ("unread", each.reason) for each in receipt.unread}


def _said_again(source: str, receipt: Receipt) -> bool:
    """Whether a receipt names an article of this source as read anew or gone."""
    name = Path(file_of(source)).name
    changes = receipt.changes
    return any(
        id_.partition("#")[0].endswith(name) for id_ in (*changes.changed, *changes.removed)
    )
