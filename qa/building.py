"""``rebuild``, ``add`` and ``remove``, which build and change an index from Python."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pincite.corpus.errors import IndexDamaged, IndexIncompatible, IndexMissing, InputError
from pincite.index.storage.lock import builder_lock
from pincite.qa.place import Named as Index
from pincite.qa.place import Place, home_at, manifest_at, place_of

if TYPE_CHECKING:
    from pincite.corpus.parsing.pool import Parser
    from pincite.index.building.home import Home
    from pincite.index.building.publishing.cutting import PassageEncoder, Progress
    from pincite.index.building.publishing.receipt import Receipt
    from pincite.index.engines.encoder import SentenceEncoder

Named = str | Path | Iterable[str | Path]
"""One file, folder or web address, or several."""


def rebuild(
    articles: Named = (),
    index: Index = None,
    *,
    model: str | None = None,
    prune: bool = False,
    workers: str | None = None,
    progress: Progress | None = None,
) -> Receipt:
    """Builds an index, or the default one, so that it holds exactly these articles. Without
    ``articles``, the files and folders that the index was built from are read again.

    Unchanged articles are not embedded again. A web address is fetched only if it is named here.
    If a file or folder cannot be read now, its articles stay in the index and ``Receipt.unread``
    names them; with ``prune`` they are removed.

    ``model`` names the embedder, by folder or hub name; without it, the index's own embedder is
    used, or the one that ships. ``workers`` "ray" parses, cuts and embeds with Ray, on the cluster
    that $RAY_ADDRESS names or on all processors of this machine; "ray:2" uses two workers. Ray
    needs the extra pincite[scale]. ``progress`` is called with a stage, the amount done and the
    total.

    Returns a Receipt of what was added, changed, removed and skipped, and why. Raises
    SourceMissing for a path that does not exist, InputError if nothing can be read or if the
    index's folder holds something else, IndexBusy, IndexFault and ModelError. After an error the
    index is unchanged.
    """
    named = _as_list(articles)
    reports = () if progress is None else (progress,)
    place = place_of(index)
    with _locked_home(place, create=bool(named)) as home:
        from pincite.index.building.build import rebuild as run
        from pincite.index.building.notes import remember

        with _parser_and_encoder(workers, embedder(place, model)) as (parser, embedding):
            receipt = run(home, named, embedding, *reports, prune=prune, parser=parser)
        if isinstance(place, Path):
            remember(receipt, place)
        return receipt


def add(articles: Named, index: Index = None, *, progress: Progress | None = None) -> Receipt:
    """Adds articles to an index, or to the default one. An article that the index already has under
    the same name is replaced; all others stay as they are and are not read. Returns and raises as
    ``rebuild``, and raises IndexMissing if there is no index."""
    named = _as_list(articles)
    reports = () if progress is None else (progress,)
    place = place_of(index)
    with _locked_home(place) as home:
        from pincite.index.building.build import add as run
        from pincite.index.building.notes import remember
        from pincite.index.building.web_articles import absolute_sources

        receipt = run(home, named, embedder(place), *reports)
        if isinstance(place, Path):
            remember(receipt, place, absolute_sources(named))
        return receipt


def remove(names: Named = (), index: Index = None, *, purge: bool = False) -> Receipt:
    """Removes articles from an index, or from the default one. ``names`` are ids, or the files,
    folders or web addresses that the articles were read from.

    No answer cites a removed article, and later rebuilds that name no articles leave it out. With
    ``purge``, the text of all removed articles, now and before, is deleted from the index's files
    at once. Returns a Receipt. Raises InputError for a name that no article has, IndexBusy,
    IndexFault and ModelError. After an error the index is unchanged.
    """
    named = [str(each) for each in _as_list(names)]
    place = place_of(index)
    with _locked_home(place) as home:
        from pincite.index.building.build import remove as run
        from pincite.index.building.notes import remember
        from pincite.index.building.web_articles import absolute_sources

        receipt = run(home, named, embedder(place), purge=purge)
        if named and isinstance(place, Path):
            remember(receipt, place, absolute_sources(named))
        return receipt


def require_free(place: Place) -> None:
    """Raises IndexBusy, naming the holder, if another process builds the index, and what else
    taking the builder's lock raises."""
    home = home_at(place)
    if not isinstance(place, Path) or home.is_there():
        with home.locked():
            pass


def embedder(place: Place, model: str | None = None) -> SentenceEncoder:
    """The embedder ``model``; without it, the one that built the index, or the one that ships.
    Raises ModelError."""
    from pincite.index.engines.encoder import DEFAULT_MODEL, SentenceEncoder

    named = model is not None
    if model is None:
        try:
            model = manifest_at(place).embedder
        except (IndexDamaged, IndexIncompatible, IndexMissing):
            model = DEFAULT_MODEL
    return SentenceEncoder.load(model, network=named)


@contextmanager
def _locked_home(place: Place, *, create: bool = False) -> Iterator[Home]:
    """The home of an index. In a folder, the builder's lock is held until the block ends; in
    Milvus, it is only seen to be free. A folder that is not there is created if ``create``.

    For a folder, a process that another one keeps waiting is told so before it imports what a
    build needs, which takes longer than all else that it does. Raises what taking the lock raises,
    and IndexMissing.
    """
    if not isinstance(place, Path):
        milvus = home_at(place)
        with milvus.locked():
            pass
        yield milvus
    elif create or place.is_dir():
        with builder_lock(place):
            from pincite.index.building.home import FolderHome

            yield FolderHome(place, held=True)
    else:
        from pincite.index.building.home import existing_home

        yield existing_home(place)


@contextmanager
def _parser_and_encoder(
    workers: str | None, encoder: SentenceEncoder
) -> Iterator[tuple[Parser | None, PassageEncoder]]:
    """The parser (None: the usual one) and the encoder that embeds. Raises
    InputError for unknown workers."""
    if workers is None:
        yield None, encoder
        return
    match = re.fullmatch(r"ray(?::([1-9]\d{0,3}))?", workers)
    if match is None:
        raise InputError(
            f"workers {workers!r:.40}: expected ray, or ray: and how many, such as ray:4"
        )
    from pincite.index.scale.workers import ray_workers

    with ray_workers(encoder, int(match[1] or 0)) as made:
        yield made.parser, made.encoder


def _as_list(named: Named) -> list[str | Path]:
    each = [named] if isinstance(named, str | Path) else list(named)
    return [_at_home(one) for one in each]


def _at_home(named: str | Path) -> str | Path:
    """The path, with a ``~`` at its beginning replaced by the home folder."""
    return Path(named).expanduser() if str(named).startswith("~") else named
