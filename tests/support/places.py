"""Places for an index: a folder, Milvus Lite, and a server if PINCITE_MILVUS names one, such as
milvus://localhost:19530."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path

import pytest

from pincite.index.scale.address import Address, address_of
from tests.support.paths import SAMPLES

SERVER = "PINCITE_MILVUS"
PLACES = ("folder", "lite", *(("server",) if os.environ.get(SERVER) else ()))


@contextmanager
def new_place(kind: str, folder: Path) -> Iterator[Path | Address]:
    """An empty place of this kind; local files are in ``folder``. Skips the test if Milvus is not
    installed."""
    if kind == "folder":
        yield folder / "index"
        return
    if find_spec("pymilvus") is None or find_spec("milvus_lite") is None:
        pytest.skip("no Milvus: pip install 'pincite[scale]'")
    if kind == "lite":
        yield address_of(f"milvus-lite://{folder}/index.db")
        return
    name = f"test_{secrets.token_hex(6)}"
    address = address_of(f"{os.environ[SERVER].rstrip('/')}/{name}")
    try:
        yield address
    finally:
        _sweep(address)


def _sweep(address: Address) -> None:
    from pincite.index.scale.client import client_of

    client = client_of(address)
    with suppress(Exception):
        client._milvus.drop_alias(address.name)
    for each in client.collections():
        if each.startswith(address.name):
            client.drop(each)


def articles_of_all_kinds(folder: Path) -> Path:
    """The sample articles with copies, articles without a date, and others in another language."""
    shutil.copytree(SAMPLES, folder, dirs_exist_ok=True)
    texts = {
        "copies/a.txt": COPIED,
        "copies/b.txt": COPIED,
        "copies/c.txt": COPIED,
        "undated/harbour_100%.txt": "The harbour of Ostend\n\nThe harbour master counted 1,204 "
        "boats in the north basin. A second count is due on Monday.",
        "german/bruecke.txt": "Die neue Brücke\n\nDie Stadt eröffnet die neue Brücke im Oktober. "
        "Der Bau hat 48 Millionen Euro gekostet, und die Bürger mussten lange warten.",
        'odd/quote" or 1 == 1.txt': "A quiet village\n\nThe baker of Moorhen closed the shop in "
        "spring. Nobody has bought the oven.",
    }
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


COPIED = (
    "Lantern festival moves\n\nThe lantern festival moves to the old airfield on 3 May 2024. "
    "Visitors will be taken there by 14 buses. The mayor called it a trial."
)
