"""Checks an index against its sources: every checksum, every span, every source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from pincite.corpus.article import Article, Span
from pincite.corpus.errors import BUILD_AGAIN, IndexDamaged, shown
from pincite.corpus.read import Reading, file_of, read_articles
from pincite.corpus.walk import Skipped, is_missing
from pincite.corpus.web.addresses import is_url
from pincite.index.building.home import Place, home_of
from pincite.index.building.publishing.changes import Changes, compare
from pincite.index.building.removals import without_removed
from pincite.index.building.unread import missing_sources, read_beside
from pincite.index.building.web_articles import kept_web_articles
from pincite.index.storage.caches.parse_cache import digests
from pincite.index.storage.segments.values import content_digest


@dataclass(frozen=True, slots=True)
class Verification:
    """The results of a check. ``changes`` leads from the index to the current sources. ``gone`` are
    recorded sources that no longer exist, ``unread`` those that exist but cannot be read now.
    ``touched`` are files whose bytes changed although their articles did not. ``pages`` counts
    articles from the web, which are not checked against the web."""

    index: str
    generation: str
    files: int
    articles: int
    passages: int
    changes: Changes
    gone: tuple[str, ...]
    pages: int = 0
    unread: tuple[Skipped, ...] = ()
    touched: tuple[str, ...] = ()

    @property
    def current(self) -> bool:
        """Whether all sources are unchanged and nothing new is missing in the index."""
        return not (self.changes or self.gone or self.unread or self.touched)

    def as_dict(self) -> dict[str, Any]:
        """The same as plain values, for JSON."""
        return {**asdict(self), "current": self.current}


def verify(place: Place) -> Verification:
    """Checks every file's SHA-256 and every stored span, then reads every source again. Articles
    from the web count as unchanged: the network is not used.

    Raises IndexFault if the index itself is missing, damaged or of another version.
    """
    home = home_of(place)
    checked = home.in_force(again=True)
    manifest, held = checked.manifest, checked.holdings
    articles = []
    for article, rows in held.whole():
        articles.append(article)
        for row in rows:
            _inside(article.id, article.text, (row.passage.span, *row.passage.sentences))
    files = [source for source in manifest.sources if not is_url(source)]
    present = [source for source in files if not is_missing(source)]
    gone = tuple(source for source in files if source not in present)
    found = read_beside(
        held,
        lambda known: read_articles(present, known=known) if present else Reading((), ()),
        missing_sources(files, held),
    )
    now, _ = without_removed(manifest.excluded, found.reading.articles, manifest.sources)
    pages, _ = kept_web_articles(held, manifest.sources, (*now, *found.articles))
    unread = {mark.id: mark.digest for mark in found.articles}
    changes = compare(_digests(articles), {**_digests([*now, *pages]), **unread})
    return Verification(
        index=str(home),
        generation=checked.name,
        files=checked.files,
        articles=manifest.articles,
        passages=manifest.passages,
        changes=changes,
        gone=gone,
        pages=len(pages),
        unread=tuple(each for each in found.named if each.source not in set(map(shown, gone))),
        touched=_touched(digests(home.memory), found.reading, changes, articles),
    )


def _touched(
    before: Mapping[str, bytes], reading: Reading, changes: Changes, old: Sequence[Article]
) -> tuple[str, ...]:
    """The files whose bytes differ from when they were indexed, but whose articles did not
    change."""
    named = {*changes.added, *changes.changed, *changes.removed}
    changed = {file_of(each.source) for each in (*old, *reading.articles) if each.id in named}
    files = {file_of(each.source) for each in reading.articles} - changed
    return tuple(
        shown(path)
        for path, digest in reading.digests.items()
        if path in files and before.get(path, digest) != digest
    )


def _digests(articles: Iterable[Article]) -> dict[str, bytes]:
    return {article.id: content_digest(article) for article in articles}


def _inside(id_: str, text: str, spans: Sequence[Span]) -> None:
    for span in spans:
        if span.end > len(text):
            raise IndexDamaged(
                f"{id_}: a passage ends at {span.end}, its article at {len(text)}; {BUILD_AGAIN}"
            )
