"""A killed build in Milvus resumes with the vectors already computed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pincite.index.building.build import rebuild
from pincite.index.building.home import FolderHome
from pincite.index.building.verify import verify
from pincite.index.storage.caches.names import UNFINISHED
from pincite.qa.place import home_at
from tests.support.paths import ROOT
from tests.support.places import new_place
from tests.support.toys import ToyEncoder

ARTICLES = 1_000
KILLED = """
import os, signal, sys
from pincite.index.building.build import rebuild
from pincite.qa.place import home_at, place_of
from tests.support.toys import ToyEncoder

def progress(stage, done, total):
    if stage == sys.argv[3] and done >= int(sys.argv[4]):
        os.kill(os.getpid(), signal.SIGKILL)

rebuild(home_at(place_of(sys.argv[1])), [sys.argv[2]], ToyEncoder(), progress)
"""


@pytest.mark.parametrize(
    # the vectors of a build's first batch of 256 are not written down
    ("stage", "done", "left"),
    [("embedding", 768, ARTICLES - 512), ("writing", 400, 256)],
)
def test_a_killed_build_resumes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stage: str, done: int, left: int
) -> None:
    monkeypatch.setenv("PINCITE_CACHE", str(tmp_path / "cache"))
    texts = (f"The bridge number {n} opened after {n % 7} years." for n in range(ARTICLES))
    lines = [json.dumps({"id": str(n), "text": text}) for n, text in enumerate(texts)]
    articles = tmp_path / "articles.jsonl"
    articles.write_text("\n".join(lines), encoding="utf-8")
    with new_place("lite", tmp_path) as place:
        arguments = [sys.executable, "-c", KILLED, str(place), str(articles), stage, str(done)]
        ended = subprocess.run(arguments, cwd=ROOT, check=False, env=os.environ)
        assert ended.returncode == -signal.SIGKILL
        home, rest, oracle = home_at(place), ToyEncoder(), FolderHome(tmp_path / "oracle")
        assert home.version() is None, "nothing is published"
        assert (home.memory / UNFINISHED).exists()
        assert rebuild(home, [articles], rest).published
        assert len(rest.embedded) == left
        assert not (home.memory / UNFINISHED).exists()
        rebuild(oracle, [articles], ToyEncoder())
        ours, theirs = (list(each.in_force().holdings.whole()) for each in (home, oracle))
        assert ours == theirs
        assert verify(home).current
