"""The commands ``chat`` and ``mcp``, which serve the page and the MCP tool."""

from __future__ import annotations

import ipaddress
import os
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pincite.corpus.errors import IndexMissing, InputError, PinciteError, shown
from pincite.index.retrieval.query import Query
from pincite.qa.cli.options import Exact, Index, Reader, Since, Source, Threshold, Until
from pincite.qa.cli.output import build, has_a_screen, print_text, waiting
from pincite.qa.place import Place, manifest_at, place_of
from pincite.qa.place import samples as samples_folder

if TYPE_CHECKING:
    from pincite.qa.library.opening import Opening

_Articles = Annotated[
    list[str] | None,
    typer.Argument(metavar="FOLDER", help="Read these articles first: folders, files, addresses."),
]
_Host = Annotated[str, typer.Option(metavar="ADDRESS", help="The address to serve on.")]
_Port = Annotated[
    int, typer.Option(min=1, max=65535, metavar="NUMBER", help="The port to serve on.")
]
_Auth = Annotated[
    bool,
    typer.Option(
        "--auth", help="Ask everybody for a token: $PINCITE_TOKEN, or a new one that is shown."
    ),
]
_Edit = Annotated[
    bool | None,
    typer.Option(
        "--edit/--no-edit",
        help="Add and remove articles in the page, and say there whether answers are right. "
        "Default: on where only this machine reaches the page.",
    ),
]
_Mcp = Annotated[bool, typer.Option("--mcp", help="Serve the MCP tool too, at /mcp.")]
_Browser = Annotated[
    bool, typer.Option("--browser/--no-browser", help="Open the page in a browser.")
]
_Samples = Annotated[
    bool, typer.Option("--samples", help="Where there is no index: one of the sample articles.")
]
_Text = Annotated[bool, typer.Option("--text", help="Talk here, in the shell.")]


def chat(
    articles: _Articles = None,
    index: Index = None,
    reader: Reader = None,
    host: _Host = "127.0.0.1",
    port: _Port = 7860,
    auth: _Auth = False,
    edit: _Edit = None,
    mcp: _Mcp = False,
    browser: _Browser = True,
    samples: _Samples = False,
    text: _Text = False,
    since: Since = None,
    until: Until = None,
    source: Source = None,
    exact: Exact = False,
) -> None:
    """Open the chat page.

    With a folder, its articles are read first, as pincite rebuild does. Where there is no index
    yet, the page offers to add your files or the sample articles. Files that are added in the page
    are kept beside the index, in INDEX.files. The page's address answers programs too: /api says
    how.
    """
    # an invalid filter is refused before anything is loaded
    Query.filter_of(since, until, source)
    from pincite.qa.serving.memory import use_few_arenas

    use_few_arenas()
    place = place_of(index)
    editing = edit if edit is not None else _is_this_machine(host)
    changed = place if editing and isinstance(place, Path) else None
    later = changed is not None and not (text or articles or samples) and _sources(place) is None
    if not later:
        prepare(place, articles or [], samples=samples)
    elif (
        changed is not None and changed.is_dir()
    ):  # a folder that holds something else is refused at once
        from pincite.index.storage.lock import builder_lock

        with builder_lock(changed):
            pass
    with waiting("opening your articles"):
        from pincite.qa.answerer import Answerer
        from pincite.qa.library.opening import Opening

        opening = Opening(place, lambda: Answerer.open(place, reader=reader, exact=exact))
        # before the page is imported, which disables the hub: a named reader may have to be fetched
        opening.opened()
    if text:
        from pincite.qa.cli.talking import talk

        talk(opening.required().conversation(), since, until, source)
        return
    _serve(opening, changed, host, port, auth, mcp, browser, since, until, source)


def _serve(
    answers: Opening,
    changed: Path | None,
    host: str,
    port: int,
    auth: bool,
    mcp: bool,
    browser: bool,
    since: str | None,
    until: str | None,
    source: str | None,
) -> None:
    """Serves the page until it is stopped. In the page, people may change the articles of the index
    ``changed``; None forbids changes."""
    with waiting("opening the page"):
        from pincite.qa.library.library import Library
        from pincite.qa.programs.token import chosen_token
        from pincite.qa.serving.memory import give_back
        from pincite.qa.web.rendering.turn import ChosenFilter
        from pincite.qa.web.server import serve

    def built() -> None:
        answers.opened()
        give_back()  # a build frees much at once

    library = Library(changed, built=built) if changed else None
    serve(
        answers,
        host=host,
        port=port,
        open_browser=browser and has_a_screen(),
        on_ready=lambda url: print_text(f"Ask your articles at {url} (Ctrl-C stops)"),
        narrowed=ChosenFilter(since, until, source),
        mcp=mcp,
        token=chosen_token() if auth else "",
        library=library,
    )
    if library:
        library.close()
    _exit_if_busy()


def _is_this_machine(host: str) -> bool:
    """Whether only this machine can reach a host."""
    with suppress(ValueError):
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    return False


def _exit_if_busy() -> None:
    """Ends the process at once if an abandoned question or a build is still running in a thread. A
    usual exit would unload libraries that the thread uses, and abort."""
    if any(each.name in ("answer", "building") for each in threading.enumerate()):
        sys.stdout.flush()
        os._exit(0)


def mcp(index: Index = None, reader: Reader = None, threshold: Threshold = None) -> None:
    """Serve the articles to an assistant, as the tool "answer" of the Model Context Protocol, on
    standard input and output. The assistant starts this command itself; it needs the extra
    pincite[mcp]."""
    from pincite.qa.serving.memory import use_few_arenas

    use_few_arenas()  # before the libraries start threads
    from pincite.qa.answerer import Answerer
    from pincite.qa.programs.service import Service
    from pincite.qa.programs.tool import stdio

    stdio(Service(Answerer.open(index, reader=reader, threshold=threshold)))


def prepare(place: Place, articles: Sequence[str], *, samples: bool) -> None:
    """Builds the index of ``articles``. Without them, builds a first index if there is none: from a
    folder that the person types on a terminal, or else, or with ``samples``, from the sample
    articles. Raises as ``rebuild``, and InputError if the index holds other articles, which must
    not be replaced by mistake."""
    sources = _sources(place)
    if articles:
        _build(place, _sources_to_read(place, sources, articles))
    elif sources is None and (samples or not sys.stdin or not sys.stdin.isatty()):
        _say(f"No index at {place} yet: building one from the sample articles.")
        _build_samples(place)
    elif sources is None:
        _build_what_is_typed(place)


def _sources(place: Place) -> tuple[str, ...] | None:
    try:
        return manifest_at(place).sources
    except IndexMissing:
        return None


def _sources_to_read(
    place: Place, held: Sequence[str] | None, articles: Sequence[str]
) -> list[str]:
    """The articles to read: those that are named, and the files that were added in the page. If web
    pages were added too, the list is empty, which means all sources of the index. Raises InputError
    if the index has other sources, which must not be replaced by mistake."""
    from pincite.corpus.web.addresses import is_url
    from pincite.index.building.web_articles import absolute_sources
    from pincite.qa.library.own_files import own_folder
    from pincite.qa.wording import nearby

    with samples_folder() as folder:
        samples = {*absolute_sources([folder])}
    named, own = (
        {*absolute_sources(articles)},
        own_folder(place) if isinstance(place, Path) else None,
    )
    added = [each for each in held or () if Path(each).parent == own and each not in named]
    others = {*(held or ())} - {*added}
    if not others or others in (named, samples):
        return [*articles, *added]
    if named <= others and all(is_url(each) or each in samples for each in others - named):
        return []
    some = ", ".join(shown(nearby(each)) for each in (held or ())[:3])
    more = f" and {len(held or ()) - 3:,} more" if len(held or ()) > 3 else ""
    raise InputError(
        f"the index at {shown(nearby(str(place)))} is of {some}{more}; add --index NEW-FOLDER for "
        "one of its own, or replace it first: pincite rebuild FOLDER"
    )


def _build_what_is_typed(place: Place) -> None:
    """Asks for a folder until one can be read. An empty line means the samples."""
    from pincite.qa.wording import nearby

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


def _build_samples(place: Place) -> None:
    with samples_folder() as folder:
        _build(place, [str(folder)])


def _build(place: Place, articles: Sequence[str]) -> None:
    from pincite.qa import building

    build(lambda report: building.rebuild(articles, place, progress=report), as_json=False)


def _say(line: str) -> None:
    print(line, file=sys.stderr)  # noqa: T201
