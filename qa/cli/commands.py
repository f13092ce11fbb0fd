"""The command line: ``pincite rebuild | add | remove | status | verify | ask | mentions |
search | eval | chat``.

Exit status: 0 done or answered; 1 not found in the articles, or ``verify`` found differences;
2 an error, told in one line on standard error.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console, Group

from pincite.corpus.errors import IndexMissing, PinciteError
from pincite.index.retrieval.query import Query
from pincite.qa.cli.options import (
    As,
    Index,
    Json,
    Model,
    Question,
    Reader,
    Since,
    Source,
    Threshold,
    Until,
)
from pincite.qa.cli.output import (
    build,
    build_samples,
    embedder,
    has_a_screen,
    place_of,
    print_json,
    print_text,
    show,
)

app = typer.Typer(
    help="Ask questions of your own articles; every answer is a sentence that stands in one.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)


@app.command(epilog="Example: pincite rebuild ~/articles")
def rebuild(
    articles: Annotated[
        list[str] | None,
        typer.Argument(
            help="Files, folders, web addresses. None: those that the index was built from."
        ),
    ] = None,
    index: Index = None,
    model: Model = None,
    watch: Annotated[
        bool,
        typer.Option("--watch", help="Go on: publish what changes in these files, until Ctrl-C."),
    ] = False,
    as_json: Json = False,
) -> None:
    """Make the index hold exactly these articles. What did not change is not embedded again.

    A web address is fetched when it is named here, and never else. With --watch, an open chat
    follows each publication, and --json prints one object a line.
    """
    from pincite.index.building.build import rebuild as run

    place = place_of(index)
    if watch:
        from pincite.qa.cli.watching import follow

        follow(place, articles or [], embedder(place, model), as_json=as_json)
        return
    build(lambda report: run(place, articles or [], embedder(place, model), report), as_json)


@app.command(epilog="Example: pincite add report.html https://example.org/news")
def add(
    articles: Annotated[
        list[str], typer.Argument(help="Files, folders, web addresses (fetched now).")
    ],
    index: Index = None,
    as_json: Json = False,
) -> None:
    """Add articles, or replace those of the same name. The others stay as they are."""
    from pincite.index.building.build import add as run

    place = place_of(index)
    build(lambda report: run(place, articles, embedder(place, None), report), as_json)


@app.command(epilog="Example: pincite remove report.html")
def remove(
    names: Annotated[list[str], typer.Argument(help="Article ids, files, folders, web addresses.")],
    index: Index = None,
    as_json: Json = False,
) -> None:
    """Take articles out: no answer cites them from then on."""
    from pincite.index.building.build import remove as run

    place = place_of(index)
    build(lambda _: run(place, names, embedder(place, None)), as_json)


@app.command(epilog="Example: pincite status --articles")
def status(
    index: Index = None,
    articles: Annotated[bool, typer.Option("--articles", help="List the articles too.")] = False,
    as_json: Json = False,
) -> None:
    """Show what the index holds."""
    from pincite.index.storage.snapshot import Snapshot
    from pincite.qa.cli.text import inert, status_text

    place = place_of(index)
    snapshot = Snapshot.open(place)
    manifest = snapshot.manifest
    size = sum(size for size, _ in manifest.files.values())
    listed = [(a.id, a.title) for a in snapshot.store.articles()] if articles else []
    if as_json:
        values = {name: getattr(manifest, name) for name in manifest.__slots__ if name != "files"}
        ids = [{"id": id_, "title": title} for id_, title in listed]
        print_json({"index": str(place), "bytes": size, **values, "list": ids})
        return
    print_text(status_text(snapshot, str(place), size))
    for id_, title in listed:
        print_text(inert(f"  {id_}  {title}"))


@app.command(epilog="Example: pincite verify")
def verify(index: Index = None, as_json: Json = False) -> None:
    """Check every byte of the index, then read every source again and say what changed."""
    from pincite.index.building.verify import verify as run
    from pincite.qa.cli.text import verification_text

    found = run(place_of(index))
    show(found.as_dict(), verification_text(found), as_json)
    raise typer.Exit(0 if found.current else 1)


@app.command(epilog='Example: pincite ask "When will the pilot line be ready?"')
def ask(
    question: Question,
    index: Index = None,
    reader: Reader = None,
    threshold: Threshold = None,
    since: Since = None,
    until: Until = None,
    source: Source = None,
    form: As = None,
    as_json: Json = False,
) -> None:
    """Answer one question with a sentence from the articles, or say that they do not answer it."""
    from pincite.qa.answerer import Answerer
    from pincite.qa.cli.as_json import answer_dict
    from pincite.qa.cli.text import answer_text

    # a bad query is told before anything is loaded
    query = Query.of(question, since=since, until=until, source=source)
    answerer = Answerer.open(place_of(index), reader=reader, threshold=threshold)
    [answer] = answerer.ask([query], form)
    show(answer_dict(answer), answer_text(answer), as_json)
    raise typer.Exit(0 if answer.found else 1)


@app.command(epilog='Example: pincite mentions "the pilot line"')
def mentions(
    subject: Annotated[str, typer.Argument(help="What is mentioned, in quotes.")],
    index: Index = None,
    since: Since = None,
    until: Until = None,
    source: Source = None,
    as_json: Json = False,
) -> None:
    """List every sentence that mentions something, by article and date. Ctrl-C stops the search
    and shows what was found till then."""
    from pincite.index.retrieval.local import LocalRetriever
    from pincite.qa.cli.mentioning import collected, mentions_dict, mentions_text

    query = Query.of(subject, since=since, until=until, source=source)
    found = collected(query, LocalRetriever(place_of(index)))
    show(mentions_dict(found), mentions_text(found), as_json)
    raise typer.Exit(0 if found.places else 1)


@app.command(epilog='Example: pincite search "pilot line" -k 5')
def search(
    question: Question,
    index: Index = None,
    k: Annotated[int, typer.Option("-k", min=1, max=50, help="How many passages.")] = 5,
    since: Since = None,
    until: Until = None,
    source: Source = None,
    as_json: Json = False,
) -> None:
    """List the passages nearest to a question, with the ranks that put them there."""
    from pincite.index.retrieval.local import LocalRetriever
    from pincite.qa.cli.as_json import hit_dict, scope_dict
    from pincite.qa.cli.text import hit_text, scope_text

    query = Query.of(question, since=since, until=until, source=source)
    [found] = LocalRetriever(place_of(index)).search([query], k)
    listed = (hit_text(number, hit) for number, hit in enumerate(found.hits, start=1))
    values = {"scope": scope_dict(found.scope), "hits": [hit_dict(hit) for hit in found.hits]}
    show({"question": question, **values}, Group(*listed, scope_text(found.scope)), as_json)
    raise typer.Exit(0 if found.hits else 1)


@app.command("eval", epilog="Example: pincite eval questions.jsonl --out report")
def evaluate(
    file: Annotated[Path, typer.Argument(help="SQuAD JSON (1.1 or 2.0), or JSON lines.")],
    mode: Annotated[
        Literal["closed", "open"] | None,
        typer.Option(help="Read the context given, or search first. Default: closed if it can be."),
    ] = None,
    index: Index = None,
    reader: Reader = None,
    threshold: Threshold = None,
    limit: Annotated[
        int | None, typer.Option(min=1, help="Ask so many of the questions, drawn at random.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Another seed draws others.")] = 0,
    out: Annotated[
        Path | None,
        typer.Option(help="A folder for the figures, a report, a plot and every answer."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Measure the answers to questions whose answers are known.

    JSON lines hold one object a line: "question", "answers" (a list of texts, empty where there is
    none) and, if you like, "article" (the id or file name of the article that holds the answer) and
    "context" (the text to read in closed mode). Open mode asks an index: the one named, else one
    made of the file's contexts for the time being, else your own.
    """
    from pincite.qa.evaluation.report import table
    from pincite.qa.evaluation.run import Options, measured

    options = Options(mode, index, reader, threshold, limit, seed)
    figures = measured(file, options, out, Console(stderr=True)).figures
    show(figures, table(figures), as_json)


@app.command(epilog="Example: pincite chat --port 7860")
def chat(
    index: Index = None,
    reader: Reader = None,
    host: Annotated[str, typer.Option(help="The address to serve on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to serve on.")] = 7860,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the page in a browser.")
    ] = True,
    text: Annotated[bool, typer.Option("--text", help="Talk here, in the shell.")] = False,
) -> None:
    """Open the chat page. Where there is no index yet, one is built from the sample articles."""
    from pincite.qa.answerer import Answerer
    from pincite.qa.web.server import serve

    place = place_of(index)
    try:
        answerer = Answerer.open(place, reader=reader)
    except IndexMissing:
        build_samples(place)
        answerer = Answerer.open(place, reader=reader)
    if text:
        from pincite.qa.cli.talking import talk

        talk(answerer.conversation())
        return
    serve(
        answerer,
        host=host,
        port=port,
        open_browser=browser and has_a_screen(),
        on_ready=lambda url: print_text(f"Ask your articles at {url} (Ctrl-C stops)"),
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the command line and exits. Errors are one line on standard error, status 2."""
    try:
        app(args=None if arguments is None else list(arguments), prog_name="pincite")
    except PinciteError as error:
        print(f"pincite: {error}", file=sys.stderr)  # noqa: T201
        sys.exit(2)
