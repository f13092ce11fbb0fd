"""The collections of an index in Milvus: names and fields. Pure; imports no library.

A generation has three collections. An alias, the name that readers use, points to the first:

    NAME_000007_passages   for searching: vectors, terms, and the place of each passage
    NAME_000007_articles   the complete articles, each in as many rows as its length needs
    NAME_000007_words      the words of the articles, for spelling

Milvus allows at most 65,535 bytes in a text field, so a long article takes several rows. The
generation's manifest is stored as the article with the number -1.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import Final, Literal

from pincite.corpus.errors import InputError
from pincite.index.scale.address import Address

SCHEMA: Final = 1
"""Raise it when an older Pincite could misread such an index."""

PIECE: Final = 15_000
"""Characters in one text field: at most 60,000 bytes, of the 65,535 that Milvus allows."""

_INDEX: Final = "PINCITE_MILVUS_INDEX"
BUILD: Final[dict[str, dict[str, int]]] = {
    "FLAT": {}, "AUTOINDEX": {}, "DISKANN": {},
    "HNSW": {"M": 24, "efConstruction": 240},
    "IVF_SQ8": {"nlist": 4096},
}  # fmt: skip
"""The supported index types for vectors, with their settings."""

# Equivalent to k1 = 1.2 and b = 0.75 in a folder's index. There, rounded lengths (on average 0.97
# of the lengths) are divided by the average length; here by the average rounded length.
_STEPS: Final = 0.97
_K1: Final = 1.2 * (0.25 + 0.75 * _STEPS)
_B: Final = 1.2 * 0.75 * _STEPS / _K1
BM25: Final = {"bm25_k1": _K1, "bm25_b": _B}
"""The settings of BM25."""

SHIFT: Final = 20
"""The key of an article's row is its number times 2**20 plus the part."""

MANIFEST: Final = -1
_NUMBERED: Final = re.compile(r"_(\d{6})_(passages|articles|words)")


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a collection. ``ints`` is a list of numbers, ``terms`` the text for BM25,
    ``sparse`` the sparse vector computed from it. ``size`` is the dimension of a vector.
    ``indexed`` fields are used for lookups."""

    name: str
    kind: Literal["int", "text", "ints", "terms", "sparse", "vector"]
    size: int = 0
    primary: bool = False
    indexed: bool = False
    partition: bool = False


def passages(dimension: int) -> tuple[Field, ...]:
    """The fields of a passage. ``keys`` are those of its terms, ``sentences`` the spans as JSON,
    ``embedded`` the SHA-256 of the embedded text. ``day`` is Python's ordinal, 0 for none.
    ``month`` counts from the year 0; the collection is partitioned by it."""
    return (
        Field("row", "int", primary=True),
        Field("article", "int", indexed=True),
        Field("article_id", "text"),
        Field("passage", "text"),
        Field("start", "int"),
        Field("end", "int"),
        Field("sentences", "text"),
        Field("title", "text"),
        Field("text", "text"),
        Field("day", "int", indexed=True),
        Field("month", "int", partition=True),
        Field("source", "text"),
        Field("language", "text"),
        Field("sha256", "text"),
        Field("embedded", "text"),
        Field("passage_key", "int", indexed=True),
        Field("terms", "terms"),
        Field("bm25", "sparse"),
        Field("keys", "ints", indexed=True),
        Field("vector", "vector", dimension),
    )


ARTICLES: Final = (
    Field("pk", "int", primary=True),
    Field("number", "int", indexed=True),
    Field("part", "int", indexed=True),
    Field("parts", "int"),
    Field("id", "text"),
    Field("id_key", "int", indexed=True),
    Field("file_key", "int", indexed=True),
    Field("within", "ints", indexed=True),
    Field("grams", "ints", indexed=True),
    Field("sha_key", "int", indexed=True),
    Field("sha256", "text"),
    Field("digest", "text"),
    Field("body", "text"),
    Field("first_row", "int"),
    Field("passages", "int"),
    Field("aside", "int"),
    Field("first", "int", indexed=True),
    Field("copies", "int"),
    Field("day", "int", indexed=True),
    Field("source", "text"),
    Field("url", "text"),
    Field("author", "text"),
    Field("published", "text"),
    Field("language", "text"),
    Field("facts", "text"),
    Field("text", "text"),
    Field("void", "vector", 2),  # Milvus requires a vector in every collection
)

WORDS: Final = (
    Field("pk", "int", primary=True),
    Field("initial", "int", indexed=True),
    Field("length", "int", indexed=True),
    Field("word", "text"),
    Field("forms", "text"),
    Field("count", "int"),
    Field("void", "vector", 2),
)


@dataclass(frozen=True, slots=True)
class Names:
    """The names of the collections of one generation."""

    alias: str
    number: int

    @property
    def generation(self) -> str:
        """The name shown to people: "000007"."""
        return f"{self.number:06d}"

    @property
    def passages(self) -> str:
        """The collection for searching, to which the alias points."""
        return f"{self.alias}_{self.generation}_passages"

    @property
    def articles(self) -> str:
        """The collection of the articles and the manifest."""
        return f"{self.alias}_{self.generation}_articles"

    @property
    def words(self) -> str:
        """The collection of the words of the articles."""
        return f"{self.alias}_{self.generation}_words"

    @property
    def every(self) -> tuple[str, ...]:
        """All collections. The one with the alias is last, so that a partly dropped generation is
        never searched."""
        return self.words, self.articles, self.passages

    @classmethod
    def of(cls, alias: str, collection: str) -> Names | None:
        """The generation of a collection, or None if it does not belong to this index."""
        match = _NUMBERED.fullmatch(collection.removeprefix(alias))
        return cls(alias, int(match[1])) if match and collection.startswith(alias) else None


def lock_of(alias: str) -> str:
    """The collection that exists while a build is running."""
    return f"{alias}_lock"


def index_type(address: Address) -> str:
    """The index type for vectors: $PINCITE_MILVUS_INDEX, or HNSW on a server and FLAT (exact
    comparison) in Milvus Lite. Raises InputError for an unknown type."""
    chosen = os.environ.get(_INDEX) or ("FLAT" if address.lite else "HNSW")
    if chosen not in BUILD:
        raise InputError(f"{_INDEX}={chosen!r:.40}: expected one of {', '.join(BUILD)}")
    return chosen
