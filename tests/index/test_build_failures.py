"""A failed build reports its reason in one line and leaves the index unchanged."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from pincite.corpus.errors import (
    IndexBusy,
    IndexFault,
    IndexMissing,
    InputError,
    ModelError,
    SourceMissing,
)
from pincite.index.building.build import add, rebuild, remove
from pincite.index.storage.generation import current
from pincite.index.storage.snapshot import Snapshot
from tests.support.builders import another_builder
from tests.support.indexed import ids
from tests.support.toys import ToyEncoder, report, write_reports


def test_a_deleted_source_file_s_article_is_removed(tmp_path: Path) -> None:
    folder, index = write_reports(tmp_path / "articles", 2), tmp_path / "index"
    (tmp_path / "x.txt").write_text(report(5))
    rebuild(index, [folder, tmp_path / "x.txt"], ToyEncoder())
    (tmp_path / "x.txt").unlink()
    receipt = rebuild(index, [], ToyEncoder())
    assert receipt.changes.removed == ("x.txt",)
    assert "is gone" in receipt.skipped[0].reason
    assert Snapshot.open(index).manifest.sources == (str(folder),)


def test_a_missing_source_folder_is_an_error_until_removed(index: Path, articles: Path) -> None:
    articles.rename(articles.parent / "elsewhere")
    with pytest.raises(SourceMissing, match=r"is gone; put it back, or .*pincite remove"):
        rebuild(index, [], ToyEncoder())
    assert len(ids(index)) == 100
    assert remove(index, [str(articles)], ToyEncoder()).articles == 0
    with pytest.raises(InputError, match="no sources any more"):
        rebuild(index, [], ToyEncoder())


@pytest.mark.parametrize("what", ["a file", "no permission"])
def test_an_index_folder_that_cannot_be_written_is_an_error(tmp_path: Path, what: str) -> None:
    place = tmp_path / "place"
    place.touch()
    if what == "no permission":
        if os.geteuid() == 0:
            pytest.skip("root may write anywhere: run as another user")
        place.unlink()
        place.mkdir(mode=0o500)
    with pytest.raises(IndexFault, match="cannot be written here") as error:
        rebuild(place, [write_reports(tmp_path / "articles", 1)], ToyEncoder())
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("name", ["articles.sqlite", "vectors.bin", "terms.bin"])
def test_a_full_disk_is_a_one_line_error_naming_the_file(tmp_path: Path, name: str) -> None:
    """Real writes fail: the process may write no more than 2,000 bytes to a file."""
    articles, index = write_reports(tmp_path / "articles", 60), tmp_path / "index"
    rebuild(index, [articles], ToyEncoder())
    before = current(index)
    (articles / "0000.txt").write_text(report(0, figure=55), encoding="utf-8")
    script = (
        "import resource, signal, sys\nfrom pathlib import Path\n"
        "from pincite.corpus.errors import IndexFault\n"
        "from pincite.index.storage.segments import segment\n"
        "from pincite.index.building.build import rebuild\n"
        "from tests.support.toys import ToyEncoder\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "def limited(real):\n"
        "    def write(path, *rest):\n"
        "        if path.name == sys.argv[3]:\n"
        "            resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))\n"
        "        return real(path, *rest)\n"
        "    return write\n"
        "segment.write_arrays = limited(segment.write_arrays)\n"
        "segment.write_articles = limited(segment.write_articles)\n"
        "try: rebuild(Path(sys.argv[1]), [sys.argv[2]], ToyEncoder())\n"
        "except IndexFault as error: print(error)\n"
    )
    command = [sys.executable, "-c", script, str(index), str(articles), name]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "could not be written" in done.stdout, done.stderr
    assert current(index) == before
    Snapshot.open(index)


def test_good_files_beside_bad_ones_are_indexed(tmp_path: Path) -> None:
    folder = write_reports(tmp_path / "articles", 2)
    (folder / "empty.txt").touch()
    (folder / "binary.txt").write_bytes(b"\x00\x01\x02" * 99)
    (folder / "lines.jsonl").write_text('{"text": "A fine line."}\n{"text": \n')
    receipt = rebuild(tmp_path / "index", [folder], ToyEncoder())
    assert receipt.articles == 3
    assert sorted(Path(s.source.partition("#")[0]).name for s in receipt.skipped) == [
        "binary.txt", "empty.txt", "lines.jsonl",
    ]  # fmt: skip


def test_without_an_index_the_error_names_the_next_step(tmp_path: Path) -> None:
    for call in (
        lambda: add(tmp_path / "none", [tmp_path], ToyEncoder()),
        lambda: rebuild(tmp_path / "none", [], ToyEncoder()),
        lambda: remove(tmp_path / "none", ["a"], ToyEncoder()),
    ):
        with pytest.raises(IndexMissing, match="pincite rebuild FOLDER"):
            call()
    assert not (tmp_path / "none").exists()


def test_a_second_build_at_once_is_refused(index: Path, articles: Path) -> None:
    with another_builder(index), pytest.raises(IndexBusy, match="is rebuilding this index"):
        rebuild(index, [articles], ToyEncoder())


def test_a_failing_encoder_leaves_the_old_index_unchanged(index: Path, articles: Path) -> None:
    class Failing(ToyEncoder):
        def passages(self, texts: object) -> np.ndarray:
            raise ModelError("out of order")

    (articles / "0000.txt").write_text(report(0, figure=55), encoding="utf-8")
    before = current(index)
    with pytest.raises(ModelError):
        rebuild(index, [articles], Failing())
    assert current(index) == before
    assert [p.name for p in (index / "generations").iterdir()] == ["000001"]


def test_a_passage_longer_than_the_model_s_window_is_refused(tmp_path: Path) -> None:
    class Lying(ToyEncoder):
        @property
        def counter(self) -> object:
            return lambda text: 1

    with pytest.raises(ModelError, match="over the 60"):
        text = "\n".join(report(number) for number in range(40))
        (tmp_path / "long.txt").write_text(text.replace(".\n", ", and ").replace(". ", ", then "))
        rebuild(tmp_path / "index", [tmp_path / "long.txt"], Lying())


def test_a_source_folder_without_permission_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, index = write_reports(tmp_path / "locked", 2), tmp_path / "index"
    rebuild(index, [folder], ToyEncoder())
    real = Path.stat

    def stat(path: Path, **kwargs: bool) -> os.stat_result:
        if path == folder:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return real(path, **kwargs)

    monkeypatch.setattr(Path, "stat", stat)
    with pytest.raises(InputError, match=r"Permission denied.*is as it was"):
        rebuild(index, [], ToyEncoder())
