"""The verbs that change an index: rebuild, add, remove.

None of them touches the generation in force: each reads beside it and publishes a whole new one.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pincite.corpus.article import Article
from pincite.corpus.errors import IndexFault, IndexMissing, InputError, SourceMissing
from pincite.corpus.parsing.pool import shared
from pincite.corpus.read import Reading, fetched, file_of, read_articles
from pincite.corpus.walk import Skipped, is_missing
from pincite.corpus.web.addresses import is_url
from pincite.index.building.assemble import PassageEncoder, Plan, Progress, assemble
from pincite.index.building.receipt import Receipt
from pincite.index.building.removals import (
    after_adding,
    after_reading,
    after_removing,
    covered,
    left_by,
    shut,
)
from pincite.index.building.unread import away, read_beside
from pincite.index.building.web_articles import absolute, kept, with_articles
from pincite.index.storage.generation import Manifest
from pincite.index.storage.lock import builder_lock
from pincite.index.storage.parse_cache import memo
from pincite.index.storage.snapshot import Snapshot

if TYPE_CHECKING:
    from pincite.corpus.web.fetch import Page


def _silent(stage: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


def rebuild(
    index_dir: Path,
    sources: Sequence[str | Path],
    encoder: PassageEncoder,
    progress: Progress = _silent,
    get: Callable[[str], Page] = fetched,
    *,
    prune: bool = False,
    like: Manifest | None = None,
) -> Receipt:
    """Makes the index hold exactly the articles of ``sources``; where none are named, of the
    recorded sources, minus what ``remove`` took out. ``like`` is where they are recorded, if not in
    the generation in force, which may then be damaged.

    Web addresses among ``sources`` are fetched with ``get``; recorded ones are not: their articles
    stay as they were fetched, as does that of a page which cannot be fetched this time. So do the
    articles of a file or folder that cannot be read this time, except with ``prune``.

    Raises SourceMissing; InputError where nothing readable is found; IndexBusy; IndexFault where
    the disk refuses. Whatever it raises, the old index is as it was.
    """
    start = time.perf_counter()
    if not sources and not index_dir.is_dir():
        raise _missing(index_dir)
    with builder_lock(index_dir):
        old = _sound(index_dir) if sources or like else Snapshot.open(index_dir)
        says = None if sources else like or (old and old.manifest)
        paths, gone, lost = _recorded(says, old, prune) if says else _named(sources)
        excluded = says.excluded if says else ()
        asked = paths if sources else tuple(p for p in paths if not is_url(p) and p not in lost)

        def read(known: Mapping[str, str] | None) -> Reading:
            if not asked and paths:
                return Reading((), ())
            return _read(index_dir, asked, progress, known=known, get=get)

        found = read_beside(old.store.articles() if old else (), read, lost, prune=prune)
        reading = found.reading
        fresh, removed = left_by(excluded, reading.articles, paths)
        pages, hidden = kept(old, paths, (*fresh, *found.articles))
        articles = (*fresh, *found.articles, *pages)
        plan = Plan(
            articles=articles,
            sources=with_articles(paths, articles),
            excluded=after_reading(excluded, reading.articles),
            skipped=(*gone, *found.skipped, *hidden, *removed),
            kept=len(pages),
            partly=reading.partly,
            unread=found.named,
        )
        return _timed(assemble(index_dir, old, plan, encoder, progress), start)


def add(
    index_dir: Path,
    sources: Sequence[str | Path],
    encoder: PassageEncoder,
    progress: Progress = _silent,
    get: Callable[[str], Page] = fetched,
) -> Receipt:
    """Adds the articles of ``sources``, or replaces those with the same id; the others stay as
    they are, unread. Raises as ``rebuild`` does, and IndexFault where there is no sound index."""
    start = time.perf_counter()
    with _opened(index_dir) as old:
        paths = absolute(sources)
        recorded = old.manifest.sources
        known = {article.id: article.source for article in old.store.articles()}
        homes = [source for source in recorded if not is_url(source)]
        found = read_beside(
            old.store.articles(),
            lambda _: _read(index_dir, paths, progress, homes, known, get),
            away={},
        )
        reading = found.reading
        fresh, held = ({each.id for each in some} for some in (reading.articles, found.articles))
        files = {file_of(article.source) for article in reading.articles}
        others = (
            article
            for article in old.store.articles()
            if article.id not in fresh
            and (article.id in held or file_of(article.source) not in files)
        )
        articles = (*others, *reading.articles)
        excluded = after_adding(old.manifest.excluded, reading.articles, paths)
        new = (path for path in paths if not covered(path, recorded) or shut(path, excluded))
        named = tuple(dict.fromkeys((*recorded, *new)))
        plan = Plan(
            articles=articles,
            sources=with_articles(named, articles),
            excluded=excluded,
            skipped=found.skipped,
            partly=reading.partly,
            unread=found.named,
        )
        return _timed(assemble(index_dir, old, plan, encoder, progress), start)


def remove(index_dir: Path, names: Sequence[str], encoder: PassageEncoder) -> Receipt:
    """Takes articles out, each named by its id or by the file or folder it was read from.

    They stay out of later rebuilds that name no sources. Raises InputError for a name that
    matches no article, and IndexFault where there is no sound index.
    """
    start = time.perf_counter()
    with _opened(index_dir) as old:
        articles = list(old.store.articles())
        gone = {id_ for name in names for id_ in _matching(articles, name, index_dir)}
        left = tuple(article for article in articles if article.id not in gone)
        named = absolute(names)
        sources = with_articles([s for s in old.manifest.sources if not covered(s, named)], left)
        again = [a for a in articles if a.id in gone and covered(file_of(a.source), sources)]
        files = [file_of(article.source) for article in again]
        folders = [n for n in named if any(f != n and covered(f, [n]) for f in files)]
        plan = Plan(
            articles=left,
            sources=sources,
            excluded=after_removing(old.manifest.excluded, again, left, folders),
            skipped=(),
        )
        return _timed(assemble(index_dir, old, plan, encoder, _silent), start)


def _matching(articles: Sequence[Article], name: str, index_dir: Path) -> set[str]:
    path = absolute([name])[0] if name.strip() else ""
    found = {
        article.id
        for article in articles
        if path and (article.id in (name, path) or covered(file_of(article.source), [path]))
    }
    if not found:
        raise InputError(
            f"{name!r} is no article of {index_dir}; list them with: pincite status --articles"
        )
    return found


_Sources = tuple[tuple[str, ...], tuple[Skipped, ...], dict[str, Skipped]]


def _named(sources: Sequence[str | Path]) -> _Sources:
    return absolute(sources), (), {}


def _recorded(manifest: Manifest, old: Snapshot | None, prune: bool) -> _Sources:
    """The recorded sources; by name those that are gone, whose articles are taken out; and those
    that may be on a disk that is not plugged in, which is no reason to forget them."""
    sources = manifest.sources
    if not sources:
        raise InputError("this index has no sources any more; name one: pincite rebuild FOLDER")
    gone = [source for source in sources if not is_url(source) and is_missing(source)]
    lost = {} if prune else away(gone, old.store.articles() if old else ())
    if lost and len(gone) == len(sources):
        raise SourceMissing(
            f"{min(lost)} is gone; put it back, or take its articles out with: "
            f"pincite remove {min(lost)}"
        )
    out = [source for source in gone if source not in lost]
    left = tuple(source for source in sources if source not in out)
    return left, tuple(Skipped(each, "is gone; its articles were taken out") for each in out), lost


def _read(
    index_dir: Path,
    paths: Sequence[str],
    progress: Progress,
    roots: Sequence[str] = (),
    known: Mapping[str, str] | None = None,
    get: Callable[[str], Page] = fetched,
) -> Reading:
    progress("reading", 0, 1)
    watch = partial(progress, "reading")
    with memo(index_dir, shared().drafts) as known_files:
        reading = read_articles(
            paths, roots=roots, known=known, get=get, parse=known_files.drafts, progress=watch
        )
        if known is None:
            known_files.forget_the_rest()
        known_files.remember(reading.digests, alone=known is None)
    if not reading.articles:
        reasons = "; ".join(f"{each.source}: {each.reason}" for each in reading.skipped[:3])
        more = f" (and {len(reading.skipped) - 3} more)" if len(reading.skipped) > 3 else ""
        raise InputError(
            f"no article could be read from {_several(paths) or 'what is left of the sources'} "
            f"({reasons}{more}); the index at {index_dir} is as it was"
        )
    return reading


def _several(paths: Sequence[str]) -> str:
    """The first three paths, and how many more there are."""
    more = f" and {len(paths) - 3} more" if len(paths) > 3 else ""
    return ", ".join(paths[:3]) + more


def _sound(index_dir: Path) -> Snapshot | None:
    """The generation in force, or None where there is none that can be built upon."""
    try:
        return Snapshot.open(index_dir)
    except IndexFault:
        return None


@contextmanager
def _opened(index_dir: Path) -> Iterator[Snapshot]:
    """The generation in force, under the builder's lock."""
    if not index_dir.is_dir():
        raise _missing(index_dir)
    with builder_lock(index_dir):
        yield Snapshot.open(index_dir)


def _missing(index_dir: Path) -> IndexMissing:
    return IndexMissing(f"no index at {index_dir}; make one with: pincite rebuild FOLDER")


def _timed(receipt: Receipt, start: float) -> Receipt:
    return replace(receipt, seconds=time.perf_counter() - start)
