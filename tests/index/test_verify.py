"""What a verification finds once sources or index have changed."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from pincite.corpus.errors import IndexDamaged
from pincite.index.building.build import rebuild, remove
from pincite.index.building.verify import verify
from pincite.index.storage.generation import SEGMENT, open_generation, publish, staged
from tests.support.toys import ToyEncoder, report, write_reports


@pytest.fixture
def index(tmp_path: Path) -> Path:
    rebuild(tmp_path / "index", [write_reports(tmp_path / "articles", 5)], ToyEncoder())
    return tmp_path / "index"


def test_nothing_changed(index: Path) -> None:
    found = verify(index)
    assert found.current
    assert (found.articles, len(found.changes.unchanged)) == (5, 5)


def test_every_change_in_the_sources_is_named(index: Path, tmp_path: Path) -> None:
    articles = tmp_path / "articles"
    (articles / "0000.txt").write_text(report(0, figure=55))
    (articles / "0001.txt").unlink()
    (articles / "0009.txt").write_text(report(9))
    found = verify(index)
    assert not found.current
    assert found.changes.changed == ("0000.txt",)
    assert found.changes.removed == ("0001.txt",)
    assert found.changes.added == ("0009.txt",)


def test_a_hash_in_a_folders_name_is_part_of_it(tmp_path: Path) -> None:
    folder = write_reports(tmp_path / "C# notes", 2)
    rebuild(tmp_path / "i", [folder], ToyEncoder())
    assert verify(tmp_path / "i").current


def test_a_source_that_is_gone(index: Path, tmp_path: Path) -> None:
    (tmp_path / "articles").rename(tmp_path / "elsewhere")
    found = verify(index)
    assert found.gone == (str(tmp_path / "articles"),)
    assert not found.current


def test_a_span_past_its_articles_end(index: Path) -> None:
    """Every checksum right, and yet a passage that is no slice of its article."""
    whole = open_generation(index)
    with staged(index) as stage:
        shutil.copytree(whole.path, stage, dirs_exist_ok=True)
        (stage / "manifest.json").unlink()
        shutil.copytree(index / "segments" / "000001", stage / SEGMENT)
        with sqlite3.connect(stage / SEGMENT / "articles.sqlite") as connection:
            connection.execute('UPDATE passages SET "end" = 999999 WHERE row = 0')
        connection.close()
        publish(index, stage, whole.manifest)
    with pytest.raises(IndexDamaged, match="a passage ends at 999999"):
        verify(index)


def test_what_was_removed_by_hand_is_not_new(index: Path) -> None:
    remove(index, ["0002.txt"], ToyEncoder())
    assert verify(index).current


def test_a_damaged_index(index: Path) -> None:
    path = index / "segments" / "000001" / "articles.sqlite"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(IndexDamaged, match=r"articles\.sqlite"):
        verify(index)
