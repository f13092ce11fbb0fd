"""What ``pincite chat`` opens: the folder named, the index that is there, or a first one."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.resources import as_file, files
from pathlib import Path

from pincite.corpus.errors import IndexMissing, InputError, PinciteError, shown
from pincite.index.building.web_articles import absolute
from pincite.index.storage.generation import describe_generation
from pincite.qa import building
from pincite.qa.cli.output import build
from pincite.qa.wording import nearby


def prepare(place: Path, articles: Sequence[str], *, samples: bool) -> None:
    """Builds the index of ``articles``, or a first one where there is none: on a terminal of what
    is typed there, else, or with ``samples``, of the sample articles. Raises as ``rebuild`` does,
    and InputError where the index holds other articles, which a slip must not replace."""
    held = _sources(place)
    if articles:
        _require_the_same(place, held, articles)
        _build(place, articles)
    elif held is None and (samples or not sys.stdin or not sys.stdin.isatty()):
        _say(f"No index at {place} yet: building one from the sample articles.")
        _build_samples(place)
    elif held is None:
        _build_what_is_typed(place)


def _sources(place: Path) -> tuple[str, ...] | None:
    try:
        return describe_generation(place).manifest.sources
    except IndexMissing:
        return None


def _require_the_same(place: Path, held: Sequence[str] | None, articles: Sequence[str]) -> None:
    with as_file(files("pincite.corpus") / "samples") as folder:
        samples = absolute([folder])
    if held is None or set(held) in ({*absolute(articles)}, {*samples}):
        return
    named = ", ".join(shown(nearby(each)) for each in held[:3])
    more = f" and {len(held) - 3:,} more" if len(held) > 3 else ""
    raise InputError(
        f"the index at {shown(nearby(str(place)))} is of {named}{more}; add --index NEW-FOLDER for "
        "one of its own, or replace it first: pincite rebuild FOLDER"
    )


def _build_what_is_typed(place: Path) -> None:
    """Asks for a folder until one can be read; nothing typed stands for the samples."""
    print(f"No index at {nearby(str(place))} yet.")  # noqa: T201
    while True:
        typed = input("Folder of your articles (nothing: the sample articles): ").strip()
        try:
            if typed:
                _build(place, [str(Path(typed.strip("'\"")).expanduser())])
            else:
                _build_samples(place)
            return
        except PinciteError as error:
            _say(f"pincite: {error}")


def _build_samples(place: Path) -> None:
    with as_file(files("pincite.corpus") / "samples") as folder:
        _build(place, [str(folder)])


def _build(place: Path, articles: Sequence[str]) -> None:
    build(lambda report: building.rebuild(articles, place, progress=report), as_json=False)


def _say(line: str) -> None:
    print(line, file=sys.stderr)  # noqa: T201
