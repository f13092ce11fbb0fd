"""Hashed keys, and filter expressions for Milvus. Pure.

No text of a user or of an article is ever part of an expression. A lookup by text uses a number
computed from the text; the caller then compares the texts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final, Literal, TypeVar

_Value = TypeVar("_Value")
Kind = Literal["id", "file", "folder", "stem", "text", "word", "term", "gram", "passage"]
_FIELDS: Final = frozenset(
    "row article first number part day month initial length pk id_key file_key within sha_key "
    "grams keys passage_key".split()
)


def key_of(kind: Kind, text: str) -> int:
    """A number for a text, 0 to 2**63 - 1: the first bytes of its SHA-256. The kind is hashed too,
    so equal texts of two kinds have different keys."""
    data = f"{kind}:{text}".encode("utf-8", "backslashreplace")
    return int.from_bytes(hashlib.sha256(data).digest()[:8], "big") >> 1


def grams(text: str) -> set[int]:
    """The keys of all runs of three characters in a case-folded text; none for a shorter text."""
    return {key_of("gram", text[n : n + 3]) for n in range(len(text) - 2)}


def portions(values: Sequence[_Value], size: int) -> Iterator[Sequence[_Value]]:
    """The values in their order, ``size`` at a time."""
    for start in range(0, len(values), size):
        yield values[start : start + size]


def among(field: str, numbers: Iterable[int]) -> str:
    """The rows whose field is one of the numbers. Runs of numbers become ranges, the others a
    list."""
    _known(field)
    runs: list[str] = []
    alone: list[int] = []
    for start, end in _runs(sorted(set(map(_number, numbers)))):
        if end - start > 2:
            runs.append(f"({field} >= {start} and {field} < {end})")
        else:
            alone += range(start, end)
    if alone or not runs:
        runs.append(f"{field} in {alone}")
    return runs[0] if len(runs) == 1 else f"({' or '.join(runs)})"


def between(field: str, least: int, most: int) -> str:
    """The rows whose field is from ``least`` to ``most``, both included."""
    _known(field)
    return f"({field} >= {_number(least)} and {field} <= {_number(most)})"


def holding(field: str, keys: Iterable[int], *, every: bool = False) -> str:
    """The rows whose list contains one of the keys, or ``every`` key."""
    _known(field)
    how = "array_contains_all" if every else "array_contains_any"
    return f"{how}({field}, {[_number(key) for key in keys]})"


def both(*expressions: str) -> str:
    """The rows that all of the expressions accept; an empty one accepts everything."""
    return " and ".join(each for each in expressions if each)


def either(*expressions: str) -> str:
    """The rows that one of the expressions accepts."""
    return f"({' or '.join(expressions)})"


def _known(field: str) -> None:
    if field not in _FIELDS:
        raise ValueError(f"{field!r} is no field that is filtered by")


def _number(value: int) -> int:
    """The value itself. Raises ValueError if it is not an int, so that nothing else gets into an
    expression."""
    if type(value) is not int:
        raise ValueError(f"{value!r} is no number")
    return value


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Ascending numbers as half-open ranges."""
    if not numbers:
        return []
    cuts = [n for n, (a, b) in enumerate(pairwise(numbers), start=1) if b != a + 1]
    edges = [0, *cuts, len(numbers)]
    return [(numbers[a], numbers[b - 1] + 1) for a, b in pairwise(edges)]
