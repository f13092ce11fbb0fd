"""Keeps and reports articles whose file or folder exists but cannot be read now.

An unplugged disk, a folder without permission or a damaged file is no reason to drop articles. An
article is dropped only if its file is missing from a readable folder.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pincite.corpus.errors import shown
from pincite.corpus.formats.detection.unread import HANDLED
from pincite.corpus.read import Reading, file_of
from pincite.corpus.walk import Skipped, is_missing
from pincite.corpus.web.addresses import is_url
from pincite.index.storage.catalogue import Holdings
from pincite.index.storage.segments.articles import Mark

DROP: Final = "pincite rebuild --prune"  # the command that removes them
Read = Callable[[Mapping[str, str] | None], Reading]


@dataclass(frozen=True, slots=True)
class ReadingBeside:
    """The result of reading, the articles that stay although their place could not be read, and
    messages for these places. No id is in both sets of articles."""

    reading: Reading
    articles: tuple[Mark, ...]
    named: tuple[Skipped, ...]

    @property
    def skipped(self) -> tuple[Skipped, ...]:
        """The skipped items, without those in ``named``."""
        places = {each.source for each in self.named}
        return tuple(each for each in self.reading.skipped if each.source not in places)


def read_beside(
    old: Holdings | None, read: Read, away: Mapping[str, Skipped], *, prune: bool = False
) -> ReadingBeside:
    """Reads, and keeps those of the ``old`` articles whose place could not be read this time or is
    ``away``; none with ``prune``. ``read`` takes the ids already used, with their sources."""
    reading = read(None)
    places = {} if prune else {**away, **reading.unread}
    waiting = _from_places(old, places) if old is not None else {}
    taken = {each.id: file_of(each.source) for each in reading.articles}
    marks = [mark for mark, _ in waiting.values()]
    if any(taken.get(each.id, file) != file for each in marks for file in [file_of(each.source)]):
        # a readable file must not take the id of an unreadable one
        reading = read({each.id: each.source for each in marks})
    fresh = {each.id for each in reading.articles}
    held = [(mark, place) for mark, place in waiting.values() if mark.id not in fresh]
    counts = Counter(place for _, place in held)
    named = tuple(_named(places[name], n) for name, n in sorted(counts.items()))
    return ReadingBeside(reading, tuple(mark for mark, _ in held), named)


def missing_sources(sources: Sequence[str], old: Holdings | None) -> dict[str, Skipped]:
    """The recorded files and folders that do not exist and may be on an unplugged disk: folders,
    and files whose parent folder is missing or empty."""
    lost = [source for source in sources if not is_url(source) and is_missing(source)]
    return {
        source: Skipped(shown(source), "is gone")
        for source in lost
        if old is None or not old.of_file(source) or _unplugged(Path(source).parent)
    }


def _unplugged(folder: Path) -> bool:
    """Whether a folder is missing or empty, like the mount point of an unplugged disk."""
    try:
        return next(folder.iterdir(), None) is None
    except OSError:
        return True


def _from_places(old: Holdings, places: Mapping[str, Skipped]) -> dict[int, tuple[Mark, str]]:
    """The articles that were read from ``places``, by number, each with the nearest of these
    places."""
    found: dict[int, tuple[Mark, str]] = {}
    for place in sorted(places, key=len, reverse=True):
        marks = old.under(place) if place == file_of(place) else old.from_source(place)
        for mark in marks:
            found.setdefault(mark.number, (mark, place))
    return found


def _named(place: Skipped, count: int) -> Skipped:
    stay = "its article stays" if count == 1 else f"its {count:,} articles stay"
    reason = place.reason.removesuffix(f": {HANDLED}")
    return Skipped(place.source, f"{reason}; {stay}; to take out what is gone: {DROP}")
