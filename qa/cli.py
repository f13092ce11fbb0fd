"""The command line: ``pincite rebuild | add | remove | status | verify | ask | search | chat``.

Exit status: 0 done or answered; 1 not found in the articles, or ``verify`` found differences;
2 an error, told in one line on standard error.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console, Group, RenderableType

from corpus.errors import IndexFault, IndexMissing, PinciteError

app = typer.Typer(
    help="Ask questions of your own articles; every answer is a sentence that stands in one.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)

_UNWRAPPED = 1_000_000

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
Question = Annotated[str, typer.Argument(help="The question, in quotes.")]


@app.command(epilog="Example: pincite rebuild ~/articles")
def rebuild(
    articles: Annotated[
        list[Path] | None,
        typer.Argument(help="Files and folders. None: those that the index was built from."),
    ] = None,
    index: Index = None,
    model: Model = None,
    as_json: Json = False,
) -> None:
    """Make the index hold exactly these articles. What did not change is not embedded again."""
    from index.build import rebuild as run

    place = _place(index)
    _build(lambda report: run(place, articles or [], _embedder(place, model), report), as_json)


@app.command(epilog="Example: pincite add report.html notes.md")
def add(
    articles: Annotated[list[Path], typer.Argument(help="Files and folders.")],
    index: Index = None,
    as_json: Json = False,
) -> None:
    """Add articles, or replace those of the same name. The others stay as they are."""
    from index.build import add as run

    place = _place(index)
    _build(lambda report: run(place, articles, _embedder(place, None), report), as_json)


@app.command(epilog="Example: pincite remove report.html")
def remove(
    names: Annotated[list[str], typer.Argument(help="Article ids, or files and folders.")],
    index: Index = None,
    as_json: Json = False,
) -> None:
    """Take articles out: no answer cites them from then on."""
    from index.build import remove as run

    place = _place(index)
    _build(lambda _: run(place, names, _embedder(place, None)), as_json)


@app.command(epilog="Example: pincite status --articles")
def status(
    index: Index = None,
    articles: Annotated[bool, typer.Option("--articles", help="List the articles too.")] = False,
    as_json: Json = False,
) -> None:
    """Show what the index holds."""
    from index.snapshot import Snapshot
    from qa.terminal import inert, status_text

    place = _place(index)
    snapshot = Snapshot.open(place)
    manifest = snapshot.manifest
    size = sum(size for size, _ in manifest.files.values())
    listed = [(a.id, a.title) for a in snapshot.store.articles()] if articles else []
    if as_json:
        values = {name: getattr(manifest, name) for name in manifest.__slots__ if name != "files"}
        ids = [{"id": id_, "title": title} for id_, title in listed]
        _print_json({"index": str(place), "bytes": size, **values, "list": ids})
        return
    _print(status_text(snapshot, str(place), size))
    for id_, title in listed:
        _print(inert(f"  {id_}  {title}"))


@app.command(epilog="Example: pincite verify")
def verify(index: Index = None, as_json: Json = False) -> None:
    """Check every byte of the index, then read every source again and say what changed."""
    from index.verify import verify as run
    from qa.terminal import verification_text

    found = run(_place(index))
    _show(found.as_dict(), verification_text(found), as_json)
    raise typer.Exit(0 if found.current else 1)


@app.command(epilog='Example: pincite ask "When will the pilot line be ready?"')
def ask(
    question: Question,
    index: Index = None,
    threshold: Annotated[
        float | None,
        typer.Option(min=0.0, max=1.0, help="Answer from this confidence on. Default: measured."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Answer one question with a sentence from the articles, or say that they do not answer it."""
    from qa.answerer import Answerer
    from qa.plain import answer_dict
    from qa.terminal import answer_text

    answer = Answerer.open(_place(index), threshold=threshold).answer(question)
    _show(answer_dict(answer), answer_text(answer), as_json)
    raise typer.Exit(0 if answer.found else 1)


@app.command(epilog='Example: pincite search "pilot line" -k 5')
def search(
    question: Question,
    index: Index = None,
    k: Annotated[int, typer.Option("-k", min=1, max=50, help="How many passages.")] = 5,
    as_json: Json = False,
) -> None:
    """List the passages nearest to a question, with the ranks that put them there."""
    from qa.answerer import Answerer
    from qa.plain import hit_dict
    from qa.terminal import hit_text

    hits = Answerer.open(_place(index)).search(question, k)
    shown = Group(*(hit_text(number, hit) for number, hit in enumerate(hits, start=1)))
    _show({"question": question, "hits": [hit_dict(hit) for hit in hits]}, shown, as_json)
    raise typer.Exit(0 if hits else 1)


@app.command(epilog="Example: pincite chat --port 7860")
def chat(
    index: Index = None,
    host: Annotated[str, typer.Option(help="The address to serve on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to serve on.")] = 7860,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the page in a browser.")
    ] = True,
) -> None:
    """Open the chat page. Where there is no index yet, one is built from the sample articles."""
    from qa.answerer import Answerer
    from qa.web.server import serve

    place = _place(index)
    try:
        answerer = Answerer.open(place)
    except IndexMissing:
        _samples(place)
        answerer = Answerer.open(place)
    serve(
        answerer,
        host=host,
        port=port,
        open_browser=browser and _has_a_screen(),
        on_ready=lambda url: _print(f"Ask your articles at {url} (Ctrl-C stops)"),
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the command line and exits. Errors are one line on standard error, status 2."""
    try:
        app(args=None if arguments is None else list(arguments), prog_name="pincite")
    except PinciteError as error:
        print(f"pincite: {error}", file=sys.stderr)  # noqa: T201
        sys.exit(2)


def _has_a_screen() -> bool:
    # without one, a browser in text mode would take over the terminal
    here = os.environ
    return sys.platform in ("darwin", "win32") or bool(
        here.get("DISPLAY") or here.get("WAYLAND_DISPLAY")
    )


def _place(index: Path | None) -> Path:
    from qa.answerer import default_index

    return default_index() if index is None else index


def _embedder(place: Path, model: str | None) -> Any:
    """The embedder named, or the one that built the index, or the bundled one."""
    from index.encoder import DEFAULT_MODEL, SentenceEncoder
    from index.generation import describe_generation

    if model is None:
        try:
            model = describe_generation(place).manifest.embedder
        except IndexFault:
            model = DEFAULT_MODEL
    return SentenceEncoder.load(model)


def _build(run: Any, as_json: bool) -> None:
    from qa.terminal import progress_bar, receipt_text

    with progress_bar(Console(stderr=True)) as report:
        receipt = run(report)
    _show(receipt.as_dict(), receipt_text(receipt), as_json)


def _samples(place: Path) -> None:
    from importlib.resources import as_file, files

    from index.build import rebuild as run

    Console(stderr=True).print(f"No index at {place} yet: building one from the sample articles.")
    with as_file(files("corpus") / "samples") as folder:
        _build(lambda report: run(place, [folder], _embedder(place, None), report), as_json=False)


def _show(values: dict[str, Any], text: RenderableType, as_json: bool) -> None:
    if as_json:
        _print_json(values)
    else:
        _print(text)


def _print(text: RenderableType) -> None:
    # in a pipe, a sentence stays on one line
    width = None if sys.stdout.isatty() else _UNWRAPPED
    Console(width=width, highlight=False, markup=False, emoji=False).print(text)


def _print_json(values: dict[str, Any]) -> None:
    print(json.dumps(values, ensure_ascii=False, indent=2))  # noqa: T201
