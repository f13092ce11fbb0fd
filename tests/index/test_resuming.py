"""An interrupted build resumes with the vectors already computed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from pincite.index.building.build import rebuild
from pincite.index.storage.snapshot import Snapshot
from tests.support.toys import ToyEncoder

ARTICLES = 1_000


class Ending(ToyEncoder):
    """An encoder that interrupts the build at its third batch."""

    batches = 0

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.batches += 1
        if self.batches == 3:
            raise KeyboardInterrupt
        return super().passages(texts)


def test_an_interrupted_build_does_not_embed_again(tmp_path: Path) -> None:
    texts = (f"The bridge number {n} opened after {n % 7} years." for n in range(ARTICLES))
    lines = [json.dumps({"id": str(n), "text": text}) for n, text in enumerate(texts)]
    articles = tmp_path / "articles.jsonl"
    articles.write_text("\n".join(lines), encoding="utf-8")
    index, ending = tmp_path / "index", Ending()
    with pytest.raises(KeyboardInterrupt):
        rebuild(index, [articles], ending)
    rest = ToyEncoder()
    rebuild(index, [articles], rest)
    done = {*ending.embedded} - {*rest.embedded}
    assert len(done) >= len(ending.embedded) // 2 > 0
    assert len({*ending.embedded, *rest.embedded}) == ARTICLES
    assert not (index / "unfinished.sqlite").exists()

    whole = ToyEncoder()
    rebuild(tmp_path / "whole", [articles], whole)
    assert len(whole.embedded) == ARTICLES
    ours, theirs = (
        Snapshot.open(tmp_path / name).segments[0].vectors for name in ("index", "whole")
    )
    assert np.array_equal(ours.whole(), theirs.whole())
