"""The command line: ``pincite rebuild | add | remove | status | verify | rollback | ask |
mentions | search | eval | chat``.

Exit status: 0 done or answered; 1 not found in the articles, or ``verify`` found differences;
2 an error, told in one line on standard error.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console, Group

from pincite.corpus.errors import IndexMissing, PinciteError
from pincite.index.retrieval.query import Query
from pincite.qa.cli import indexing
from pincite.qa.cli.options import (
    All,
    As,
    Dates,
    Export,
    Index,
    Json,
    Question,
    Reader,
    Since,
    Source,
    Threshold,
    Until,
)
from pincite.qa.cli.output import (
    build_samples,
    has_a_screen,
    place_of,
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

app.command(epilog="Example: pincite rebuild ~/articles")(indexing.rebuild)
app.command(epilog="Example: pincite add report.html https://example.org/news")(indexing.add)
app.command(epilog="Example: pincite remove report.html")(indexing.remove)
app.command(epilog="Example: pincite status --articles")(indexing.status)
app.command(epilog="Example: pincite verify")(indexing.verify)
app.command(epilog="Example: pincite rollback")(indexing.rollback)


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
    export: Export = None,
    dates: Dates = True,
    every: All = False,
    as_json: Json = False,
) -> None:
    """Answer one question with a sentence from the articles, or say that they do not answer it."""
    from pincite.qa.answerer import Answerer
    from pincite.qa.carrying import export as exports
    from pincite.qa.cli.as_json import answer_dict
    from pincite.qa.cli.listing import all_answers
    from pincite.qa.cli.text import answer_text

    # a bad query is told before anything is loaded
    query = Query.of(question, since=since, until=until, source=source)
    answerer = Answerer.open(place_of(index), reader=reader, threshold=threshold)
    answer = all_answers(query, answerer) if every else answerer.ask([query], form, dates=dates)[0]
    if export is not None:
        exports.export(answer, export)
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
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # what the terminal cannot show is escaped
            stream.reconfigure(errors="backslashreplace")
    try:
        app(args=None if arguments is None else list(arguments), prog_name="pincite")
    except PinciteError as error:
        print(f"pincite: {error}", file=sys.stderr)  # noqa: T201
        sys.exit(2)
