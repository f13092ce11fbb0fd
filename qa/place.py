"""Where an index lies: in a folder, or in Milvus; what opens it there; and where the samples are.

What Milvus takes is only imported where a place in Milvus is named.
"""

from __future__ import annotations

import os
from contextlib import AbstractContextManager
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from pincite.corpus.errors import InputError
from pincite.index.scale.address import Address, address_of, is_address

if TYPE_CHECKING:
    from pincite.index.building.home import Home
    from pincite.index.retrieval.retriever import Retriever
    from pincite.index.retrieval.search import QuestionEncoder
    from pincite.index.storage.manifest import Manifest

Place: TypeAlias = "Path | Address"
Named: TypeAlias = "str | Path | Address | None"


def default_index() -> Path | Address:
    """$PINCITE_INDEX, or ~/.pincite/index."""
    named = os.environ.get("PINCITE_INDEX")
    return place_of(named) if named else Path.home() / ".pincite" / "index"


def place_of(index: Named) -> Place:
    """The index named, or the default one. Raises InputError for a place in Milvus that is none."""
    if index is None:
        return default_index()
    if isinstance(index, Address):
        return index
    return address_of(str(index)) if is_address(index) else Path(index).expanduser()


def absolute(place: Place) -> Place:
    """The same place, whatever folder a process is in."""
    return place if isinstance(place, Address) else place.absolute()


def folder_of(place: Place, what: str) -> Path:
    """The folder of an index, for ``what`` works on no other. Raises InputError."""
    if isinstance(place, Address):
        raise InputError(f"{place}: {what} works on an index in a folder; name one with --index")
    return place


def retriever_at(
    place: Place, encoder: QuestionEncoder | None = None, *, exact: bool = False
) -> Retriever:
    """What finds passages in an index. Without ``encoder``, the one that built it embeds the
    questions; if ``exact``, a folder's index compares them with every passage. Raises InputError
    without the extra, IndexFault and ModelError."""
    if isinstance(place, Address):
        if exact:  # there the index's type decides how many are compared
            folder_of(place, "--exact")
        from pincite.index.scale.retriever import MilvusRetriever

        return MilvusRetriever(place, encoder)
    from pincite.index.retrieval.local import LocalRetriever

    return LocalRetriever(place, encoder, exact=exact)


def home_at(place: Place) -> Home:
    """An index as builds take it. Raises InputError without the extra."""
    if isinstance(place, Address):
        from pincite.index.scale.building.home import MilvusHome

        return MilvusHome(place)
    from pincite.index.building.home import FolderHome

    return FolderHome(place)


def manifest_at(place: Place) -> Manifest:
    """What an index says of itself, without a look at all of it. Raises IndexFault, and InputError
    without the extra."""
    if isinstance(place, Address):
        return home_at(place).in_force().manifest
    from pincite.index.storage.generation import describe_generation

    return describe_generation(place).manifest


def samples() -> AbstractContextManager[Path]:
    """The folder of the sample articles."""
    return as_file(files("pincite.corpus") / "samples")
