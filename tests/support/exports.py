"""Exports for the tests that open them as chats."""

from __future__ import annotations

import json
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
