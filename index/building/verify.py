"""Checks that an index agrees with its sources: every checksum, every span, every source."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pincite.corpus.article import Article, Span
from pincite.corpus.errors import IndexDamaged
from pincite.corpus.read import read_articles
from pincite.corpus.walk import is_missing
from pincite.corpus.web.addresses import is_url
from pincite.index.building.publishing.changes import Changes, compare
from pincite.index.building.removals import left_by
from pincite.index.building.web_articles import kept
from pincite.index.storage.catalogue import Catalogue
from pincite.index.storage.segments.articles import content_digest
from pincite.index.storage.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Verification:
    """What a check found. ``changes`` leads from the index to the sources as they are now;
    ``gone`` are recorded sources that no longer exist; ``pages`` articles are from the web, where
    nobody looked."""

    index: str
    generation: str
    files: int
    articles: int
    passages: int
    changes: Changes
    gone: tuple[str, ...]
    pages: int = 0

    @property
    def current(self) -> bool:
        """Whether every citation still stands in its source, and nothing new is unindexed."""
        return not self.changes and not self.gone

    def as_dict(self) -> dict[str, Any]:
        """The same in plain values, for JSON."""
        return {**asdict(self), "current": self.current}


def verify(index_dir: Path) -> Verification:
    """Checks every file's SHA-256 and every stored span, then reads every source again.
    Articles from the web count as they were fetched: nothing is asked of the network.

    Raises IndexFault where the index itself is missing, damaged or of another version.
    """
    snapshot = Snapshot.open(index_dir, again=True)
    manifest = snapshot.manifest
    articles = list(snapshot.store.articles())
    for article in articles:
        for row in snapshot.store.rows(article.id):
            _inside(article.id, article.text, (row.passage.span, *row.passage.sentences))
    files = [source for source in manifest.sources if not is_url(source)]
    present = [source for source in files if not is_missing(source)]
    read = read_articles(present).articles if present else ()
    now, _ = left_by(manifest.excluded, read, manifest.sources)
    pages, _ = kept(Catalogue(snapshot), manifest.sources, now)
    return Verification(
        index=str(index_dir),
        generation=snapshot.path.name,
        files=len(manifest.sizes) + 1,
        articles=manifest.articles,
        passages=manifest.passages,
        changes=compare(_digests(articles), _digests([*now, *pages])),
        gone=tuple(source for source in files if source not in present),
        pages=len(pages),
    )


def _digests(articles: Iterable[Article]) -> dict[str, bytes]:
    return {article.id: content_digest(article) for article in articles}


def _inside(id_: str, text: str, spans: Sequence[Span]) -> None:
    for span in spans:
        if span.end > len(text):
            raise IndexDamaged(
                f"{id_}: a passage ends at {span.end}, its article at {len(text)}; "
                f"build the index anew with: pincite rebuild FOLDER"
            )
