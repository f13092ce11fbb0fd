"""Hashed keys, and the expressions by which Milvus filters. Pure.

No text of a person or of an article is ever part of an expression: whatever is looked up by its
text is looked up by a number that is made of it, and compared as text by whoever asked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final, Literal

Kind = Literal["id", "file", "folder", "stem", "text", "word", "term", "gram", "passage"]
_FIELDS: Final = frozenset(
    "row article first number part day month initial length pk id_key file_key within sha_key "
    "grams keys passage_key".split()
)


def key_of(kind: Kind, text: str) -> int:
    """A number for a text, 0 to 2**63 - 1: the head of its SHA-256. Texts of two kinds never share
    one on purpose."""
    told = f"{kind}:{text}".encode("utf-8", "backslashreplace")
    return int.from_bytes(hashlib.sha256(told).digest()[:8], "big") >> 1


def grams(text: str) -> set[int]:
    """The keys of all runs of three characters in a text that is case-folded already; none for a
    shorter one."""
    return {key_of("gram", text[n : n + 3]) for n in range(len(text) - 2)}


def among(field: str, numbers: Iterable[int]) -> str:
    """The rows whose field is one of the numbers: runs of them as ranges, the others in a list."""
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
    """The rows whose list holds one of the keys, or ``every`` one."""
    _known(field)
    how = "array_contains_all" if every else "array_contains_any"
    return f"{how}({field}, {[_number(key) for key in keys]})"


def both(*expressions: str) -> str:
    """What all of the expressions let through; an empty one lets everything through."""
    return " and ".join(each for each in expressions if each)


def either(*expressions: str) -> str:
    """What one of the expressions lets through."""
    return f"({' or '.join(expressions)})"


def _known(field: str) -> None:
    if field not in _FIELDS:
        raise ValueError(f"{field!r} is no field that is filtered by")


def _number(value: int) -> int:
    """The value itself: a number and nothing that could be read as anything else."""
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
