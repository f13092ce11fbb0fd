"""Exports for the tests that open them as chats."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from pincite.index.retrieval.filter import Filter, Scope
from pincite.qa.carrying.records import export_json
from pincite.qa.types import Answer, Dates
from pincite.qa.web.kept.imported import chat_of_export
from tests.support.fake_replies import rent_answer

FULL: Final = replace(
    rent_answer("What is the rent?"),
    notes=("Figures differ between some of them.",),
    dates=Dates("in 2026", "2026-01-01", "2026-12-31"),
    resolved="What is the rent of the cannery?",
    asked=("what is the rent",),
    changes=(("waht", "what"),),
    others=("list",),
    suggestions=("Who pays it?",),
    missing=("zebra",),
    kind="list",
    scope=Scope(Filter.of("2020", None, "cannery"), 3, 9, 1),
)
"""An answer of which every field says something."""


def opened(*answers: Answer) -> dict[str, Any]:
    """The chat as the browser gets it."""
    chat = chat_of_export(export_json(answers).encode())
    again: dict[str, Any] = json.loads(json.dumps(chat))
    return again


ODD: Final = (
    None, True, -1, 10**30, 1.5, float("nan"), float("inf"), "", "x", "2026-13-45", "\ud83d",
    "a" * 30_000, [], [[]], [1] * 600, {}, {"start": 5, "end": 1},
)  # fmt: skip
"""What a value of an export may be exchanged for."""


def paths_in(values: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every value in these, which are of JSON."""
    yield at
    inside = values.items() if isinstance(values, dict) else ()
    inside = enumerate(values) if isinstance(values, list) else inside
    for key, value in inside:
        yield from paths_in(value, (*at, key))


def altered(values: Any, path: tuple[Any, ...], value: Any) -> bytes:
    """The values as JSON, with another value at a path."""
    made = json.loads(json.dumps(values))
    if not path:
        return json.dumps(value).encode()
    at = made
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = value
    return json.dumps(made).encode()
