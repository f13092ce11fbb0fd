"""The differences between the articles of an index and the articles as they are now. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Changes:
    """Article ids, each tuple in order. Together they hold every article, old and new, once."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


def compare(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> Changes:
    """The changes from ``old`` to ``new``. Both map ids to content digests. The file's place is not
    part of the content: moving a folder changes nothing."""
    kept = sorted(old.keys() & new.keys())
    return Changes(
        added=tuple(sorted(new.keys() - old.keys())),
        changed=tuple(id_ for id_ in kept if old[id_] != new[id_]),
        removed=tuple(sorted(old.keys() - new.keys())),
        unchanged=tuple(id_ for id_ in kept if old[id_] == new[id_]),
    )
