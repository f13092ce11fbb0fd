"""The commands that build, change, copy and check an index."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console, Group

from pincite.corpus.errors import InputError
from pincite.qa.cli.options import Exported, Index, Json, Model
from pincite.qa.cli.output import build, print_json, print_text, show
from pincite.qa.place import folder_of, home_at, manifest_at, place_of


def rebuild(
    articles: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FOLDER",
            help="Files, folders, web addresses. None: those that the index was built from.",
        ),
    ] = None,
    index: Index = None,
    model: Model = None,
    watch: Annotated[
        bool,
        typer.Option("--watch", help="Then publish each change of these files, until Ctrl-C."),
    ] = False,
    prune: Annotated[
        bool,
        typer.Option("--prune", help="Take out what cannot be read now, as if it were gone."),
    ] = False,
    workers: Annotated[
        str | None,
        typer.Option(
            metavar="ray", help="Let Ray parse and embed, here or at $RAY_ADDRESS; ray:4 by four."
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Make the index hold exactly these articles. What did not change is not embedded again.

    A web address is fetched only if it is named here. Articles of a disk that is not plugged in, or
    of a file that cannot be read now, stay and are named. With --watch, an open chat follows each
    publication, and --json prints one object a line.
    """
    from pincite.qa import building

    named = articles or []
    if watch and prune:
        raise InputError("--watch and --prune: expected one of them; prune first, then watch")
    if watch and workers:
        raise InputError("--watch and --workers: expected one of them; build first, then watch")
    if watch:
        from pincite.qa.cli.watching import follow

        place = folder_of(place_of(index), "rebuild --watch")
        building.require_free(place)
        follow(place, named, building.embedder(place, model), as_json=as_json)
        return
    build(
        lambda report: building.rebuild(
            named, index, model=model, prune=prune, workers=workers, progress=report
        ),
        as_json,
    )


def add(
    articles: Annotated[
        list[str],
        typer.Argument(metavar="FILE", help="Files, folders, web addresses (fetched now)."),
    ],
    index: Index = None,
    as_json: Json = False,
) -> None:
    """Add articles, or replace those of the same name. The others stay as they are."""
    from pincite.qa import building

    build(lambda report: building.add(articles, index, progress=report), as_json)


def remove(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="NAME", help="Article ids, files, folders, web addresses."),
    ] = None,
    purge: Annotated[
        bool,
        typer.Option(
            "--purge", help="Delete all that was ever removed from the index's files now."
        ),
    ] = False,
    index: Index = None,
    as_json: Json = False,
) -> None:
    """Take articles out: no answer cites them from then on.

    Their text stays in the index's files until later builds have written these files again. With
    --purge it is deleted at once, also the text of what was removed before.
    """
    from pincite.qa import building

    if not (names or purge):
        raise InputError("name what is to be removed: pincite remove report.html")
    build(lambda _: building.remove(names or [], index, purge=purge), as_json)


def copy(
    source: Annotated[str, typer.Argument(metavar="FROM", help="The index: a folder or Milvus.")],
    target: Annotated[str, typer.Argument(metavar="TO", help="The place for the copy.")],
    as_json: Json = False,
) -> None:
    """Carry an index to another place, from a folder to Milvus or back, and compare the two.

    Nothing is embedded anew. TO is an empty place, or holds an earlier copy.
    """
    from pincite.index.building.copying import copy as run
    from pincite.index.engines.encoder import SentenceEncoder

    here, there = place_of(source), place_of(target)
    encoder = SentenceEncoder.load(manifest_at(here).embedder, network=False)
    build(lambda report: run(home_at(here), home_at(there), encoder, report), as_json)


def status(
    index: Index = None,
    articles: Annotated[bool, typer.Option("--articles", help="List the articles too.")] = False,
    as_json: Json = False,
) -> None:
    """Show what the index holds."""
    from pincite.qa.cli.text import printable, status_text

    place = place_of(index)
    held = home_at(place).in_force()
    manifest, size = held.manifest, held.size
    listed = [(a.id, a.title) for a, _ in held.holdings.whole()] if articles else []
    if as_json:
        ids = [{"id": id_, "title": title} for id_, title in listed]
        print_json({"index": str(place), "bytes": size, **manifest.as_dict(), "list": ids})
        return
    print_text(status_text(held, str(place)))
    for id_, title in listed:
        print_text(printable(f"  {id_}  {title}"))


def verify(
    exported: Exported = None,
    index: Index = None,
    mend: Annotated[
        bool, typer.Option("--repair", help="Build what is damaged anew from its sources.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Check the index's bytes and what changed in its sources; or the quotes of an export."""
    from pincite.index.building.verify import verify as run
    from pincite.qa.cli.checking import check
    from pincite.qa.cli.text import verification_text

    place = place_of(index)
    if exported is not None:
        raise typer.Exit(0 if check(exported, place, as_json) else 1)
    if mend:
        lost = _mended(folder_of(place, "verify --repair"), as_json)
        if lost is not None:
            raise typer.Exit(1 if lost else 0)
    found = run(home_at(place))
    show(found.as_dict(), verification_text(found), as_json)
    raise typer.Exit(0 if found.current else 1)


def rollback(index: Index = None, as_json: Json = False) -> None:
    """Go back to the index as it was before the last build; rebuild goes forward again."""
    from pincite.index.recovery.rollback import roll_back
    from pincite.qa.cli.text import printable
    from pincite.qa.wording import counted

    done = roll_back(folder_of(place_of(index), "rollback"))
    said = (
        f"generation {done.generation} of {done.created} is in force: "
        f"{counted(done.articles, 'article')} in {counted(done.passages, 'passage')}; "
        f"generation {done.left or 'that was left'} stays on the disk until the next build; "
        f"pincite rebuild goes forward again"
    )
    show(done.as_dict(), printable(said), as_json)


def _mended(place: Path, as_json: bool) -> tuple[str, ...] | None:
    """Repairs a damaged index and shows what was done. Returns what could not be restored; None if
    nothing was damaged."""
    from pincite.index.recovery.repair import damage, repair
    from pincite.qa.building import embedder
    from pincite.qa.cli.text import printable, receipt_text
    from pincite.qa.progress import progress_bar

    if not damage(place):
        return None
    with progress_bar(Console(stderr=True)) as report:
        done = repair(place, embedder(place), report)
    lost = [printable(f"could not be brought back: {each}") for each in done.lost]
    text = Group(printable(f"damaged: {done.damage}"), receipt_text(done.receipt), *lost)
    show({**done.receipt.as_dict(), "damage": done.damage, "lost": list(done.lost)}, text, as_json)
    return done.lost
