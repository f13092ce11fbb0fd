"""Where an index lies, for who builds it: a folder, or another place that can do the same."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeAlias

from pincite.corpus.errors import IndexMissing
from pincite.index.building.publishing.assemble import assemble
from pincite.index.building.publishing.cutting import PassageEncoder, Progress
from pincite.index.building.publishing.migrate import migrate
from pincite.index.building.publishing.plan import BuildPlan
from pincite.index.building.publishing.receipt import Receipt
from pincite.index.storage.catalogue import Catalogue, Holdings
from pincite.index.storage.generation import current
from pincite.index.storage.lock import builder_lock
from pincite.index.storage.manifest import Manifest
from pincite.index.storage.snapshot import Snapshot


class InForce(Protocol):
    """A generation that is in force and sound."""

    @property
    def name(self) -> str:
        """As it is shown: "000007"."""
        ...

    @property
    def files(self) -> int:
        """How many files, or collections, were checked."""
        ...

    @property
    def size(self) -> int | None:
        """Its bytes on the disk, the manifest's apart; None where nobody says."""
        ...

    @property
    def manifest(self) -> Manifest:
        """What it says of itself."""
        ...

    @property
    def holdings(self) -> Holdings:
        """Its articles."""
        ...


class Home(Protocol):
    """As text it is the place as a person names it."""

    @property
    def memory(self) -> Path:
        """A folder on this machine for what builds remember beside the index: what parsing gave."""
        ...

    def locked(self) -> AbstractContextManager[None]:
        """Holds the builder's lock. Raises IndexBusy, InputError and IndexFault."""
        ...

    def is_there(self) -> bool:
        """Whether there may be an index, so that the lock is worth taking."""
        ...

    def version(self) -> str | None:
        """What changes whenever another generation comes into force."""
        ...

    def in_force(self, encoder: PassageEncoder | None = None, *, again: bool = False) -> InForce:
        """The generation in force; with ``encoder``, under the lock, brought to the format of
        today. ``again`` checks what this process has checked before. Raises IndexFault."""
        ...

    def assemble(
        self,
        old: InForce | None,
        plan: BuildPlan,
        encoder: PassageEncoder,
        progress: Progress,
        *,
        purge: bool = False,
    ) -> Receipt:
        """Publishes a generation that holds the plan, whole or not at all, or nothing where the one
        in force already does. Raises ModelError and IndexFault."""
        ...


Place: TypeAlias = "Path | Home"


@dataclass(frozen=True, slots=True)
class _Folder:
    """The generation in force in a folder."""

    snapshot: Snapshot
    holdings: Catalogue

    @property
    def name(self) -> str:
        return self.snapshot.path.name

    @property
    def files(self) -> int:
        return len(self.manifest.sizes) + 1

    @property
    def size(self) -> int:
        return sum(self.manifest.sizes)

    @property
    def manifest(self) -> Manifest:
        return self.snapshot.manifest


@dataclass(frozen=True, slots=True)
class FolderHome:
    """A folder on this machine."""

    memory: Path

    def __str__(self) -> str:
        return str(self.memory)

    def locked(self) -> AbstractContextManager[None]:
        """As ``Home`` says."""
        return builder_lock(self.memory)

    def is_there(self) -> bool:
        """As ``Home`` says."""
        return self.memory.is_dir()

    def version(self) -> str | None:
        """As ``Home`` says."""
        return current(self.memory)

    def in_force(self, encoder: PassageEncoder | None = None, *, again: bool = False) -> _Folder:
        """As ``Home`` says."""
        if encoder is not None:
            migrate(self.memory, encoder)
        snapshot = Snapshot.open(self.memory, again=again)
        return _Folder(snapshot, Catalogue(snapshot))

    def assemble(
        self,
        old: InForce | None,
        plan: BuildPlan,
        encoder: PassageEncoder,
        progress: Progress,
        *,
        purge: bool = False,
    ) -> Receipt:
        """As ``Home`` says."""
        snapshot = old.snapshot if isinstance(old, _Folder) else None
        return assemble(self.memory, snapshot, plan, encoder, progress, purge=purge)


def home_of(place: Place) -> Home:
    """A folder's home, or the home that is given."""
    return FolderHome(place) if isinstance(place, Path) else place


def _missing(home: Home) -> IndexMissing:
    """The error that says how to make an index."""
    named = "" if isinstance(home, FolderHome) else f" --index {home}"
    return IndexMissing(f"no index at {home}; make one with: pincite rebuild FOLDER{named}")


def existing_home(place: Place, sources: Sequence[str | Path] = ()) -> Home:
    """Where an index lies. Raises IndexMissing where there is none and no sources are named."""
    home = home_of(place)
    if not sources and not home.is_there():
        raise _missing(home)
    return home
