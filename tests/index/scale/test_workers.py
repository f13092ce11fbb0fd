"""What Ray builds does not depend on how many workers there are, nor on whether one dies."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pincite.corpus.errors import InputError, ModelError
from pincite.index.building.build import rebuild as run
from pincite.index.building.home import FolderHome
from pincite.index.building.publishing import cutting
from pincite.index.engines.encoder import SentenceEncoder
from pincite.qa.building import rebuild
from tests.bench.corpora import fresh_articles
from tests.support.paths import ROOT
from tests.support.toys import ToyEncoder, write_reports

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
    tmp_path: Path, encoder: SentenceEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker is killed while articles are cut, one while passages are embedded; the broken file
    costs itself."""
    pytest.importorskip("ray", reason="no Ray: pip install 'pincite[scale]'")
    from pincite.index.scale.workers import _back, ray_workers

    monkeypatch.setattr(cutting, "_ARTICLES", 4)

    articles = written(tmp_path / "articles")
    plain = run(tmp_path / "plain", [articles], encoder)
    with ray_workers(encoder, 2) as workers:
        killed: dict[str, int] = {}

        def progress(stage: str, done: int, total: int) -> None:
            if (stage, done) in (("cutting", 8), ("embedding", 0)) and stage not in killed:
                import ray

                first = workers.encoder._workers[0]
                assert _back(first)  # the one killed before may still be starting
                killed[stage] = ray.get(first.pid.remote())
                os.kill(killed[stage], signal.SIGKILL)

        receipt = run(
            tmp_path / "ray", [articles], workers.encoder, progress, parser=workers.parser
        )
    assert len(set(killed.values())) == 2
    assert receipt.changes == plain.changes
    assert receipt.skipped == plain.skipped
    assert [each.source for each in receipt.skipped] == [str(articles / "broken.pdf")]
    one, other = (
        list(FolderHome(tmp_path / name).in_force().holdings.whole()) for name in ("plain", "ray")
    )
    assert one == other
    assert len(one) == ARTICLES


@pytest.mark.slow
def test_a_file_that_ends_its_worker_twice_costs_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("ray", reason="no Ray: pip install 'pincite[scale]'")
    from pincite.index.scale import workers

    articles, tries = write_reports(tmp_path / "articles", 3), tmp_path / "tries"
    (articles / "0001x.txt").write_text("This one ends whoever reads it.", encoding="utf-8")
    parsed = workers._parsed

    def poisoned(request: tuple[Any, ...], data: bytes) -> Any:
        if b"ends whoever" in data:
            with tries.open("a") as file:
                file.write("x")
            os.kill(os.getpid(), signal.SIGKILL)
        return parsed(request, data)

    monkeypatch.setattr(workers, "_parsed", poisoned)
    encoder = ToyEncoder()
    with workers.ray_workers(encoder, 1) as made:  # type: ignore[arg-type]
        assert made.parser.at_once == 1
        receipt = run(tmp_path / "ray", [articles], encoder, parser=made.parser)
    assert receipt.changes.added == ("0000.txt", "0001.txt", "0002.txt")
    [skipped] = receipt.skipped
    assert skipped.source == str(articles / "0001x.txt")
    assert skipped.reason.startswith("its worker ended")
    assert tries.read_text() == "xx"


@pytest.mark.slow
def test_work_is_done_in_order_and_again_if_a_worker_dies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("ray", reason="no Ray: pip install 'pincite[scale]'")
    from pincite.index.scale import workers

    class Worker:
        def __init__(self, *_: object) -> None:
            self.encoder = ToyEncoder()

        def pid(self) -> int:
            return os.getpid()

        def done(self, work: Any, item: Any) -> Any:
            return work(self.encoder, item)

    died = tmp_path / "died"

    def doubled(_: object, item: int) -> int:
        if item == 7 and not died.exists():
            died.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return 2 * item

    tries = tmp_path / "tries"

    def refused(encoder: ToyEncoder, _: int) -> None:
        with tries.open("a") as file:
            file.write("x")
        raise ModelError(f"embedder {encoder.name} reads too few tokens")

    monkeypatch.setattr(workers, "_Worker", Worker)
    with workers.ray_workers(ToyEncoder(), 2) as made:  # type: ignore[arg-type]
        assert list(made.encoder.distribute(doubled, range(100))) == [*range(0, 200, 2)]
        assert died.exists()
        with pytest.raises(ModelError, match=r"^embedder toy reads too few"):
            list(made.encoder.distribute(refused, [0]))
        assert tries.read_text() == "x"


KILLED = """
import os, signal, sys
from pathlib import Path
from pincite.index.building.build import rebuild
from pincite.index.scale import workers
from tests.support.toys import ToyEncoder

class Worker:
    def __init__(self, *_):
        self.encoder = ToyEncoder()

    def done(self, work, item):
        return work(self.encoder, item)

def progress(stage, done, total):
    if stage == "embedding" and done == 768:
        os.kill(os.getpid(), signal.SIGKILL)

workers._Worker = Worker
with workers.ray_workers(ToyEncoder(), 1) as made:
    rebuild(Path(sys.argv[1]), [sys.argv[2]], made.encoder, progress, parser=made.parser)
"""


@pytest.mark.slow
def test_a_killed_driver_goes_on_from_what_is_done(tmp_path: Path) -> None:
    pytest.importorskip("ray", reason="no Ray: pip install 'pincite[scale]'")
    texts = (f"The bridge number {n} opened after {n % 7} years." for n in range(1_000))
    lines = [json.dumps({"id": str(n), "text": text}) for n, text in enumerate(texts)]
    articles = tmp_path / "articles.jsonl"
    articles.write_text("\n".join(lines), encoding="utf-8")
    arguments = [sys.executable, "-c", KILLED, str(tmp_path / "ray"), str(articles)]
    ended = subprocess.run(arguments, cwd=ROOT, check=False)
    assert ended.returncode == -signal.SIGKILL
    rest, whole = ToyEncoder(), ToyEncoder()
    run(tmp_path / "ray", [articles], rest)
    run(tmp_path / "plain", [articles], whole)
    # the vectors of a build's first batch of 256 are not written down
    assert (len(rest.embedded), len(whole.embedded)) == (1_000 - 512, 1_000)
    one, other = (FolderHome(tmp_path / name).in_force().holdings for name in ("plain", "ray"))
    rows = list(one.whole())
    assert rows == list(other.whole())
    keys = [row.key for _, each in rows for row in each]
    vectors = one.vectors(keys), other.vectors(keys)
    assert all(np.array_equal(vectors[0][key], vectors[1][key]) for key in keys)


@pytest.mark.parametrize("workers", ["dask", "ray:0", "ray:x", "ray: 2", ""])
def test_workers_that_are_none_are_one_line(tmp_path: Path, workers: str) -> None:
    with pytest.raises(InputError, match="expected ray, or ray: and how many"):
        rebuild([tmp_path], tmp_path / "index", workers=workers)


def test_without_ray_it_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    monkeypatch.delitem(sys.modules, "pincite.index.scale.workers", raising=False)
    with pytest.raises(InputError, match=r"pip install 'pincite\[scale\]'"):
        rebuild([tmp_path], tmp_path / "index", workers="ray")
