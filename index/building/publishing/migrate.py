"""Converts an index of an earlier format to today's format, without reading or embedding anything
again."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np

from pincite.index.building.publishing.cutting import PassageEncoder, taken_over
from pincite.index.engines.spelling import word_counts
from pincite.index.storage.contents import CONTENTS, Contents
from pincite.index.storage.earlier import Earlier
from pincite.index.storage.generation import SEGMENT, current, describe_generation, publish, staged
from pincite.index.storage.manifest import EARLIER, FORMAT, SegmentSums
from pincite.index.storage.segments.segment import texts_of, write_segment
from pincite.index.storage.segments.values import dumped


def migrate(index_dir: Path, encoder: PassageEncoder) -> bool:
    """Publishes the content of an index of an earlier format in today's format, otherwise
    unchanged. Returns whether there was such an index. Call it under the builder's lock. Raises
    IndexFault; the current generation is then unchanged."""
    if current(index_dir) is None or describe_generation(index_dir).manifest.format not in EARLIER:
        return False
    earlier = Earlier.open(index_dir)
    cuts = [taken_over(article, rows, encoder) for article, rows in earlier.articles]
    firsts: dict[tuple[str, str], int] = {}
    copies = [
        (first, number)
        for number, cut in enumerate(cuts)
        for first in [firsts.setdefault((cut.article.sha256, dumped(cut.article.body)), number)]
        if first != number
    ]
    languages = Counter(cut.article.language for cut in cuts if cut.article.language)
    contents = Contents(
        np.arange(len(cuts), dtype=np.int64), np.array(copies, np.int64).reshape(-1, 2), [len(cuts)]
    )
    words = word_counts(texts_of(cut.article for cut in cuts if cut.rows))
    with staged(index_dir) as stage:
        contents.write(stage / CONTENTS)
        made = write_segment(stage / SEGMENT, (), cuts, earlier.vectors, words)
        manifest = replace(
            earlier.manifest,
            format=FORMAT,
            copies=len(copies),
            languages=dict(sorted(languages.items())),
            segments=(SegmentSums("", *made, {}),),
            files={},
        )
        publish(index_dir, stage, manifest)
    return True
