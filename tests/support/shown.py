"""What people see of a text that the command line prints."""

from __future__ import annotations

import io

from rich.console import Console, RenderableType


def shown_text(what: RenderableType) -> str:
    """Any text for people, as in a pipe."""
    out = io.StringIO()
    Console(file=out, width=1_000_000, highlight=False, markup=False, emoji=False).print(what)
    return out.getvalue()
