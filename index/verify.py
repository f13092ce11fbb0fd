"""Whether an index still says what its sources say: every checksum, every span, every source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from corpus.article import Span
from corpus.errors import IndexDamaged
from corpus.read import read_articles
from index.changes import Changes, compare, place
from index.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Verification:
    """What a check found. ``changes`` leads from the index to the sources as they are now;
    ``gone`` are recorded sources that no longer exist."""

    index: str
    generation: str
    files: int
    articles: int
    passages: int
    changes: Changes
    gone: tuple[str, ...]

    @property
    def current(self) -> bool:
        """Whether every citation still stands in its source, and nothing new is unindexed."""
        return not self.changes and not self.gone

    def as_dict(self) -> dict[str, Any]:
        """The same in plain values, for JSON."""
        return {**asdict(self), "current": self.current}


def verify(index_dir: Path) -> Verification:
    """Checks every file's SHA-256 and every stored span, then reads every source again.

    Raises IndexFault where the index itself is missing, damaged or of another version.
    """
    snapshot = Snapshot.open(index_dir)
    manifest = snapshot.manifest
    articles = list(snapshot.store.articles())
    for article in articles:
        for row in snapshot.store.rows(article.id):
            _inside(article.id, article.text, (row.passage.span, *row.passage.sentences))
    present = [source for source in manifest.sources if Path(source).exists()]
    now = read_articles(present).articles if present else ()
    return Verification(
        index=str(index_dir),
        generation=snapshot.path.name,
        files=len(manifest.files) + 1,
        articles=manifest.articles,
        passages=manifest.passages,
        changes=compare(articles, [a for a in now if place(a) not in manifest.excluded]),
        gone=tuple(source for source in manifest.sources if source not in present),
    )


def _inside(id_: str, text: str, spans: Sequence[Span]) -> None:
    for span in spans:
        if span.end > len(text):
            raise IndexDamaged(
                f"{id_}: a passage ends at {span.end}, its article at {len(text)}; "
                f"build the index anew with: pincite rebuild FOLDER"
            )
