"""The options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pincite.qa.asking.plans.forms import Form

Index = Annotated[
    Path | None,
    typer.Option(
        "--index", "-i", help="The index's folder. Default: $PINCITE_INDEX or ~/.pincite/index."
    ),
]
Json = Annotated[bool, typer.Option("--json", help="One JSON object, for programs.")]
Model = Annotated[
    str | None,
    typer.Option(
        help="Embedder: a folder or hub name. Default: the index's own, or the bundled MiniLM."
    ),
]
Reader = Annotated[
    str | None, typer.Option(help="Reader: a folder or hub name. Default: the bundled one.")
]
Threshold = Annotated[
    float | None,
    typer.Option(min=0.0, max=1.0, help="Answer from this confidence on. Default: measured."),
]
Since = Annotated[
    str | None,
    typer.Option(help="Only articles published from this day on: 2026, 2026-02 or 2026-02-03."),
]
Until = Annotated[
    str | None, typer.Option(help="Only articles published up to this day, month or year.")
]
Source = Annotated[
    str | None, typer.Option(help="Only articles whose path, address or author holds this text.")
]
As = Annotated[
    Form | None,
    typer.Option("--as", help="Take the line in this form. Default: the one it seems to have."),
]
Dates = Annotated[
    bool,
    typer.Option(
        "--dates/--no-dates", help="Take a date in the question as a filter, or as mere words."
    ),
]
All = Annotated[
    bool,
    typer.Option(
        "--all",
        help="Read every passage and list all answers; Ctrl-C stops and shows those till then.",
    ),
]
Question = Annotated[str, typer.Argument(help="The question, in quotes.")]
