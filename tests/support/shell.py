"""Helpers for tests of the command line."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pincite.index.storage.generation import describe_generation

Run = Callable[..., tuple[int, str, str]]


def typed(monkeypatch: pytest.MonkeyPatch, text: str, terminal: bool = False) -> None:
    stream = io.StringIO(text)
    monkeypatch.setattr(stream, "isatty", lambda: terminal)
    monkeypatch.setattr(sys, "stdin", stream)


def held(index: Path) -> tuple[int, tuple[str, ...]]:
    """How many articles an index holds, and its sources."""
    manifest = describe_generation(index).manifest
    return manifest.articles, manifest.sources
