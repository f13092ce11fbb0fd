"""Generations of an index in Milvus: which is in force, what it says of itself, how one comes into
force and how others go."""

from __future__ import annotations

import json
from collections.abc import Collection
from contextlib import suppress
from dataclasses import asdict, dataclass

from pincite.corpus.errors import IndexDamaged, IndexFault, IndexIncompatible, IndexMissing
from pincite.index.scale.client import Client, Gone
from pincite.index.scale.keys import among, both
from pincite.index.scale.records import joined, manifest_records
from pincite.index.scale.schema import MANIFEST, SCHEMA, Names
from pincite.index.storage.manifest import Manifest

_AGAIN = "build the index anew with: pincite rebuild FOLDER --index"


@dataclass(frozen=True, slots=True)
class MilvusGeneration:
    """A generation that is whole: its collections and what it says of itself."""

    client: Client
    names: Names
    manifest: Manifest

    @property
    def name(self) -> str:
        """As it is shown: "000007"."""
        return self.names.generation


def current(client: Client) -> Names | None:
    """The generation in force, or None where there is no index: one small question. Raises
    IndexFault where the name stands for something else."""
    alias = client.address.name
    collection = client.alias(alias)
    if collection is None:
        return None
    names = Names.of(alias, collection)
    if names is None:
        raise IndexFault(
            f"{client.address}: the alias {alias} is on {collection}, which Pincite has not made; "
            f"name another collection"
        )
    return names


def opened(client: Client) -> MilvusGeneration:
    """The generation in force, its counts checked. Raises IndexMissing, IndexIncompatible for
    another schema, IndexDamaged where rows are missing, and IndexFault."""
    while True:
        names = current(client)
        if names is None:
            raise IndexMissing(
                f"no index at {client.address}; make one with: pincite rebuild FOLDER --index "
                f"{client.address}"
            )
        try:
            return _opened(client, names)
        except Gone as error:
            # a builder may have replaced it, and dropped it, while it was being opened
            if current(client) == names:
                raise IndexDamaged(f"{error}; {_AGAIN} {client.address}") from error


def _opened(client: Client, names: Names) -> MilvusGeneration:
    client.ready(names.every)
    records = client.rows(names.articles, among("number", [MANIFEST]), ("part", "text"))
    try:
        held = json.loads(joined(records, "text"))
        if held["schema"] != SCHEMA:
            raise IndexIncompatible(
                f"{client.address}: schema version {held['schema']}, this Pincite reads version "
                f"{SCHEMA}; {_AGAIN} {client.address}"
            )
        told = held["manifest"]
        tuples = {name: tuple(told[name]) for name in ("sources", "excluded", "segments")}
        manifest = Manifest(**{**told, **tuples})
    except (KeyError, TypeError, ValueError) as error:
        raise IndexDamaged(
            f"{client.address}: the manifest of generation {names.generation} cannot be read; "
            f"{_AGAIN} {client.address}"
        ) from error
    require_counts(client, names, manifest)
    return MilvusGeneration(client, names, manifest)


def require_counts(client: Client, names: Names, manifest: Manifest) -> None:
    """Raises IndexDamaged unless there are as many articles and passages as the manifest says."""
    heads = both("number >= 0", among("part", [0]))
    for what, found, told in (
        ("articles", client.count(names.articles, heads), manifest.articles),
        ("passages", client.count(names.passages), manifest.passages),
    ):
        if found != told:
            raise IndexDamaged(
                f"{client.address}: generation {names.generation} holds {found:,} {what}, its "
                f"manifest says {told:,}; {_AGAIN} {client.address}"
            )


def write_manifest(client: Client, names: Names, manifest: Manifest) -> None:
    """Puts what a generation says of itself beside its articles."""
    data = json.dumps({"schema": SCHEMA, "manifest": asdict(manifest)})
    client.insert(names.articles, list(manifest_records(data)))


def fresh(client: Client) -> Names:
    """The names of the next generation. What a killed build left behind is cleared away. Raises
    IndexFault, also where a collection has the alias's name."""
    alias = client.address.name
    held = client.collections()
    if alias in held:
        raise IndexFault(
            f"{client.address}: {alias} is a collection that Pincite has not made; name another one"
        )
    numbers = [names.number for each in held if (names := Names.of(alias, each))]
    now = current(client)
    published = sorted({n for n in numbers if now is not None and n <= now.number})
    if len({*numbers}) > len(published[-2:]):
        collect(client, published[-2:])
    return Names(alias, max(numbers, default=0) + 1)


def bring_into_force(client: Client, names: Names) -> None:
    """Switches the alias, in one step. Raises IndexFault; the alias is then where it was."""
    try:
        client.point(names.alias, names.passages)
    except IndexFault:
        with suppress(IndexFault):  # the answer may have been lost on its way, not the question
            if current(client) == names:
                return
        raise


def collect(client: Client, numbers: Collection[int]) -> None:
    """Drops all generations but these. Raises IndexFault."""
    alias = client.address.name
    held = set(client.collections())
    gone = {names for each in held if (names := Names.of(alias, each))}
    for names in sorted(gone, key=lambda each: each.number):
        if names.number not in numbers:
            for collection in names.every:
                if collection in held:
                    client.drop(collection)
