"""An index built and changed from Python: ``rebuild``, ``add`` and ``remove``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pincite.corpus.errors import IndexDamaged, IndexIncompatible, IndexMissing, InputError
from pincite.qa.place import Named as Index
from pincite.qa.place import Place, home_at, manifest_at, place_of

if TYPE_CHECKING:
    from pincite.corpus.read import Parse
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
    """Makes an index, or the default one, hold exactly these articles; without any, those of the
    files and folders that it was built from. What did not change is not embedded again. A web
    address is fetched where it is named here, and never else. Articles of a file or folder that
    cannot be read now stay and are named in ``Receipt.unread``, except with ``prune``.

    ``workers`` "ray" has Ray parse and embed, on the cluster that $RAY_ADDRESS names or on all
    processors of this machine; "ray:2" with two workers. It needs the extra pincite[scale].
    ``model`` names the embedder, by folder or hub name; without it, the index's own or the one that
    ships. ``progress`` is called with a stage, how much of it is done, and of how much.
    The Receipt says what was added, changed, removed and skipped, and why. Raises SourceMissing
    for a path that is not there, InputError where nothing can be read or where the index's folder
    holds something else, IndexBusy, IndexFault and ModelError; the index is then as it was.
    """
    from pincite.index.building.build import rebuild as run
    from pincite.index.building.notes import remember

    place = place_of(index)
    encoder = embedder(place, model)
    told = () if progress is None else (progress,)
    with _working(workers, encoder) as (parse, embedding):
        named = _several(articles)
        receipt = run(home_at(place), named, embedding, *told, prune=prune, parse=parse)
    if isinstance(place, Path):
        remember(receipt, place)
    return receipt


def add(articles: Named, index: Index = None, *, progress: Progress | None = None) -> Receipt:
    """Adds articles to an index, or to the default one, or replaces those of the same name; the
    others stay as they are, unread. Returns and raises as ``rebuild`` does, and IndexMissing where
    there is no index."""
    from pincite.index.building.build import add as run
    from pincite.index.building.notes import remember
    from pincite.index.building.web_articles import absolute_sources

    place = place_of(index)
    told = () if progress is None else (progress,)
    receipt = run(home_at(place), _several(articles), embedder(place), *told)
    if isinstance(place, Path):
        remember(receipt, place, absolute_sources(_several(articles)))
    return receipt


def remove(names: Named = (), index: Index = None, *, purge: bool = False) -> Receipt:
    """Takes articles out of an index, or of the default one, each named by its id or by the file,
    folder or web address that it was read from: no answer cites them from then on, and they stay
    out of later rebuilds that name no articles. With ``purge`` their text leaves the index's files
    at once, as does that of what was removed before. Raises InputError for a name that is no
    article's, IndexBusy, IndexFault and ModelError; the index is then as it was."""
    from pincite.index.building.build import remove as run
    from pincite.index.building.notes import remember
    from pincite.index.building.web_articles import absolute_sources

    place = place_of(index)
    named = [str(each) for each in _several(names)]
    receipt = run(home_at(place), named, embedder(place), purge=purge)
    if named and isinstance(place, Path):
        remember(receipt, place, absolute_sources(named))
    return receipt


def embedder(place: Place, model: str | None = None) -> SentenceEncoder:
    """The embedder named, or the one that built the index, or the one that ships. Raises
    ModelError, and what taking the builder's lock raises."""
    from pincite.index.engines.encoder import DEFAULT_MODEL, SentenceEncoder

    home = home_at(place)
    if not isinstance(place, Path) or home.is_there():
        with home.locked():  # who is refused is told before models are looked for
            pass
    named = model is not None
    if model is None:
        try:
            model = manifest_at(place).embedder
        except (IndexDamaged, IndexIncompatible, IndexMissing):
            model = DEFAULT_MODEL
    return SentenceEncoder.load(model, network=named)


@contextmanager
def _working(
    workers: str | None, encoder: SentenceEncoder
) -> Iterator[tuple[Parse | None, PassageEncoder]]:
    """What parses and what embeds. Raises InputError for workers that are not known."""
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
        yield made.parse, made.encoder


def _several(named: Named) -> list[str | Path]:
    each = [named] if isinstance(named, str | Path) else list(named)
    return [_at_home(one) for one in each]


def _at_home(named: str | Path) -> str | Path:
    """A path that begins with ~, as a shell would give it."""
    return Path(named).expanduser() if str(named).startswith("~") else named
