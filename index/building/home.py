"""The place of an index, as builds need it: a folder, or another place with the same functions."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
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
    """The current generation, checked."""

    @property
    def name(self) -> str:
        """The name shown to people: "000007"."""
        ...

    @property
    def files(self) -> int:
        """The number of files, or collections, that were checked."""
        ...

    @property
    def size(self) -> int | None:
        """Its bytes on disk without the manifest; None if unknown."""
        ...

    @property
    def manifest(self) -> Manifest:
        """Its manifest."""
        ...

    @property
    def holdings(self) -> Holdings:
        """Its articles."""
        ...


class Home(Protocol):
    """The place of an index. ``str`` gives it as a person names it."""

    @property
    def memory(self) -> Path:
        """A folder on this machine for caches of builds, such as the parse cache."""
        ...

    def locked(self) -> AbstractContextManager[None]:
        """Holds the builder's lock. Raises IndexBusy, InputError and IndexFault."""
        ...

    def is_there(self) -> bool:
        """Whether an index may exist here, so that taking the lock makes sense."""
        ...

    def version(self) -> str | None:
        """A value that changes with every new current generation."""
        ...

    def in_force(self, encoder: PassageEncoder | None = None, *, again: bool = False) -> InForce:
        """The current generation. With ``encoder``, under the lock, it is first converted to
        today's format. ``again`` repeats checks that this process has already made. Raises
        IndexFault."""
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
        """Publishes a generation with the articles of the plan, completely or not at all; nothing
        if the current one already has them. Raises ModelError and IndexFault."""
        ...


Place: TypeAlias = "Path | Home"


@dataclass(frozen=True, slots=True)
class _Folder:
    """The current generation in a folder."""

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
    held: bool = False
    """Whether its user holds the builder's lock already, so that ``locked`` need not take it."""

    def __str__(self) -> str:
        return str(self.memory)

    def locked(self) -> AbstractContextManager[None]:
        """See ``Home.locked``."""
        return nullcontext() if self.held else builder_lock(self.memory)

    def is_there(self) -> bool:
        """See ``Home.is_there``."""
        return self.memory.is_dir()

    def version(self) -> str | None:
        """See ``Home.version``."""
        return current(self.memory)

    def in_force(self, encoder: PassageEncoder | None = None, *, again: bool = False) -> _Folder:
        """See ``Home.in_force``."""
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
        """See ``Home.assemble``."""
        snapshot = old.snapshot if isinstance(old, _Folder) else None
        return assemble(self.memory, snapshot, plan, encoder, progress, purge=purge)


def home_of(place: Place) -> Home:
    """The home of a folder, or the given home."""
    return FolderHome(place) if isinstance(place, Path) else place


def _missing(home: Home) -> IndexMissing:
    """The error that says how to make an index."""
    return IndexMissing.at(home, "" if isinstance(home, FolderHome) else f" --index {home}")


def existing_home(place: Place, sources: Sequence[str | Path] = ()) -> Home:
    """The home of an index. Raises IndexMissing if there is no index and no sources are named."""
    home = home_of(place)
    if not sources and not home.is_there():
        raise _missing(home)
    return home
