"""Removes articles by their ids, and puts exactly the same articles back.

``add`` would read the files again. Articles removed by hand earlier would then return too, and a
web page might have changed.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pincite.corpus.article import Article
from pincite.corpus.errors import InputError, shown
from pincite.corpus.read import file_of
from pincite.index.building.build import opened, silent
from pincite.index.building.home import existing_home
from pincite.index.building.publishing.cutting import PassageEncoder
from pincite.index.building.publishing.plan import BuildPlan
from pincite.index.building.publishing.receipt import Receipt
from pincite.index.building.removals import after_removing
from pincite.index.storage.catalogue import Catalogue, Holdings
from pincite.index.storage.generation import current
from pincite.index.storage.segments.articles import Mark
from pincite.index.storage.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Removal:
    """What was removed: the articles, the sources of the index before, and the exclusions that were
    added."""

    articles: tuple[Article, ...]
    sources: tuple[str, ...]
    excluded: frozenset[str]


def take_out(
    index_dir: Path, ids: Collection[str], encoder: PassageEncoder
) -> tuple[Receipt, Removal]:
    """Removes exactly the articles with these ids, like ``remove``. A file or web address without
    articles left is no longer a source. Raises InputError if an article does not exist, and the
    errors of ``remove``."""
    start = time.perf_counter()
    home = existing_home(index_dir)
    with opened(home, encoder) as (old, held, embedding):
        gone = _marked(held, ids)
        before = old.manifest
        articles = tuple(held.articles(gone).values())
        files = {file_of(mark.source) for mark in gone.values()}
        left = {f for f in files if all(m.number in gone for m in held.of_file(f))}
        said = {a.sha256 for a in articles if any(n not in gone for n in held.saying(a.sha256))}
        plan = BuildPlan(
            articles=(),
            gone=tuple(gone.values()),
            sources=tuple(source for source in before.sources if source not in left),
            excluded=after_removing(before.excluded, articles, said, ()),
            skipped=(),
        )
        receipt = home.assemble(old, plan, embedding, silent)
    new = frozenset(plan.excluded) - frozenset(before.excluded)
    removal = Removal(articles, before.sources, new)
    return replace(receipt, seconds=time.perf_counter() - start), removal


def put_back(index_dir: Path, removal: Removal, encoder: PassageEncoder) -> Receipt:
    """Puts the removed articles back with their ids, without reading files. Raises InputError if
    another article has such an id now, and the errors of ``add``."""
    start = time.perf_counter()
    home = existing_home(index_dir)
    with opened(home, encoder) as (old, held, embedding):
        for article in removal.articles:
            mark = held.mark(article.id)
            if mark is not None and mark.source != article.source:
                raise InputError(
                    f"{shown(article.id)} is another article by now, from {shown(mark.source)}; "
                    f"to have this one too: pincite add {shown(file_of(article.source))}"
                )
        plan = BuildPlan(
            articles=removal.articles,
            gone=(),
            sources=_merged(removal, old.manifest.sources),
            excluded=tuple(e for e in old.manifest.excluded if e not in removal.excluded),
            skipped=(),
        )
        receipt = home.assemble(old, plan, embedding, silent)
    return replace(receipt, seconds=time.perf_counter() - start)


def files_read(index_dir: Path, files: Sequence[str]) -> frozenset[str]:
    """Those of the files from which the index has an article; empty if there is no index. Raises
    IndexFault."""
    if current(index_dir) is None:
        return frozenset()
    held = Catalogue(Snapshot.open(index_dir))
    return frozenset(file for file in files if held.of_file(file))


def _marked(held: Holdings, ids: Collection[str]) -> dict[int, Mark]:
    marks = {id_: held.mark(id_) for id_ in ids}
    gone = {mark.number: mark for mark in marks.values() if mark is not None}
    missing = next((id_ for id_, mark in marks.items() if mark is None), None)
    if missing is not None or not gone:
        raise InputError(f"{shown(missing or '')!r:.80} is no article of the index any more")
    return gone


def _merged(removal: Removal, now: Sequence[str]) -> tuple[str, ...]:
    """The current sources and those of the restored articles, in their earlier order."""
    own = {*(article.source for article in removal.articles)}
    own |= {file_of(source) for source in own}
    before = [source for source in removal.sources if source in now or source in own]
    return tuple(dict.fromkeys((*before, *now)))
