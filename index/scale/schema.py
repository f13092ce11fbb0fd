"""The collections of an index in Milvus: names and fields. Pure; knows no library.

A generation has three collections, and an alias, the name that readers ask, is on the first:

    NAME_000007_passages   what is searched: vectors, terms, and where each passage stands
    NAME_000007_articles   the articles, whole, in as many parts as their length takes
    NAME_000007_words      the words of the articles, for spelling

Milvus takes at most 65,535 bytes in a text field, so that a long article lies in several rows. What
the generation says of itself, its manifest, is the article with the number -1.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import Final, Literal

from pincite.corpus.errors import InputError
from pincite.index.scale.address import Address

SCHEMA: Final = 1
"""Raise it whenever an older Pincite could misread such an index."""

PIECE: Final = 15_000
"""Characters in one text field: at most four bytes each, 60,000 of the 65,535 that Milvus takes."""

_INDEX: Final = "PINCITE_MILVUS_INDEX"
BUILD: Final[dict[str, dict[str, int]]] = {
    "FLAT": {}, "AUTOINDEX": {}, "DISKANN": {},
    "HNSW": {"M": 24, "efConstruction": 240},
    "IVF_SQ8": {"nlist": 4096},
}  # fmt: skip
"""How vectors may be indexed, and with what settings."""

# k1 = 1.2 and b = 0.75 as in a folder's index, where lengths in steps, on average 0.97 of the
# lengths themselves, are weighed against the average of these; here against their own
_STEPS: Final = 0.97
_K1: Final = 1.2 * (0.25 + 0.75 * _STEPS)
_B: Final = 1.2 * 0.75 * _STEPS / _K1
BM25: Final = {"bm25_k1": _K1, "bm25_b": _B}
"""The settings of BM25."""

SHIFT: Final = 20
"""An article's row is its number times 2**20 and the part."""

MANIFEST: Final = -1
_PARTS: Final = ("passages", "articles", "words")
_NUMBERED: Final = re.compile(r"_(\d{6})_(passages|articles|words)")


@dataclass(frozen=True, slots=True)
class Field:
    """``ints`` is a list of numbers, ``terms`` text that BM25 is computed of, ``sparse`` what it
    makes of that; ``size`` are the components of a vector. ``indexed`` numbers are looked up."""

    name: str
    kind: Literal["int", "text", "ints", "terms", "sparse", "vector"]
    size: int = 0
    primary: bool = False
    indexed: bool = False
    partition: bool = False


def passages(dimension: int) -> tuple[Field, ...]:
    """The fields of a passage. ``keys`` are those of its terms, ``sentences`` the spans as JSON,
    ``embedded`` is the SHA-256 of the text that was embedded; ``day`` counts as Python's ordinals
    do, 0 for none, and ``month``, by which the collection is partitioned, from the year 0."""
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
    Field("void", "vector", 2),  # every collection of Milvus has a vector
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
    """The collections of one generation of an index."""

    alias: str
    number: int

    @property
    def generation(self) -> str:
        """As it is shown: "000007"."""
        return f"{self.number:06d}"

    @property
    def passages(self) -> str:
        """What is searched, and what the alias is on."""
        return f"{self.alias}_{self.generation}_passages"

    @property
    def articles(self) -> str:
        """The articles, and the manifest."""
        return f"{self.alias}_{self.generation}_articles"

    @property
    def words(self) -> str:
        """The words of the articles."""
        return f"{self.alias}_{self.generation}_words"

    @property
    def every(self) -> tuple[str, ...]:
        """All of them, that with the alias last, so that nothing half dropped is asked."""
        return self.words, self.articles, self.passages

    @classmethod
    def of(cls, alias: str, collection: str) -> Names | None:
        """The generation that a collection belongs to; None where it is no part of this index."""
        match = _NUMBERED.fullmatch(collection.removeprefix(alias))
        return cls(alias, int(match[1])) if match and collection.startswith(alias) else None


def lock_of(alias: str) -> str:
    """The collection that stands as long as somebody builds."""
    return f"{alias}_lock"


def index_type(address: Address) -> str:
    """How vectors are indexed: $PINCITE_MILVUS_INDEX, or HNSW on a server and every vector compared
    in Milvus Lite. Raises InputError for a type that is not known."""
    chosen = os.environ.get(_INDEX) or ("FLAT" if address.lite else "HNSW")
    if chosen not in BUILD:
        raise InputError(f"{_INDEX}={chosen!r:.40}: expected one of {', '.join(BUILD)}")
    return chosen
