"""The options that several commands share, and the question argument."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperArgument, TyperCommand

from pincite.corpus.errors import InputError
from pincite.qa.asking.plans.forms import FORMS, Form


class Command(TyperCommand):
    """A command whose help lists its arguments without their Python types."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for each in self.params:
            if isinstance(each, TyperArgument):
                setattr(each, "display_type_rich", lambda ctx: None)  # noqa: ARG005, B010


_MOST = 1_000_000  # characters that are read from standard input


def joined_words(words: Sequence[str]) -> str:
    """The words of a command as one line; "-" alone reads standard input. Raises InputError if
    standard input is closed."""
    if list(words) != ["-"]:
        return " ".join(words)
    if sys.stdin is None:
        raise InputError("standard input is closed; type the question behind the command")
    return sys.stdin.read(_MOST)


def _exportable(path: Path | None) -> Path | None:
    """The path, if an answer can be exported to a file of that name. Raises InputError if not."""
    from pincite.qa.carrying.export import ending_of

    if path is not None:
        ending_of(path)
    return path


Index = Annotated[
    str | None,
    typer.Option(
        "--index",
        "-i",
        metavar="FOLDER",
        help="The index's folder, or milvus://HOST:19530/COLLECTION (with pincite[scale]). "
        "Default: $PINCITE_INDEX or ~/.pincite/index.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="One JSON object, for programs.")]
Model = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="Embedder: a folder or hub name. Default: the index's own, or the bundled MiniLM.",
    ),
]
Reader = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Reader: a folder or hub name. Default: the bundled one."),
]
Threshold = Annotated[
    float | None,
    typer.Option(
        min=0.0, max=1.0, metavar="0-1", help="Answer from this confidence on. Default: measured."
    ),
]
Since = Annotated[
    str | None,
    typer.Option(
        metavar="DATE",
        help="Only articles published from this day on: 2026, 2026-02 or 2026-02-03.",
    ),
]
Until = Annotated[
    str | None,
    typer.Option(metavar="DATE", help="Only articles published up to this day, month or year."),
]
Source = Annotated[
    str | None,
    typer.Option(
        metavar="TEXT", help="Only articles whose path, address or author holds this text."
    ),
]
As = Annotated[
    Form | None,
    typer.Option(
        "--as",
        metavar="FORM",
        help=f"Take the line in this form: {', '.join(FORMS)}. Default: the one it seems to have.",
    ),
]
Export = Annotated[
    Path | None,
    typer.Option(
        callback=_exportable,
        metavar="FILE",
        help="Write it to a file too: .md, .json, .bib, .csl.json or .html (to print).",
    ),
]
Exported = Annotated[
    Path | None,
    typer.Argument(
        metavar="EXPORT", help="An export (.json): check its quotes against the index instead."
    ),
]
Dates = Annotated[
    bool,
    typer.Option(
        "--dates/--no-dates",
        help="Take a date in the question as a filter, or as plain words.",
    ),
]
Exact = Annotated[
    bool,
    typer.Option(
        "--exact",
        help="Compare with every passage; of more than 30,000, only likely ones are otherwise.",
    ),
]
All = Annotated[
    bool,
    typer.Option(
        "--all",
        help="Read every passage and list all answers; Ctrl-C stops and shows those so far.",
    ),
]
Question = Annotated[
    list[str],
    typer.Argument(
        metavar="QUESTION",
        help="The question, with or without quotes; - reads it from standard input.",
    ),
]
