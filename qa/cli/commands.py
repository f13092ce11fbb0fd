"""The command line: ``pincite rebuild | add | remove | copy | status | verify | rollback | ask |
mentions | search | eval | chat | mcp | feedback | replay``.

Exit status: 0 done or answered; 1 not found in the articles, or ``verify`` or ``replay`` found
differences; 2 an error, which is one line on standard error.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Literal, NoReturn

import typer
from rich.console import Console, Group
from typer.exceptions import TyperException

from pincite.corpus.errors import IndexMissing, PinciteError
from pincite.index.retrieval.query import Query
from pincite.qa.cli import feedback, indexing, serving
from pincite.qa.cli.options import (
    All,
    As,
    Command,
    Dates,
    Exact,
    Export,
    Index,
    Json,
    Question,
    Reader,
    Since,
    Source,
    Threshold,
    Until,
    joined_words,
)
from pincite.qa.cli.output import print_text, show, waiting
from pincite.qa.place import default_index, place_of, retriever_at

app = typer.Typer(
    help="Ask questions of your own articles; every answer is a sentence that stands in one.",
    pretty_exceptions_enable=False,
    epilog="For a start: pincite chat FOLDER",
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback(invoke_without_command=True)
def begin(
    context: typer.Context,
    version_wanted: Annotated[
        bool, typer.Option("--version", help="Show the version and exit.")
    ] = False,
) -> None:
    """The options of the command line as a whole."""
    if version_wanted:
        from importlib.metadata import version

        print_text(f"pincite {version('pincite')}")
    elif context.invoked_subcommand is None:
        print_text(context.get_help())


@app.command(
    cls=Command,
    short_help="Answer a question.",
    epilog="Example: pincite ask when will the pilot line be ready",
)
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
    exact: Exact = False,
    as_json: Json = False,
) -> None:
    """Answer a question with a sentence from the articles, or say that they do not answer it."""
    # an invalid query is refused before anything is loaded
    query = Query.of(joined_words(question), since=since, until=until, source=source)
    with waiting("reading your articles"):
        from pincite.qa.answerer import Answerer
        from pincite.qa.carrying import export as exports
        from pincite.qa.cli.text import answer_text

        answerer = Answerer.open(index, reader=reader, threshold=threshold, exact=exact)
        answer = None if every else answerer.ask([query], form, dates=dates)[0]
    if answer is None:
        from pincite.qa.cli.listing import all_answers

        answer = all_answers(query, answerer)
    if export is not None:
        exports.export(answer, export)
    show(answer.to_dict(), answer_text(answer), as_json)
    raise typer.Exit(0 if answer.found else 1)


@app.command(
    cls=Command,
    short_help="List every sentence that mentions something.",
    epilog="Example: pincite mentions the pilot line",
)
def mentions(
    subject: Annotated[list[str], typer.Argument(metavar="SUBJECT", help="What is mentioned.")],
    index: Index = None,
    since: Since = None,
    until: Until = None,
    source: Source = None,
    as_json: Json = False,
) -> None:
    """List every sentence that mentions something, by article and date. Ctrl-C stops the search
    and shows what was found so far."""
    query = Query.of(joined_words(subject), since=since, until=until, source=source)
    from pincite.qa.cli.listing import collected, mentions_dict, mentions_text

    found = collected(query, retriever_at(place_of(index)))
    show(mentions_dict(found), mentions_text(found), as_json)
    raise typer.Exit(0 if found.places else 1)


@app.command(
    cls=Command,
    short_help="List the passages nearest to a question.",
    epilog="Example: pincite search pilot line -k 5",
)
def search(
    question: Question,
    index: Index = None,
    k: Annotated[
        int, typer.Option("-k", min=1, max=50, metavar="NUMBER", help="How many passages.")
    ] = 5,
    since: Since = None,
    until: Until = None,
    source: Source = None,
    exact: Exact = False,
    as_json: Json = False,
) -> None:
    """List the passages nearest to a question, with the ranks that put them there."""
    query = Query.of(joined_words(question), since=since, until=until, source=source)
    with waiting("searching your articles"):
        from pincite.qa.cli.text import hit_text, scope_text
        from pincite.qa.json_values import hit_dict, scope_dict

        [found] = retriever_at(place_of(index), exact=exact).search([query], k)
    listed = (hit_text(number, hit) for number, hit in enumerate(found.hits, start=1))
    values = {"scope": scope_dict(found.scope), "hits": [hit_dict(hit) for hit in found.hits]}
    show({"question": query.text, **values}, Group(*listed, scope_text(found.scope)), as_json)
    raise typer.Exit(0 if found.hits else 1)


@app.command(
    "eval",
    cls=Command,
    short_help="Measure the answers to questions whose answers are known.",
    epilog="Example: pincite eval questions.jsonl --out report",
)
def evaluate(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="SQuAD JSON (1.1 or 2.0), or JSON lines.")
    ],
    mode: Annotated[
        Literal["closed", "open"] | None,
        typer.Option(
            metavar="closed|open",
            help="Read the context given, or search first. Default: closed if it can be.",
        ),
    ] = None,
    index: Index = None,
    reader: Reader = None,
    threshold: Threshold = None,
    limit: Annotated[
        int | None,
        typer.Option(
            min=1, metavar="NUMBER", help="Ask so many of the questions, drawn at random."
        ),
    ] = None,
    seed: Annotated[int, typer.Option(metavar="NUMBER", help="Another seed draws others.")] = 0,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER", help="A folder for the figures, a report, a plot and every answer."
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Measure the answers to questions whose answers are known.

    JSON lines hold one object a line: "question", "answers" (a list of texts, empty where there is
    none) and, if you like, "article" (the id or file name of the article that holds the answer) and
    "context" (the text to read in closed mode). Open mode asks an index: the one named, else a
    temporary one of the file's contexts, else your own.

    Lines with a "style" and "sentences" (those that answer; none where nothing does) give a figure
    for each style; so do conversations, lines whose "turns" are such questions, each with
    "needs_context": true or false.
    """
    from pincite.qa.evaluation.report import table
    from pincite.qa.evaluation.run import Options, measured, measured_styles
    from pincite.qa.evaluation.styles import styles_table

    options, console = Options(mode, index, reader, threshold, limit, seed), Console(stderr=True)
    if (figures := measured_styles(file, options, console)) is not None:
        show(figures, styles_table(figures), as_json)
        return
    figures = measured(file, options, out, console).figures
    show(figures, table(figures), as_json)


for _command, _does, _example in (
    (serving.chat, "Open the chat page.", "chat ~/articles"),
    (serving.mcp, "Serve the articles to an assistant, as an MCP tool.", "mcp"),
    (feedback.feedback, "Say whether an answer is right.", "feedback right who is the minister"),
    (feedback.replay, "Ask saved questions again: which answers changed?", "replay"),
    (indexing.rebuild, "Make the index hold exactly these articles.", "rebuild ~/articles"),
    (indexing.add, "Add articles to the index.", "add report.html https://example.org/news"),
    (indexing.remove, "Take articles out of the index.", "remove report.html"),
    (indexing.copy, "Carry an index to another place.", "copy my-index milvus://localhost/news"),
    (indexing.status, "Show what the index holds.", "status --articles"),
    (indexing.verify, "Check the index, its sources, or the quotes of an export.", "verify"),
    (indexing.rollback, "Go back to the index as it was before the last build.", "rollback"),
):
    app.command(cls=Command, short_help=_does, epilog=f"Example: pincite {_example}")(_command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the command line and exits. Errors are one line on standard error, status 2."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # characters that cannot be shown are escaped
            stream.reconfigure(errors="replace" if stream is sys.stdin else "backslashreplace")
    given = None if arguments is None else list(arguments)
    try:
        status = app(args=given, prog_name="pincite", standalone_mode=False)
    except IndexMissing as error:
        first = str(default_index()) in str(error)
        _refuse(f"{error}{', or try the samples: pincite chat --samples' if first else ''}")
    except PinciteError as error:
        _refuse(str(error))
    except TyperException as error:
        _refuse(_usage(error))
    sys.exit(status if isinstance(status, int) else 0)


def _usage(error: TyperException) -> str:
    """One line on what is wrong with a command line, and how to see its help."""
    context, message = getattr(error, "ctx", None), getattr(error, "format_message", None)
    line = " ".join((message() if message else str(error)).split()).rstrip(".")
    path = context.command_path if context else "pincite"
    return f"{line}{' See' if line.endswith('?') else '; see'}: {path} --help"


def _refuse(line: str) -> NoReturn:
    print(f"pincite: {line}", file=sys.stderr)  # noqa: T201
    sys.exit(2)
