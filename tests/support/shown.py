"""The plain text of what the command line prints."""

from __future__ import annotations

import io

from rich.console import Console, RenderableType


def shown_text(what: RenderableType) -> str:
    """A text for people, as it is printed in a pipe."""
    out = io.StringIO()
    Console(file=out, width=1_000_000, highlight=False, markup=False, emoji=False).print(what)
    return out.getvalue()
