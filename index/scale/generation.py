"""The generations of an index in Milvus: which one is current, its manifest, how a generation
becomes current and how others are dropped."""

from __future__ import annotations

import json
from collections.abc import Collection
from contextlib import suppress
from dataclasses import asdict, dataclass

from pincite.corpus.errors import (
    BUILD_AGAIN,
    IndexDamaged,
    IndexFault,
    IndexIncompatible,
    IndexMissing,
)
from pincite.index.scale.client import Client, Gone
from pincite.index.scale.keys import among, both
from pincite.index.scale.records import joined, manifest_records
from pincite.index.scale.schema import MANIFEST, SCHEMA, Names
from pincite.index.storage.manifest import Manifest

_AGAIN = f"{BUILD_AGAIN} --index"


@dataclass(frozen=True, slots=True)
class MilvusGeneration:
    """A complete generation: its collections and its manifest."""

    client: Client
    names: Names
    manifest: Manifest

    @property
    def name(self) -> str:
        """The name shown to people: "000007"."""
        return self.names.generation


def current(client: Client) -> Names | None:
    """The current generation, or None if there is no index; one small query. Raises IndexFault if
    the alias points to a collection that is not Pincite's."""
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
    """The current generation, with its counts checked. Raises IndexMissing, IndexIncompatible for
    another schema, IndexDamaged if rows are missing, and IndexFault."""
    while True:
        names = current(client)
        if names is None:
            raise IndexMissing.at(client.address, f" --index {client.address}")
        try:
            return _opened(client, names)
        except Gone as error:
            # a builder may have replaced and dropped the generation meanwhile
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
        values = held["manifest"]
        tuples = {name: tuple(values[name]) for name in ("sources", "excluded", "segments")}
        manifest = Manifest(**{**values, **tuples})
    except (KeyError, TypeError, ValueError) as error:
        raise IndexDamaged(
            f"{client.address}: the manifest of generation {names.generation} cannot be read; "
            f"{_AGAIN} {client.address}"
        ) from error
    require_counts(client, names, manifest)
    return MilvusGeneration(client, names, manifest)


def require_counts(client: Client, names: Names, manifest: Manifest) -> None:
    """Raises IndexDamaged unless the numbers of articles and passages are those in the manifest."""
    heads = both("number >= 0", among("part", [0]))
    for what, found, expected in (
        ("articles", client.count(names.articles, heads), manifest.articles),
        ("passages", client.count(names.passages), manifest.passages),
    ):
        if found != expected:
            raise IndexDamaged(
                f"{client.address}: generation {names.generation} holds {found:,} {what}, its "
                f"manifest says {expected:,}; {_AGAIN} {client.address}"
            )


def write_manifest(client: Client, names: Names, manifest: Manifest) -> None:
    """Writes the manifest of a generation beside its articles."""
    data = json.dumps({"schema": SCHEMA, "manifest": asdict(manifest)})
    client.insert(names.articles, list(manifest_records(data)))


def fresh(client: Client) -> Names:
    """The names of the next generation. Collections left behind by a killed build are dropped.
    Raises IndexFault, also if a collection has the name of the alias."""
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
    """Makes a generation current by switching the alias in one step. Raises IndexFault; the alias
    is then unchanged."""
    try:
        client.point(names.alias, names.passages)
    except IndexFault:
        with suppress(IndexFault):  # the switch may have worked and only its answer was lost
            if current(client) == names:
                return
        raise


def collect(client: Client, numbers: Collection[int]) -> None:
    """Drops all generations except those with these ``numbers``. Raises IndexFault."""
    alias = client.address.name
    held = set(client.collections())
    gone = {names for each in held if (names := Names.of(alias, each))}
    for names in sorted(gone, key=lambda each: each.number):
        if names.number not in numbers:
            for collection in names.every:
                if collection in held:
                    client.drop(collection)
