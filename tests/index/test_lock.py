"""One build at a time; the lock ends with its process, and a refused build names the holder."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pincite.corpus.errors import IndexBusy, SourceMissing
from pincite.index.building.build import add, rebuild, remove
from pincite.index.storage.lock import builder_lock
from pincite.qa.building import rebuild as rebuild_from_python
from pincite.qa.building import remove as remove_from_python
from tests.support.builders import another_builder
from tests.support.toys import ToyEncoder, write_reports

HOLD = """
import sys, time
from pathlib import Path
from pincite.index.storage.lock import builder_lock
with builder_lock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(600)
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


def test_a_refused_build_names_the_lock_holder(
    tmp_path: Path, holder: "subprocess.Popen[str]"
) -> None:
    with pytest.raises(IndexBusy, match=f"process {holder.pid} on "), builder_lock(tmp_path):
        pass


def test_the_lock_is_released_when_its_owner_dies(
    tmp_path: Path, holder: "subprocess.Popen[str]"
) -> None:
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    with builder_lock(tmp_path):
        pass


def test_the_lock_is_released_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), builder_lock(tmp_path):
        raise RuntimeError
    with builder_lock(tmp_path):
        pass


def test_a_progress_callback_cannot_start_another_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A removal started during a rebuild would be overwritten when the rebuild ends."""
    monkeypatch.setattr("pincite.qa.building.embedder", lambda place, model=None: ToyEncoder())
    index, articles = tmp_path / "i", write_reports(tmp_path / "articles", 2)
    rebuild_from_python(articles, index)
    refused: list[IndexBusy] = []

    def press_remove(stage: str, done: int, total: int) -> None:
        with pytest.raises(IndexBusy) as error:
            remove_from_python("0001.txt", index)
        refused.append(error.value)

    (articles / "0002.txt").write_text("The third report. It is new.")
    rebuild_from_python((), index, progress=press_remove)
    assert refused
    assert remove_from_python("0001.txt", index).changes.removed == ("0001.txt",)


def test_a_failed_build_keeps_vectors_of_a_killed_one(tmp_path: Path) -> None:
    index = tmp_path / "i"
    index.mkdir()
    (index / "unfinished.sqlite").write_bytes(b"vectors")
    with pytest.raises(SourceMissing):
        rebuild(index, [tmp_path / "mistyped"], ToyEncoder())
    assert (index / "unfinished.sqlite").read_bytes() == b"vectors"


def test_a_locked_index_is_refused_before_loading_a_model(tmp_path: Path) -> None:
    with builder_lock(tmp_path), pytest.raises(IndexBusy):
        rebuild_from_python(tmp_path / "articles", tmp_path, model="nobody/no-such-model")


LOSER = """
import json, sys
from pincite.qa.cli.commands import main
try:
    main(sys.argv[1:])
except SystemExit as end:
    heavy = {"torch", "transformers", "openvino", "sentence_transformers", "numpy", "faiss"}
    print(json.dumps([end.code, sorted(heavy & set(sys.modules))]))
"""


@pytest.mark.parametrize(
    "command", [["rebuild", "articles"], ["rebuild"], ["add", "a"], ["remove", "a"]]
)
def test_a_locked_index_is_refused_before_large_imports(
    tmp_path: Path, holder: "subprocess.Popen[str]", command: list[str]
) -> None:
    """If several start at once, all but one find the lock held, as here."""
    done = subprocess.run(
        [sys.executable, "-c", LOSER, *command, "--index", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert json.loads(done.stdout) == [2, []]
    assert done.stderr.startswith(f"pincite: {tmp_path}: process {holder.pid} on ")
    assert done.stderr.count("\n") == 1


def test_the_lock_is_held_before_the_old_index_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If two builds find the lock free, the second to take it is refused before any work."""
    rebuild(tmp_path / "i", [write_reports(tmp_path / "articles", 2)], ToyEncoder())
    with another_builder(tmp_path / "i"):
        monkeypatch.setattr("pincite.index.storage.snapshot.Snapshot.open", pytest.fail)
        monkeypatch.setattr("pincite.index.building.build.read_articles", pytest.fail)
        for verb in (rebuild, add, remove):
            with pytest.raises(IndexBusy):
                verb(tmp_path / "i", [str(tmp_path / "articles")], ToyEncoder())
