"""What the commands share: which index, which embedder, and where output goes."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from rich.console import Console, RenderableType

from pincite.corpus.errors import IndexFault

_UNWRAPPED = 1_000_000


def has_a_screen() -> bool:
    """Whether a browser would have somewhere to open."""
    # without one, a browser in text mode would take over the terminal
    here = os.environ
    return sys.platform in ("darwin", "win32") or bool(
        here.get("DISPLAY") or here.get("WAYLAND_DISPLAY")
    )


def place_of(index: Path | None) -> Path:
    """The index named, or the default one."""
    from pincite.qa.answerer import default_index

    return default_index() if index is None else index


def embedder(place: Path, model: str | None) -> Any:
    """The embedder named, or the one that built the index, or the bundled one."""
    from pincite.index.engines.encoder import DEFAULT_MODEL, SentenceEncoder
    from pincite.index.storage.generation import describe_generation
    from pincite.index.storage.lock import builder_lock

    if place.is_dir():  # who is refused is told before models are looked for
        with builder_lock(place):
            pass
    named = model is not None
    if model is None:
        try:
            model = describe_generation(place).manifest.embedder
        except IndexFault:
            model = DEFAULT_MODEL
    return SentenceEncoder.load(model, network=named)


def build(run: Any, as_json: bool) -> None:
    """Runs a build under a progress bar and shows its receipt."""
    from pincite.qa.cli.text import receipt_text
    from pincite.qa.progress import progress_bar

    with progress_bar(Console(stderr=True)) as report:
        receipt = run(report)
    show(receipt.as_dict(), receipt_text(receipt), as_json)


def build_samples(place: Path) -> None:
    """Builds an index of the sample articles and says so."""
    from importlib.resources import as_file, files

    from pincite.index.building.build import rebuild as run

    Console(stderr=True).print(f"No index at {place} yet: building one from the sample articles.")
    with as_file(files("pincite.corpus") / "samples") as folder:
        build(lambda report: run(place, [folder], embedder(place, None), report), as_json=False)


def show(values: dict[str, Any], text: RenderableType, as_json: bool) -> None:
    """The values for programs or the text for people."""
    if as_json:
        print_json(values)
    else:
        print_text(text)


def print_text(text: RenderableType) -> None:
    """Text for people, on standard output."""
    # in a pipe, a sentence stays on one line
    width = None if sys.stdout.isatty() else _UNWRAPPED
    Console(width=width, highlight=False, markup=False, emoji=False).print(text)


def print_json(values: dict[str, Any], indent: int | None = 2) -> None:
    """Values for programs, on standard output; on one line where ``indent`` is None."""
    # elsewhere than in UTF-8 the escapes must be those of JSON
    plain = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
    print(json.dumps(values, ensure_ascii=plain, indent=indent), flush=True)  # noqa: T201
