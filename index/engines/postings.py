"""Which passages contain which terms, for one segment: the inverted file of Zobel and Moffat 2006,
as plain arrays. It is written once and then only read.

``terms`` are the terms, concatenated; ``ends`` are the offsets where they end; ``heads`` their
first bytes. ``rows`` are the rows that contain a term, ascending, for all terms in byte order;
``counts`` how often the term occurs in each, at most 255; ``starts`` where each term's rows begin.
"""

from __future__ import annotations

import json
from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from pincite.index.engines.lexical import ENGLISH, terms

_AT_ONCE: Final = 50_000  # texts whose terms are sorted together
_MOST: Final = 255


def _step(code: int) -> int:
    """The length that one of Lucene's codes means: exact up to 40, then with four significant
    bits."""
    if code < 32:
        return code
    rest = code - 24
    return 24 + ((rest & 7 | 8) << ((rest >> 3) - 1))


LENGTHS: Final = np.array([_step(code) for code in range(256)], np.int64)
"""The text length that each of Lucene's codes means; a code is one byte per text."""


class NamedArrays(Protocol):
    """Arrays by name, in a file or a dictionary."""

    def __getitem__(self, name: str, /) -> NDArray[Any]: ...
    def part(self, name: str, start: int, end: int, /) -> NDArray[Any]: ...


class _InMemory(dict[str, NDArray[Any]]):
    def part(self, name: str, start: int, end: int, /) -> NDArray[Any]:
        return self[name][start:end]


class Postings:
    """The terms of the texts in one segment."""

    def __init__(self, arrays: NamedArrays) -> None:
        self._arrays = arrays

    @classmethod
    def of(cls, texts: Sequence[str], languages: Sequence[str | None] = ()) -> Postings:
        """The postings of ``texts``, numbered from 0. ``languages`` has the language of each text;
        None counts as English."""
        spoken = [each or ENGLISH for each in languages] or [ENGLISH] * len(texts)
        pairs = list(zip(texts, spoken, strict=True))
        parts = [
            cls(_InMemory(_inverted(pairs[start : start + _AT_ONCE])))
            for start in range(0, max(len(pairs), 1), _AT_ONCE)
        ]
        return parts[0] if len(parts) == 1 else merged([(each, None) for each in parts])

    def __len__(self) -> int:
        return len(self.lengths)

    @property
    def arrays(self) -> Mapping[str, NDArray[Any]]:
        """All arrays, to be written to a file and passed to ``Postings`` again."""
        return {name: self._arrays[name] for name in _NAMES}

    @property
    def lengths(self) -> NDArray[np.uint32]:
        """The number of terms in each text, with repetitions, shape (n,)."""
        return self._arrays["lengths"]

    @cached_property
    def codes(self) -> NDArray[np.uint8]:
        """The code in LENGTHS for each length, shape (n,)."""
        return (np.searchsorted(LENGTHS, self.lengths, side="right") - 1).astype(np.uint8)

    @property
    def languages(self) -> list[str]:
        """The language codes that occur among the texts."""
        return list(json.loads(self._arrays["languages"].tobytes()))

    @property
    def spoken(self) -> NDArray[np.uint16]:
        """The index in ``languages`` of each text's language, shape (n,)."""
        return self._arrays["spoken"]

    def found(self, term: str) -> tuple[NDArray[np.int32], NDArray[np.uint8]]:
        """The rows that contain a term, ascending, and its count in each (at most 255)."""
        at = self._place(term.encode("utf-8"))
        starts = self._arrays["starts"]
        start, end = (int(starts[at]), int(starts[at + 1])) if at >= 0 else (0, 0)
        rows, counts = (self._arrays.part(name, start, end) for name in ("rows", "counts"))
        return rows, counts

    def dictionary(self) -> list[bytes]:
        """All terms, in byte order."""
        data = self._arrays["terms"].tobytes()
        ends = [0, *self._arrays["ends"].tolist()]
        return [data[start:end] for start, end in pairwise(ends)]

    def _place(self, term: bytes) -> int:
        """The number of a term, or -1."""
        data, ends = self._arrays["terms"].data, self._arrays["ends"]
        heads = self._arrays["heads"]
        head = np.uint64(_head(term))
        low, high = int(heads.searchsorted(head)), int(heads.searchsorted(head, side="right"))
        while low < high:
            middle = (low + high) // 2
            start = int(ends[middle - 1]) if middle else 0
            here = bytes(data[start : int(ends[middle])])
            if here == term:
                return middle
            low, high = (middle + 1, high) if here < term else (low, middle)
        return -1


_NAMES: Final = (
    "lengths", "spoken", "languages", "terms", "heads", "ends", "starts", "rows", "counts",
)  # fmt: skip


def merged(parts: Sequence[tuple[Postings, NDArray[np.bool_] | None]]) -> Postings:
    """The postings of several segments as one. Their rows follow each other; of each segment only
    those that are true in its mask, or all."""
    every = [part.dictionary() for part, _ in parts]
    known = {term: n for n, term in enumerate(sorted(set().union(*every)))}
    numbers = [np.array([known[term] for term in each], np.int64) for each in every]
    new_rows, base = [], 0
    for part, mask in parts:
        kept = np.ones(len(part), np.bool_) if mask is None else mask
        new_rows.append(np.where(kept, np.cumsum(kept) - 1 + base, -1))
        base += int(np.count_nonzero(kept))
    owners, rows, counts = [], [], []
    for (part, _), number, renamed in zip(parts, numbers, new_rows, strict=True):
        held = part.arrays
        owner = np.repeat(number, np.diff(held["starts"]))
        row = renamed[held["rows"]]
        here = row >= 0
        owners.append(owner[here])
        rows.append(row[here].astype(np.int32))
        counts.append(held["counts"][here])
    owner, row = np.concatenate(owners), np.concatenate(rows)
    # a stable sort keeps the rows of a term in the order of the segments
    order = np.argsort(owner, kind="stable")
    used = np.bincount(owner, minlength=len(known))
    names = [term for term, number in known.items() if used[number]]
    masks = [slice(None) if mask is None else mask for _, mask in parts]
    languages = sorted(set().union(*(part.languages for part, _ in parts)))
    spoken = [
        np.array([languages.index(each) for each in part.languages], np.uint16)[part.spoken[mask]]
        for (part, _), mask in zip(parts, masks, strict=True)
    ]
    return Postings(
        _InMemory(
            **_dictionary_arrays(names, used[used > 0], languages),
            rows=row[order],
            counts=np.concatenate(counts)[order],
            lengths=np.concatenate(
                [part.lengths[mask] for (part, _), mask in zip(parts, masks, strict=True)]
            ),
            spoken=np.concatenate(spoken),
        )
    )


def _inverted(texts: Sequence[tuple[str, str]]) -> dict[str, NDArray[Any]]:
    known: dict[str, int] = {}
    owners, counts, sizes, lengths = array("q"), bytearray(), [], []
    for text, language in texts:
        held = Counter(terms(text, language))
        owners.extend(known.setdefault(term, len(known)) for term in held)
        counts.extend(min(count, _MOST) for count in held.values())
        sizes.append(len(held))
        lengths.append(held.total())
    names = sorted((term.encode("utf-8"), number) for term, number in known.items())
    ranks = np.empty(len(names), np.int64)
    ranks[[number for _, number in names]] = np.arange(len(names))
    owner = ranks[np.frombuffer(owners, np.int64)] if owners else np.zeros(0, np.int64)
    row = np.repeat(np.arange(len(texts), dtype=np.int32), np.array(sizes, np.int64))
    order = np.argsort(owner, kind="stable")
    languages = sorted({language for _, language in texts})
    return {
        **_dictionary_arrays(
            [name for name, _ in names], np.bincount(owner, minlength=len(names)), languages
        ),
        "rows": row[order],
        "counts": np.frombuffer(bytes(counts), np.uint8)[order],
        "lengths": np.array(lengths, np.uint32),
        "spoken": np.array([languages.index(language) for _, language in texts], np.uint16),
    }


def _dictionary_arrays(
    names: Sequence[bytes], used: NDArray[np.int64], languages: Sequence[str]
) -> dict[str, NDArray[Any]]:
    """The arrays of the dictionary: the terms in order, each with its number of rows."""
    return {
        "terms": np.frombuffer(b"".join(names), np.uint8),
        "heads": np.array([_head(name) for name in names], np.uint64),
        "ends": np.cumsum([len(name) for name in names], dtype=np.int64),
        "starts": np.concatenate(([0], np.cumsum(used))).astype(np.int64),
        "languages": np.frombuffer(json.dumps(languages).encode(), np.uint8),
    }


def _head(term: bytes) -> int:
    """The first eight bytes of a term as a number, in the order of the terms."""
    return int.from_bytes(term[:8].ljust(8, b"\0"), "big")
