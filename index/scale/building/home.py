"""The home of an index in Milvus, for builds: turns a plan into a generation to which the alias
points."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import numpy as np

from pincite.corpus.errors import IndexFault, PinciteError
from pincite.index.building.home import InForce
from pincite.index.building.publishing.assemble import (
    cuts_of,
    has_same_sources,
    manifest_of,
    receipt_of,
    with_unnamed_articles,
    word_counts_of,
)
from pincite.index.building.publishing.cutting import PassageEncoder, Progress, vectors_of
from pincite.index.building.publishing.delta import delta
from pincite.index.building.publishing.plan import BuildPlan
from pincite.index.building.publishing.receipt import Receipt
from pincite.index.engines.models.cache import cache_folder
from pincite.index.scale.address import Address
from pincite.index.scale.building.arranging import arranged_articles
from pincite.index.scale.building.lock import HeldLock, milvus_lock
from pincite.index.scale.building.writing import write
from pincite.index.scale.catalogue import MilvusCatalogue
from pincite.index.scale.client import Client, client_of
from pincite.index.scale.generation import (
    MilvusGeneration,
    bring_into_force,
    collect,
    current,
    fresh,
    opened,
    require_counts,
    write_manifest,
)
from pincite.index.scale.schema import Names, index_type
from pincite.index.storage.manifest import CHUNKING, Manifest


@dataclass(frozen=True)
class InMilvus:
    """The generation to which the alias points."""

    generation: MilvusGeneration

    @property
    def name(self) -> str:
        """The name shown to people."""
        return self.generation.name

    @property
    def files(self) -> int:
        """The number of collections that were checked."""
        return len(self.generation.names.every)

    @property
    def size(self) -> None:
        """Unknown: None."""

    @property
    def manifest(self) -> Manifest:
        """Its manifest."""
        return self.generation.manifest

    @cached_property
    def holdings(self) -> MilvusCatalogue:
        """Its articles."""
        return MilvusCatalogue(self.generation)


@dataclass
class MilvusHome:
    """See ``pincite.index.building.home.Home``."""

    address: Address
    _lock: HeldLock | None = field(default=None, init=False)

    def __str__(self) -> str:
        return str(self.address)

    @property
    def client(self) -> Client:
        """The connection. Raises InputError without the extra, and IndexFault."""
        return client_of(self.address)

    @property
    def memory(self) -> Path:
        """A folder for this index in the user's cache."""
        key = hashlib.sha256(str(self.address).encode()).hexdigest()[:16]
        return cache_folder() / "places" / key

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Holds the lock. Raises IndexBusy and IndexFault."""
        with milvus_lock(self.client, self.memory) as lock:
            self._lock = lock
            try:
                yield
            finally:
                self._lock = None

    def is_there(self) -> bool:
        """Whether the alias points to a generation."""
        return current(self.client) is not None

    def version(self) -> str | None:
        """The generation to which the alias points."""
        names = current(self.client)
        return None if names is None else names.generation

    def in_force(self, encoder: PassageEncoder | None = None, *, again: bool = False) -> InMilvus:  # noqa: ARG002
        """The generation to which the alias points, with its counts checked."""
        return InMilvus(opened(self.client))

    def assemble(
        self,
        old: InForce | None,
        plan: BuildPlan,
        encoder: PassageEncoder,
        progress: Progress,
        *,
        purge: bool = False,
    ) -> Receipt:
        """See ``Home.assemble``. The alias is switched only when everything is written and
        counted."""
        index_type(self.address)  # an unknown one is refused before anything is embedded
        before = old if isinstance(old, InMilvus) else None
        built = before.manifest if before else None
        same_model = built is not None and built.fingerprint == encoder.fingerprint
        reusable = same_model and built is not None and built.chunking == CHUNKING
        holdings = before.holdings if before else None
        found = delta(holdings, plan, everything=not reusable)
        changes = with_unnamed_articles(holdings, plan, found.changes)
        if (
            before
            and built
            and reusable
            and not found
            and not purge
            and has_same_sources(built, plan)
        ):
            return receipt_of(self, before.name, built, changes, plan, 0, published=False)
        kept = holdings if reusable else None
        cuts = cuts_of(kept, found, encoder, progress)
        known = holdings.vectors if holdings is not None and same_model else None
        vectors, embedded = vectors_of(cuts, known, encoder, progress)
        if not len(vectors):
            dimension = built.dimension if built and same_model else encoder.dimension
            vectors = np.zeros((0, dimension), np.float32)
        listed = arranged_articles(kept.placed() if kept else (), found, cuts)
        manifest = replace(
            manifest_of(built, found, cuts, plan, encoder, vectors.shape[1]),
            articles=len(listed),
            copies=sum(each.standing.first >= 0 for each in listed),
        )
        words = word_counts_of(kept, found, cuts)
        generation = before.generation if before and reusable else None
        with self._fresh() as names:
            write(self.client, names, generation, listed, vectors, words, progress)
            self._publish(names, manifest)
        self._clear(before, names, keep_before=not purge)
        return receipt_of(self, names.generation, manifest, changes, plan, embedded, published=True)

    @contextmanager
    def _fresh(self) -> Iterator[Names]:
        """The names of a generation to write. Its collections are dropped unless it becomes
        current."""
        names = fresh(self.client)
        try:
            yield names
        except BaseException:
            with suppress(PinciteError):
                if current(self.client) != names:
                    for collection in set(names.every) & set(self.client.collections()):
                        self.client.drop(collection)
            raise

    def _publish(self, names: Names, manifest: Manifest) -> None:
        client = self.client
        write_manifest(client, names, manifest)
        for collection in names.every:
            client.finish(collection)
        require_counts(client, names, manifest)
        if self._lock is not None:
            self._lock.require()
        bring_into_force(client, names)

    def _clear(self, before: InMilvus | None, names: Names, *, keep_before: bool) -> None:
        """Drops all generations except the current one and the one before, which readers may still
        use. Generations that cannot be dropped now are dropped by the next build."""
        keep = {names.number}
        if keep_before and before is not None:
            keep.add(before.generation.names.number)
        with suppress(IndexFault):
            collect(self.client, keep)
