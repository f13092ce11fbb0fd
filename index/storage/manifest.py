"""The manifest: the description of a generation."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any, Final

from pincite.corpus.errors import IndexIncompatible

FORMAT: Final = 8
EARLIER: Final = (6, 7)
"""Formats without segments; ``pincite rebuild`` converts them to today's format."""

CHUNKING: Final = "sentences 6"
"""The rules by which articles are cut into passages and into index terms. Raise it when the same
article would be cut otherwise; a build then cuts all of them again."""

Sums = dict[str, tuple[int, str]]
"""The size in bytes and the SHA-256 of each file, by its path in its folder."""


@dataclass(frozen=True, slots=True)
class SegmentSums:
    """A segment of a generation: its folder, its numbers of articles and passages (with removed
    ones), and its files."""

    name: str
    articles: int
    passages: int
    files: Sums

    def dumped(self) -> str:
        """All values as a string, for comparison."""
        return json.dumps(asdict(self), sort_keys=True)


@dataclass(frozen=True, slots=True)
class Manifest:
    """The description of a generation.

    ``sources`` are the paths it was built from. ``excluded`` is what was removed by hand, named as
    in ``pincite.index.building.removals``. ``chunking`` names the rule by which passages were cut.
    ``copies`` counts the ``articles`` with the same text as another one, which have no passages of
    their own. ``languages`` has the number of articles in each detected language. ``files`` are the
    files in the generation's own folder.
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
        """The size in bytes of every file except the manifest."""
        return [size for files in self._sums() for size, _ in files.values()]

    def require_same_cutting(self, place: object) -> None:
        """Raises IndexIncompatible if the articles in ``place`` were cut by other rules: a question
        is cut by today's, and its words would not be found."""
        if self.chunking != CHUNKING:
            raise IndexIncompatible(
                f"{place}: articles cut by the rules {self.chunking!r}, this Pincite has "
                f"{CHUNKING!r}; bring the index up to date, without embedding again what stays the "
                f"same: pincite rebuild"
            )

    def as_dict(self) -> dict[str, Any]:
        """The values of interest to a person, as plain values: all except the files."""
        values = asdict(self)
        del values["files"]
        return {**values, "segments": len(self.segments)}

    def dumped(self) -> bytes:
        """The manifest in its stored form; ``loaded`` reads it."""
        return json.dumps(asdict(self), indent=1).encode()

    def _sums(self) -> list[Sums]:
        return [self.files, *(segment.files for segment in self.segments)]


def loaded(data: bytes) -> Manifest:
    """The stored manifest, also of an earlier format, which has no segments. Raises
    IndexIncompatible for an unknown format."""
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
