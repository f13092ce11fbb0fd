"""What Ray builds does not depend on how many workers there are, nor on whether one dies."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from pincite.corpus.errors import InputError
from pincite.index.building.home import FolderHome
from pincite.index.engines.encoder import SentenceEncoder
from pincite.qa.building import rebuild
from tests.bench.corpora import fresh_articles

ARTICLES = 40


def written(folder: Path) -> Path:
    folder.mkdir()
    for number, (title, paragraphs) in enumerate(fresh_articles(ARTICLES, sentences=6)):
        text = "\n\n".join([title, *paragraphs])
        (folder / f"{number:02}.txt").write_text(text, encoding="utf-8")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\n\x00 no such thing")
    return folder


@pytest.mark.slow
def test_one_worker_two_workers_and_none_build_the_same(
    tmp_path: Path, encoder: SentenceEncoder
) -> None:
    """One of the workers is killed on the way; the broken file costs itself."""
    pytest.importorskip("ray", reason="no Ray: pip install 'pincite[scale]'")
    from pincite.index.building.build import rebuild as run
    from pincite.index.scale.workers import ray_workers

    articles = written(tmp_path / "articles")
    plain = rebuild([articles], tmp_path / "plain")
    with ray_workers(encoder, 2) as workers:
        killed: list[int] = []

        def progress(stage: str, done: int, total: int) -> None:
            if stage == "embedding" and not killed:
                import ray

                # made once all files are parsed: till then the processors are for that
                killed.append(ray.get(workers.encoder._workers[0].pid.remote()))
                os.kill(killed[0], signal.SIGKILL)

        receipt = run(
            tmp_path / "ray", [articles], workers.encoder, progress, parser=workers.parser
        )
    assert killed
    assert receipt.changes == plain.changes
    assert receipt.skipped == plain.skipped
    assert [each.source for each in receipt.skipped] == [str(articles / "broken.pdf")]
    one, other = (
        list(FolderHome(tmp_path / name).in_force().holdings.whole()) for name in ("plain", "ray")
    )
    assert one == other
    assert len(one) == ARTICLES


@pytest.mark.parametrize("workers", ["dask", "ray:0", "ray:x", "ray: 2", ""])
def test_workers_that_are_none_are_one_line(tmp_path: Path, workers: str) -> None:
    with pytest.raises(InputError, match="expected ray, or ray: and how many"):
        rebuild([tmp_path], tmp_path / "index", workers=workers)


def test_without_ray_it_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "ray", None)
    monkeypatch.delitem(sys.modules, "pincite.index.scale.workers", raising=False)
    with pytest.raises(InputError, match=r"pip install 'pincite\[scale\]'"):
        rebuild([tmp_path], tmp_path / "index", workers="ray")
