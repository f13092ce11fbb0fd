"""Goes back to the generation before the current one."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pincite.corpus.errors import IndexDamaged, IndexFault, IndexMissing
from pincite.index.storage.generation import (
    before,
    bring_into_force,
    current,
    describe_generation,
)
from pincite.index.storage.lock import builder_lock


@dataclass(frozen=True, slots=True)
class Rollback:
    """The generation that is current now, its content, and the generation that was left ("" if
    unknown)."""

    index: str
    generation: str
    left: str
    created: str
    articles: int
    passages: int

    def as_dict(self) -> dict[str, Any]:
        """The same as plain values, for JSON."""
        return asdict(self)


def roll_back(index_dir: Path) -> Rollback:
    """Makes the generation before the current one, fully checked, current again. The one that is
    left stays on disk until the next build.

    Raises IndexMissing, IndexBusy, or IndexFault if there is no undamaged earlier generation or the
    disk fails. After an error the current generation is unchanged.
    """
    if not (index_dir / "generations").is_dir():
        raise IndexMissing.at(index_dir)
    with builder_lock(index_dir):
        left = _in_force(index_dir)
        pointer = before(index_dir)
        if pointer is None:
            raise IndexFault(
                f"{index_dir}: no sound generation before {left or 'the one in force'}; one is "
                f"kept from each build to the next; to build it from its sources as they are "
                f"now: pincite rebuild"
            )
        try:
            bring_into_force(index_dir, pointer)
        except OSError as error:
            raise IndexFault(
                f"{index_dir}: CURRENT could not be written: {error.strerror or error}; free some "
                f"space or mend the disk, then run the same again"
            ) from error
        now = describe_generation(index_dir)
    held = now.manifest
    return Rollback(str(index_dir), now.path.name, left, held.created, held.articles, held.passages)


def _in_force(index_dir: Path) -> str:
    try:
        name = (current(index_dir) or "").partition(" ")[0]
    except IndexDamaged:
        return ""
    return name if name.isdigit() else ""
