"""What a generation says of itself."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any, Final

from pincite.corpus.errors import IndexIncompatible

FORMAT: Final = 8
EARLIER: Final = (6, 7)
"""Formats of one folder a generation, from which ``pincite rebuild`` makes the one of today."""

Sums = dict[str, tuple[int, str]]
"""The size in bytes and the SHA-256 of each file, by its path in its folder."""


@dataclass(frozen=True, slots=True)
class SegmentSums:
    """A segment that a generation names: the folder, how many articles and passages it holds, those
    that were removed since too, and its files."""

    name: str
    articles: int
    passages: int
    files: Sums

    def dumped(self) -> str:
        """All that it says, to be compared."""
        return json.dumps(asdict(self), sort_keys=True)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation says of itself.

    ``sources`` are the paths it was built from and ``excluded`` what was removed by hand, as
    ``pincite.index.building.removals`` names it; ``chunking`` names the rule by which passages
    were cut. ``copies`` of the ``articles`` say what another says and have no passages of their
    own. ``languages`` has the number of articles that are known to be in each. ``files`` are those
    of the generation's own folder.
    """

    format: int
    created: str
    embedder: str
    fingerprint: str
    dimension: int
    articles: int
    copies: int
    passages: int
    set_aside: int
    chunking: str
    sources: tuple[str, ...]
    excluded: tuple[str, ...]
    languages: dict[str, int]
    segments: tuple[SegmentSums, ...]
    files: Sums

    @property
    def sizes(self) -> list[int]:
        """The size in bytes of every file but the manifest itself."""
        return [size for files in self._sums() for size, _ in files.values()]

    def as_dict(self) -> dict[str, Any]:
        """What a person may want to know, in plain values: all but the files."""
        values = asdict(self)
        del values["files"]
        return {**values, "segments": len(self.segments)}

    def dumped(self) -> bytes:
        """The manifest as it is stored, for ``loaded``."""
        return json.dumps(asdict(self), indent=1).encode()

    def _sums(self) -> list[Sums]:
        return [self.files, *(segment.files for segment in self.segments)]


def loaded(data: bytes) -> Manifest:
    """The manifest that was stored, of an earlier format too: that has no segments. Raises
    IndexIncompatible for a format that is not known."""
    values = json.loads(data)
    if values["format"] not in (*EARLIER, FORMAT):
        raise IndexIncompatible(
            f"format version {values['format']}, this Pincite reads version {FORMAT} and makes it "
            f"of {' and '.join(map(str, EARLIER))}"
        )
    values = {"languages": {}, "segments": [], **values, "files": _sums_of(values["files"])}
    values["segments"] = tuple(
        SegmentSums(**{**segment, "files": _sums_of(segment["files"])})
        for segment in values["segments"]
    )
    values["sources"] = tuple(values["sources"])
    values["excluded"] = tuple(values["excluded"])
    return Manifest(**values)


def _sums_of(stored: dict[str, list[Any]]) -> Sums:
    return {file: (size, sha256) for file, (size, sha256) in stored.items()}
