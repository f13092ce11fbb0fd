"""Turns a plan of articles into a published generation.

Only changes are written: into one new segment, together with smaller segments that ``merging``
selects. All others stay. Of several articles with the same text and body, the first by id gets the
passages; the others are its copies.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pincite.index.building.publishing.changes import Changes
from pincite.index.building.publishing.cutting import (
    PassageEncoder,
    Progress,
    cut,
    taken_over,
    vectors_of,
)
from pincite.index.building.publishing.delta import Delta, delta
from pincite.index.building.publishing.layout import Layout, layout_of
from pincite.index.building.publishing.plan import BuildPlan
from pincite.index.building.publishing.receipt import Receipt
from pincite.index.engines.spelling import word_counts
from pincite.index.storage.catalogue import Catalogue, Holdings
from pincite.index.storage.contents import CONTENTS
from pincite.index.storage.generation import SEGMENT, publish, staged
from pincite.index.storage.manifest import CHUNKING, FORMAT, Manifest, SegmentSums
from pincite.index.storage.segments.articles import StoredPassage
from pincite.index.storage.segments.segment import Cut, texts_of, write_segment
from pincite.index.storage.snapshot import Snapshot


def assemble(
    index_dir: Path,
    old: Snapshot | None,
    plan: BuildPlan,
    encoder: PassageEncoder,
    progress: Progress,
    *,
    purge: bool = False,
) -> Receipt:
    """Publishes a generation with the articles of the plan, or nothing if the current one already
    has them. ``purge`` leaves nothing of removed articles on disk.

    Call it under the builder's lock. ``old`` is the current generation, if it is undamaged. Raises
    ModelError and IndexFault; the current generation is then unchanged.
    """
    same_model = old is not None and old.manifest.fingerprint == encoder.fingerprint
    reusable = same_model and old is not None and old.manifest.chunking == CHUNKING
    held = None if old is None else Catalogue(old)
    found = delta(held, plan, everything=not reusable)
    changes = with_unnamed_articles(held, plan, found.changes)
    if old and reusable and not found and not purge and has_same_sources(old.manifest, plan):
        return receipt_of(index_dir, old.path.name, old.manifest, changes, plan, 0, published=False)
    cuts = cuts_of(held if reusable else None, found, encoder, progress)
    known = held.vectors if held is not None and same_model else None
    vectors, embedded = vectors_of(cuts, known, encoder, progress)
    if not len(vectors):
        dimension = old.manifest.dimension if old and same_model else encoder.dimension
        vectors = np.zeros((0, dimension), np.float32)
    layout = layout_of(held, old if reusable else None, found, cuts, purge=purge)
    manifest = replace(
        manifest_of(old.manifest if old else None, found, cuts, plan, encoder, vectors.shape[1]),
        articles=len(layout.contents),
        copies=len(layout.contents.copies),
        segments=tuple(old.manifest.segments[n] for n in layout.kept) if old else (),
    )
    words = word_counts_of(held if layout.kept or layout.parts else None, found, cuts)
    with staged(index_dir) as stage:
        progress("writing", 0, 1)
        manifest = _write(stage, manifest, layout, cuts, vectors, words)
        made = publish(index_dir, stage, manifest, keep_before=not purge)
        progress("writing", 1, 1)
    return receipt_of(
        index_dir, made.path.name, made.manifest, changes, plan, embedded, published=True
    )


def has_same_sources(old: Manifest, plan: BuildPlan) -> bool:
    """Whether an index has the sources and exclusions of a plan."""
    return (old.sources, old.excluded) == (plan.sources, plan.excluded)


def with_unnamed_articles(held: Holdings | None, plan: BuildPlan, changes: Changes) -> Changes:
    """The changes, with the articles that the plan does not mention added as unchanged."""
    if held is None or plan.gone is None:
        return changes
    gone = {*changes.removed, *changes.changed}
    return replace(changes, unchanged=tuple(id_ for id_ in held.ids() if id_ not in gone))


def cuts_of(
    held: Holdings | None, found: Delta, encoder: PassageEncoder, progress: Progress
) -> list[Cut]:
    """The written articles with their passages, in the order of their ids; copies have no
    passages."""
    copies = found.copies
    rows: dict[str, Sequence[StoredPassage]] = {}
    for id_, same in found.same.items():
        if held is not None and id_ not in copies:
            rows[id_] = held.rows(same.number)
    written = sorted(found.written.items())
    # a former copy has no passages; it is cut when it has become the first of its group
    new = [article for id_, article in written if id_ not in copies and not rows.get(id_)]
    fresh = cut(new, encoder, progress)
    cuts = []
    for id_, article in written:
        if id_ in copies:
            cuts.append(Cut(article, (), ()))
        elif rows.get(id_):
            cuts.append(taken_over(article, rows[id_], encoder))
        else:
            cuts.append(next(fresh))
    return cuts


def word_counts_of(
    held: Holdings | None, found: Delta, cuts: Sequence[Cut]
) -> Counter[tuple[str, str]]:
    """The changes to the word counts: those of the new articles minus those of the articles that
    leave."""
    words = word_counts(texts_of(cut.article for cut in cuts if cut.rows))
    if held is not None:
        leaving = [mark.number for mark in found.leaving.values() if mark.passages]
        words.subtract(word_counts(texts_of(held.articles(leaving).values())))
    return Counter({form: count for form, count in words.items() if count})


def _write(
    stage: Path,
    manifest: Manifest,
    layout: Layout,
    cuts: Sequence[Cut],
    vectors: NDArray[np.float32],
    words: Counter[tuple[str, str]],
) -> Manifest:
    layout.contents.write(stage / CONTENTS)
    if not (layout.parts or cuts or words):
        return manifest
    articles, passages = write_segment(stage / SEGMENT, layout.parts, cuts, vectors, words)
    made = SegmentSums("", articles, passages, {})
    return replace(manifest, segments=(*manifest.segments, made))


def manifest_of(
    before: Manifest | None,
    found: Delta,
    cuts: Sequence[Cut],
    plan: BuildPlan,
    encoder: PassageEncoder,
    dimension: int,
) -> Manifest:
    """The manifest of a new generation. The caller adds the segments and the numbers of articles
    and copies."""
    leaving, new = found.leaving.values(), [cut.article for cut in cuts]
    languages = Counter(before.languages if before else {})
    languages.subtract(mark.language for mark in leaving if mark.language)
    languages.update(article.language for article in new if article.language)
    less = sum(mark.aside for mark in leaving), sum(mark.passages for mark in leaving)
    return Manifest(
        format=FORMAT,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        embedder=encoder.name,
        fingerprint=encoder.fingerprint,
        dimension=dimension,
        articles=0,
        copies=0,
        passages=(before.passages if before else 0) - less[1] + sum(len(c.rows) for c in cuts),
        set_aside=(before.set_aside if before else 0) - less[0] + sum(a.set_aside for a in new),
        chunking=CHUNKING,
        sources=plan.sources,
        excluded=plan.excluded,
        languages={code: count for code, count in sorted(languages.items()) if count > 0},
        segments=(),
        files={},
    )


def receipt_of(
    index: object,
    generation: str,
    manifest: Manifest,
    changes: Changes,
    plan: BuildPlan,
    embedded: int,
    *,
    published: bool,
) -> Receipt:
    """The receipt of a build; its duration is still 0."""
    return Receipt(
        index=str(index),
        generation=generation,
        changes=changes,
        skipped=plan.skipped,
        articles=manifest.articles,
        copies=manifest.copies,
        passages=manifest.passages,
        embedded=embedded,
        set_aside=manifest.set_aside,
        seconds=0.0,
        published=published,
        kept=plan.kept,
        partly=plan.partly,
        unread=plan.unread,
        languages=tuple(sorted(manifest.languages.items())),
    )
