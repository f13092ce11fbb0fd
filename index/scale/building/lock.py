"""Allows one builder at a time, on any machine.

Between the processes of one machine, a lock of the operating system decides; it ends with its
process. Between machines, the lock is a collection that only one can create: Milvus refuses a
second one with the same name and other fields, and one field is random. Other fields name the
holder. If the holder's machine dies, the collection stays: the next builder on that machine drops
it, and builders on other machines are told its name.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from pincite.corpus.errors import IndexBusy, IndexFault
from pincite.index.scale.client import Client, Gone
from pincite.index.scale.schema import Field, lock_of
from pincite.index.storage.lock import machine_lock, process


@dataclass(frozen=True, slots=True)
class HeldLock:
    """A lock that is held. For Milvus Lite it is only the lock of this machine."""

    client: Client
    mark: str

    def require(self) -> None:
        """Raises IndexBusy if somebody has dropped the lock."""
        if self.mark and self.mark not in _fields(self.client):
            raise IndexBusy(
                f"{self.client.address}: another build has taken the lock of this one, which "
                f"publishes nothing; run it again"
            )


@contextmanager
def milvus_lock(client: Client, folder: Path) -> Iterator[HeldLock]:
    """Holds the lock of an index. ``folder`` is this machine's folder for it. Raises IndexBusy,
    naming the holder, and IndexFault."""
    with machine_lock(folder, client.address):
        if client.address.lite:  # Milvus Lite itself allows only one process
            yield HeldLock(client, "")
            return
        lock = HeldLock(client, f"held_{secrets.token_hex(8)}")
        _take(client, lock.mark)
        try:
            yield lock
        finally:
            with suppress(IndexFault):
                if lock.mark in _fields(client):
                    client.drop(lock_of(client.address.name))


def _take(client: Client, mark: str) -> None:
    name = lock_of(client.address.name)
    notes = [f"{key}_{str(value)[:80].encode().hex()}" for key, value in process().items()]
    numbers = [Field(each, "int") for each in (mark, *notes)]
    for _ in range(2):
        with suppress(IndexFault):
            client.create(
                name, (Field("pk", "int", primary=True), Field("void", "vector", 2), *numbers)
            )
        if mark in _fields(client):
            return
        who = _holder(client)
        if not _is_gone(who):
            break
        client.drop(name)
    said = f"process {who['pid']} on {who['host']} (since {who['since']})" if who else "somebody"
    raise IndexBusy(
        f"{client.address}: {said} is rebuilding this index; wait until it is done, or, if that "
        f"machine is no more, drop the collection {name}"
    )


def _fields(client: Client) -> list[str]:
    try:
        return client.fields(lock_of(client.address.name))
    except Gone:
        return []


def _holder(client: Client) -> dict[str, str]:
    """The holder of the lock, read from the names of its fields, because not every Milvus keeps a
    description."""
    who = {}
    for key, _, value in (each.partition("_") for each in _fields(client)):
        with suppress(ValueError):
            if key in ("pid", "host", "since"):
                who[key] = bytes.fromhex(value).decode("utf-8", "replace")
    return who if len(who) == 3 else {}


def _is_gone(who: dict[str, str]) -> bool:
    """Whether the holder was a process of this machine that has ended."""
    if who.get("host") != process()["host"]:
        return False
    try:
        os.kill(int(who["pid"]), 0)
    except ProcessLookupError:
        return True
    except (OSError, ValueError, TypeError):
        return False
    return int(who["pid"]) == os.getpid()
