"""Rebuilds a damaged index from those of its sources that still exist."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pincite.corpus.errors import IndexDamaged, IndexFault
from pincite.corpus.walk import is_missing
from pincite.corpus.web.addresses import is_url
from pincite.index.building.build import rebuild
from pincite.index.building.publishing.cutting import PassageEncoder, Progress
from pincite.index.building.publishing.receipt import Receipt
from pincite.index.building.verify import verify
from pincite.index.recovery.rollback import roll_back
from pincite.index.storage.generation import describe_generation
from pincite.index.storage.manifest import Manifest
from pincite.index.storage.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Repair:
    """The damage, the receipt of the build, and what could not be restored, one line each."""

    damage: str
    receipt: Receipt
    lost: tuple[str, ...]


def damage(index_dir: Path) -> str:
    """The damage on one line; "" if there is none. Raises IndexMissing and IndexIncompatible."""
    try:
        Snapshot.open(index_dir, again=True)
    except IndexDamaged as error:
        return str(error)
    return ""


def repair(index_dir: Path, encoder: PassageEncoder, progress: Progress) -> Repair:
    """Rebuilds a damaged index from the sources in its manifest, without removed articles. Articles
    that cannot be read now, and web pages, come from the generation before, if that is undamaged.
    It is the current one until the new one is published.

    Raises IndexDamaged if no manifest is left that names the sources, and the errors of
    ``rebuild``.
    """
    what = damage(index_dir)
    manifest = _recorded(index_dir)
    try:
        roll_back(index_dir)
    except IndexFault:  # there is none, or the index is busy: rebuild raises that too
        pass
    else:
        manifest = manifest or describe_generation(index_dir).manifest
    if manifest is None:
        raise IndexDamaged(
            f"{what}; neither it nor the generation before says what its sources were"
        )
    receipt = rebuild(index_dir, [], encoder, progress, like=manifest)
    verify(index_dir)
    left = describe_generation(index_dir).manifest.sources
    return Repair(what, receipt, tuple(_lost(manifest.sources, left)))


def _recorded(index_dir: Path) -> Manifest | None:
    try:
        return describe_generation(index_dir).manifest
    except IndexDamaged:
        return None


def _lost(sources: tuple[str, ...], left: tuple[str, ...]) -> list[str]:
    pages = [each for each in sources if is_url(each) and each not in left]
    gone = [each for each in sources if not is_url(each) and is_missing(each)]
    return [
        *(
            f"{each}: a web page, which is fetched only when named: pincite add {each}"
            for each in pages
        ),
        *(f"{each} is gone; put it back, then: pincite rebuild" for each in gone),
    ]
