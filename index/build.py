"""The verbs that change an index: rebuild, add, remove.

None of them touches the generation in force: each reads beside it and publishes a whole new one.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from corpus.article import Article
from corpus.errors import IndexFault, IndexMissing, InputError
from corpus.read import Reading, read_articles
from index.assemble import PassageEncoder, Plan, Progress, assemble
from index.lock import builder_lock
from index.receipt import Receipt
from index.snapshot import Snapshot


def _silent(stage: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


def rebuild(
    index_dir: Path,
    sources: Sequence[str | Path],
    encoder: PassageEncoder,
    progress: Progress = _silent,
) -> Receipt:
    """Makes the index hold exactly the articles of ``sources``; where none are named, of the
    recorded sources, minus what ``remove`` took out.

    Raises SourceMissing; InputError where nothing readable is found; IndexBusy; IndexFault where
    the disk refuses. Whatever it raises, the old index is as it was.
    """
    start = time.perf_counter()
    if not sources and not index_dir.is_dir():
        raise _missing(index_dir)
    index_dir.mkdir(parents=True, exist_ok=True)
    with builder_lock(index_dir):
        old = _sound(index_dir) if sources else Snapshot.open(index_dir)
        paths = _absolute(sources) if old is None or sources else old.manifest.sources
        excluded = () if old is None or sources else old.manifest.excluded
        reading = _read(index_dir, paths, progress)
        articles = tuple(article for article in reading.articles if article.id not in excluded)
        plan = Plan(articles, paths, excluded, reading.skipped)
        return _timed(assemble(index_dir, old, plan, encoder, progress), start)


def add(
    index_dir: Path,
    sources: Sequence[str | Path],
    encoder: PassageEncoder,
    progress: Progress = _silent,
) -> Receipt:
    """Adds the articles of ``sources``, or replaces those with the same id; the others stay as
    they are, unread. Raises as ``rebuild`` does, and IndexFault where there is no sound index."""
    start = time.perf_counter()
    with _opened(index_dir) as old:
        paths = _absolute(sources)
        reading = _read(index_dir, paths, progress)
        fresh = {article.id: article for article in reading.articles}
        kept = [article for article in old.store.articles() if article.id not in fresh]
        plan = Plan(
            articles=(*kept, *fresh.values()),
            sources=tuple(dict.fromkeys((*old.manifest.sources, *paths))),
            excluded=tuple(id_ for id_ in old.manifest.excluded if id_ not in fresh),
            skipped=reading.skipped,
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
        dropped = set(_absolute(names))
        plan = Plan(
            articles=tuple(article for article in articles if article.id not in gone),
            sources=tuple(s for s in old.manifest.sources if s not in dropped),
            excluded=tuple(sorted({*old.manifest.excluded, *gone})),
            skipped=(),
        )
        return _timed(assemble(index_dir, old, plan, encoder, _silent), start)


def _matching(articles: Sequence[Article], name: str, index_dir: Path) -> set[str]:
    # sources are read through links, so the path is looked up as the place it leads to
    path = str(Path(name).resolve())
    found = {
        article.id
        for article in articles
        if name == article.id or (article.source + "/").startswith((f"{path}/", f"{path}#"))
    }
    if not found:
        raise InputError(
            f"{name!r} is no article of {index_dir}; list them with: pincite status --articles"
        )
    return found


def _read(index_dir: Path, paths: Sequence[str], progress: Progress) -> Reading:
    progress("reading", 0, 1)
    reading = read_articles(paths)
    if not reading.articles:
        reasons = "; ".join(f"{each.source}: {each.reason}" for each in reading.skipped[:3])
        more = f" (and {len(reading.skipped) - 3} more)" if len(reading.skipped) > 3 else ""
        raise InputError(
            f"no article could be read from {', '.join(paths)} ({reasons}{more}); "
            f"the index at {index_dir} is as it was"
        )
    progress("reading", 1, 1)
    return reading


def _absolute(names: Sequence[str | Path]) -> tuple[str, ...]:
    # not resolved: a link given by name is what its owner calls the folder
    return tuple(dict.fromkeys(str(Path(name).absolute()) for name in names))


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
