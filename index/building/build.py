"""The commands that change an index: rebuild, add, remove.

None of them changes the current generation: each builds a complete new one beside it and publishes
it.
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
from pincite.corpus.errors import (
    IndexDamaged,
    IndexIncompatible,
    IndexMissing,
    InputError,
    NothingRead,
    SourceMissing,
    encodable,
)
from pincite.corpus.parsing.pool import Parser, shared_pool
from pincite.corpus.read import Known, Reading, fetched, file_of, read_articles
from pincite.corpus.walk import Skipped, is_missing
from pincite.corpus.web.addresses import is_url
from pincite.index.building.home import Home, InForce, Place, existing_home
from pincite.index.building.publishing.cutting import PassageEncoder, Progress
from pincite.index.building.publishing.plan import BuildPlan
from pincite.index.building.publishing.receipt import Receipt
from pincite.index.building.removals import (
    after_adding,
    after_reading,
    after_removing,
    covered,
    is_removed,
    without_removed,
)
from pincite.index.building.resuming import resuming
from pincite.index.building.unread import missing_sources, read_beside
from pincite.index.building.web_articles import absolute_sources, kept_web_articles, with_articles
from pincite.index.storage.caches.parse_cache import forget, parse_cache
from pincite.index.storage.catalogue import Holdings, KnownArticles
from pincite.index.storage.manifest import Manifest
from pincite.index.storage.segments.articles import Mark

if TYPE_CHECKING:
    from pincite.corpus.web.fetch import Page


def silent(stage: str, done: int, total: int) -> None:
    """A progress callback that does nothing."""


def rebuild(
    place: Place,
    sources: Sequence[str | Path],
    encoder: PassageEncoder,
    progress: Progress = silent,
    get: Callable[[str], Page] = fetched,
    *,
    prune: bool = False,
    like: Manifest | None = None,
    parser: Parser | None = None,
) -> Receipt:
    """Makes the index contain exactly the articles of ``sources``; if none are given, those of the
    recorded sources without what ``remove`` took out. ``like`` is a manifest with these sources,
    for when the current generation is damaged. ``parser`` replaces the usual one.

    Web addresses in ``sources`` are fetched with ``get``. Recorded ones are not fetched again:
    their articles stay as they are. An article also stays if its page, file or folder cannot be
    read this time; with ``prune``, articles of unreadable files and folders are removed.

    Raises SourceMissing; InputError if nothing readable is found; IndexBusy; IndexFault if the disk
    fails. After any error the old index is unchanged.
    """
    start, home = time.perf_counter(), existing_home(place, sources)
    with home.locked(), resuming(home.memory, encoder) as embedding:
        before = home.version()
        old, held = _in_force(home, encoder, needed=not (sources or like))
        says = None if sources else like or (old and old.manifest)
        named = absolute_sources(sources)
        paths, gone, lost = _recorded(says, held, prune) if says else (named, (), {})
        excluded = says.excluded if says else ()
        asked = paths if sources else tuple(p for p in paths if not is_url(p) and p not in lost)

        def read(known: Mapping[str, str] | None) -> Reading:
            if not asked and paths:
                return Reading((), ())
            return _read(home, asked, progress, known=known, get=get, parser=parser)

        found = read_beside(held, read, lost, prune=prune)
        reading = found.reading
        fresh, removed = without_removed(excluded, reading.articles, paths)
        if len(fresh) < len(reading.articles):  # removed articles must not stay in the cache
            said = {article.sha256 for article in fresh}
            out = {article.sha256 for article in reading.articles} - said
            forget(home.memory, out.__contains__)
        pages, hidden = kept_web_articles(held, paths, (*fresh, *found.articles))
        articles = (*fresh, *pages)
        plan = BuildPlan(
            articles=articles,
            gone=_left(held, articles, found.articles),
            sources=with_articles(paths, articles),
            excluded=after_reading(excluded, reading.articles),
            skipped=(*gone, *found.skipped, *hidden, *removed),
            kept=len(pages),
            partly=reading.partly,
            unread=found.named,
        )
        receipt = home.assemble(old, plan, embedding, progress)
        # an index of an earlier format was written again even if nothing changed
        new = receipt.published or home.version() != before
        return _timed(replace(receipt, published=new), start)


def add(
    place: Place,
    sources: Sequence[str | Path],
    encoder: PassageEncoder,
    progress: Progress = silent,
    get: Callable[[str], Page] = fetched,
) -> Receipt:
    """Adds the articles of ``sources``, or replaces those with the same id. The other articles stay
    as they are and are not read. Raises the errors of ``rebuild``, and IndexFault if there is no
    undamaged index."""
    start, home = time.perf_counter(), existing_home(place)
    with opened(home, encoder) as (old, held, embedding):
        paths = absolute_sources(sources)
        recorded = old.manifest.sources
        homes = [source for source in recorded if not is_url(source)]
        found = read_beside(
            held,
            lambda _: _read(home, paths, progress, homes, KnownArticles(held), get),
            away={},
        )
        reading = found.reading
        stay = {*(a.id for a in reading.articles), *(mark.id for mark in found.articles)}
        files = dict.fromkeys(file_of(article.source) for article in reading.articles)
        gone = [mark for file in files for mark in held.of_file(file) if mark.id not in stay]
        excluded = after_adding(old.manifest.excluded, reading.articles, paths)
        new = (each for each in paths if not covered(each, recorded) or is_removed(each, excluded))
        named = tuple(dict.fromkeys((*recorded, *new)))
        numbers = {mark.number for mark in gone}
        plan = BuildPlan(
            articles=reading.articles,
            gone=tuple(gone),
            sources=with_articles(named, reading.articles, held, numbers),
            excluded=excluded,
            skipped=found.skipped,
            partly=reading.partly,
            unread=found.named,
        )
        return _timed(home.assemble(old, plan, embedding, progress), start)


def remove(
    place: Place, names: Sequence[str], encoder: PassageEncoder, *, purge: bool = False
) -> Receipt:
    """Removes articles, each named by its id or by the file or folder it was read from.

    They stay out of later rebuilds without named sources. Their text remains in the index's files
    until the segments that hold it are merged. ``purge`` deletes it from all files, with the texts
    of earlier removals. Raises InputError for a name that matches no article, and IndexFault if
    there is no undamaged index.
    """
    start, home = time.perf_counter(), existing_home(place)
    with opened(home, encoder) as (old, held, embedding):
        gone = {mark.number: mark for name in names for mark in _matching(held, name, home)}
        named = absolute_sources(names)
        left = [source for source in old.manifest.sources if not covered(source, named)]
        sources = with_articles(left, (), held, gone)
        files = {number: file_of(mark.source) for number, mark in gone.items()}
        again = [number for number, file in files.items() if covered(file, sources)]
        within = [files[number] for number in again]
        folders = [n for n in named if any(f != n and covered(f, [n]) for f in within)]
        articles = [*held.articles(again).values()]
        said = {a.sha256 for a in articles if any(n not in gone for n in held.saying(a.sha256))}
        plan = BuildPlan(
            articles=(),
            gone=tuple(gone.values()),
            sources=sources,
            excluded=after_removing(old.manifest.excluded, articles, said, folders),
            skipped=(),
        )
        receipt = home.assemble(old, plan, embedding, silent, purge=purge)
        if purge:
            now = home.in_force().holdings
            forget(home.memory, lambda text: not now.saying(text))
        return _timed(receipt, start)


def _matching(held: Holdings, name: str, home: Home) -> list[Mark]:
    path = encodable(absolute_sources([name])[0]) if name.strip() else ""
    named = [held.mark(id_) for id_ in (encodable(name), path)] if path else []
    found = [*(mark for mark in named if mark is not None), *(held.under(path) if path else ())]
    if not found:
        raise InputError(f"{name!r} is no article of {home}; see them: pincite status --articles")
    return found


def _left(
    held: Holdings | None, articles: Sequence[Article], stay: Sequence[Mark]
) -> tuple[Mark, ...] | None:
    """The articles that leave the index if some ``stay`` unread; None if none stay."""
    if held is None or not stay:
        return None
    ids = {*(article.id for article in articles), *(mark.id for mark in stay)}
    return tuple(mark for mark in held.every() if mark.id not in ids)


def _recorded(
    manifest: Manifest, held: Holdings | None, prune: bool
) -> tuple[tuple[str, ...], tuple[Skipped, ...], dict[str, Skipped]]:
    """The recorded sources that remain; a message for each missing source whose articles are
    removed; and the missing sources that may be on an unplugged disk, which are kept."""
    sources = manifest.sources
    if not sources:
        raise InputError("this index has no sources any more; name one: pincite rebuild FOLDER")
    gone = [source for source in sources if not is_url(source) and is_missing(source)]
    lost = {} if prune else missing_sources(gone, held)
    if lost and len(gone) == len(sources):
        raise SourceMissing(
            f"{min(lost)} is gone; put it back, or take its articles out with: "
            f"pincite remove {min(lost)}"
        )
    out = [source for source in gone if source not in lost]
    left = tuple(source for source in sources if source not in out)
    return left, tuple(Skipped(each, "is gone; its articles were taken out") for each in out), lost


def _read(
    home: Home,
    paths: Sequence[str],
    progress: Progress,
    roots: Sequence[str] = (),
    known: Mapping[str, str] | Known | None = None,
    get: Callable[[str], Page] = fetched,
    parser: Parser | None = None,
) -> Reading:
    progress("reading", 0, 1)
    watch = partial(progress, "reading")
    parser = parser or Parser(shared_pool().drafts)
    with parse_cache(home.memory, parser.drafts) as known_files:
        cached = replace(parser, drafts=known_files.drafts)
        reading = read_articles(
            paths, roots=roots, known=known, get=get, parser=cached, progress=watch
        )
        if known is None:
            known_files.forget_the_rest()
        known_files.remember(reading.digests, alone=known is None)
    if not reading.articles:
        reasons = "; ".join(f"{each.source}: {each.reason}" for each in reading.skipped[:3])
        more = f" (and {len(reading.skipped) - 3} more)" if len(reading.skipped) > 3 else ""
        raise NothingRead(
            f"no article could be read from {_several(paths) or 'what is left of the sources'} "
            f"({reasons}{more}); the index at {home} is as it was",
            reading.skipped,
        )
    return reading


def _several(paths: Sequence[str]) -> str:
    """The first three paths, and the number of further ones."""
    more = f" and {len(paths) - 3} more" if len(paths) > 3 else ""
    return ", ".join(paths[:3]) + more


def _in_force(
    home: Home, encoder: PassageEncoder, *, needed: bool
) -> tuple[InForce | None, Holdings | None]:
    """The current generation, converted to today's format. Unless ``needed``, None if there is none
    to build upon."""
    try:
        old = home.in_force(encoder)
    except (IndexDamaged, IndexIncompatible, IndexMissing):
        if needed:
            raise
        return None, None
    return old, old.holdings


@contextmanager
def opened(
    home: Home, encoder: PassageEncoder
) -> Iterator[tuple[InForce, Holdings, PassageEncoder]]:
    """The current generation, under the builder's lock, and an embedder that resumes an interrupted
    build."""
    with home.locked(), resuming(home.memory, encoder) as embedding:
        old = home.in_force(encoder)
        yield old, old.holdings, embedding


def _timed(receipt: Receipt, start: float) -> Receipt:
    return replace(receipt, seconds=time.perf_counter() - start)
