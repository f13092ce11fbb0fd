"""Where an index is stored (a folder or Milvus), how it is opened, and where the samples are.

The code for Milvus is imported only if a place in Milvus is named.
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
    """The place that ``index`` names, or the default one. Raises InputError for an invalid address
    in Milvus."""
    if index is None:
        return default_index()
    if isinstance(index, Address):
        return index
    return address_of(str(index)) if is_address(index) else Path(index).expanduser()


def absolute(place: Place) -> Place:
    """The same place; a relative folder becomes an absolute one."""
    return place if isinstance(place, Address) else place.absolute()


def folder_of(place: Place, what: str) -> Path:
    """The folder of an index. Raises InputError for an index in Milvus, and says that ``what``
    needs an index in a folder."""
    if isinstance(place, Address):
        raise InputError(f"{place}: {what} works on an index in a folder; name one with --index")
    return place


def retriever_at(
    place: Place, encoder: QuestionEncoder | None = None, *, exact: bool = False
) -> Retriever:
    """The retriever of an index. Without ``encoder``, the embedder that built the index embeds the
    questions. With ``exact``, an index in a folder compares each question with every passage.
    Raises InputError if the extra for Milvus is missing, IndexFault and ModelError."""
    if isinstance(place, Address):
        if exact:  # in Milvus, the type of its index decides how many are compared
            folder_of(place, "--exact")
        from pincite.index.scale.retriever import MilvusRetriever

        return MilvusRetriever(place, encoder)
    from pincite.index.retrieval.local import LocalRetriever

    return LocalRetriever(place, encoder, exact=exact)


def home_at(place: Place) -> Home:
    """The home of an index, which builds write to. Raises InputError if the extra for Milvus is
    missing."""
    if isinstance(place, Address):
        from pincite.index.scale.building.home import MilvusHome

        return MilvusHome(place)
    from pincite.index.building.home import FolderHome

    return FolderHome(place)


def manifest_at(place: Place) -> Manifest:
    """The manifest of an index; the rest of the index is not read. Raises IndexFault, and
    InputError if the extra for Milvus is missing."""
    if isinstance(place, Address):
        return home_at(place).in_force().manifest
    from pincite.index.storage.generation import describe_generation

    return describe_generation(place).manifest


def samples() -> AbstractContextManager[Path]:
    """The folder of the sample articles."""
    return as_file(files("pincite.corpus") / "samples")
