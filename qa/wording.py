"""How sources and numbers are said, in the shell and on the page."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path


def nearby(source: str) -> str:
    """The source, from the folder one is in or from home (``~``) if it lies there; a URL or any
    other path as it is."""
    with suppress(ValueError):
        return str(Path(source).relative_to(Path.cwd()))
    with suppress(ValueError, RuntimeError):
        return f"~/{Path(source).relative_to(Path.home())}"
    return source


def counted(number: int, noun: str) -> str:
    """``"1 article"``, ``"1,284 articles"``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
