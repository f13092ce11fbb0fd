"""One builder at a time; the lock dies with its owner and the refused one is told who holds it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pincite.corpus.errors import IndexBusy
from pincite.index.storage.lock import builder_lock
from pincite.qa.building import embedder

HOLD = """
import sys, time
from pathlib import Path
from pincite.index.storage.lock import builder_lock
with builder_lock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def holder(tmp_path: Path) -> "subprocess.Popen[str]":
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.wait()


def test_the_refused_one_names_the_holder(tmp_path: Path, holder: "subprocess.Popen[str]") -> None:
    with pytest.raises(IndexBusy, match=f"process {holder.pid} on "), builder_lock(tmp_path):
        pass


def test_the_lock_dies_with_its_owner(tmp_path: Path, holder: "subprocess.Popen[str]") -> None:
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    with builder_lock(tmp_path):
        pass


def test_it_is_free_again_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), builder_lock(tmp_path):
        raise RuntimeError
    with builder_lock(tmp_path):
        pass


def test_who_is_refused_is_told_before_a_model_is_looked_for(tmp_path: Path) -> None:
    with builder_lock(tmp_path), pytest.raises(IndexBusy):
        embedder(tmp_path, "nobody/no-such-model")
