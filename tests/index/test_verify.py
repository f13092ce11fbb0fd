"""What ``verify`` finds after changes in the sources or the index."""

import random
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


def test_verify_passes_if_nothing_changed(index: Path) -> None:
    found = verify(index)
    assert found.current
    assert (found.articles, len(found.changes.unchanged)) == (5, 5)


def test_verify_names_every_change_in_the_sources(index: Path, tmp_path: Path) -> None:
    articles = tmp_path / "articles"
    (articles / "0000.txt").write_text(report(0, figure=55))
    (articles / "0001.txt").unlink()
    (articles / "0009.txt").write_text(report(9))
    found = verify(index)
    assert not found.current
    assert found.changes.changed == ("0000.txt",)
    assert found.changes.removed == ("0001.txt",)
    assert found.changes.added == ("0009.txt",)


def test_a_hash_sign_in_a_folder_s_name_is_kept(tmp_path: Path) -> None:
    folder = write_reports(tmp_path / "C# notes", 2)
    rebuild(tmp_path / "i", [folder], ToyEncoder())
    assert verify(tmp_path / "i").current


def test_verify_reports_a_missing_source(index: Path, tmp_path: Path) -> None:
    (tmp_path / "articles").rename(tmp_path / "elsewhere")
    found = verify(index)
    assert found.gone == (str(tmp_path / "articles"),)
    assert not found.current


def test_a_passage_past_its_article_s_end_is_damage(index: Path) -> None:
    """Every checksum is right, but a passage lies outside its article."""
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


def page(number: int) -> bytes:
    paragraphs = "".join(f"<p>{line}</p>\n" for line in report(number).splitlines())
    head = "<!doctype html><html><head><title>A report</title><style>p{color:red}</style></head>"
    text = f"{head}<body><article><!-- a note --><h1>A report</h1>\n{paragraphs}</article></body>"
    return f"{text}</html>\n".encode()


def test_verify_reports_every_flipped_bit_of_a_source(tmp_path: Path) -> None:
    """This includes bits in markup, which is not part of the article."""
    articles, draw = write_reports(tmp_path / "articles", 1), random.Random(7)
    whole = page(3)
    (articles / "page.html").write_bytes(whole)
    rebuild(tmp_path / "i", [articles], ToyEncoder())
    assert verify(tmp_path / "i").current
    seen = set()
    for _ in range(60):
        data = bytearray(whole)
        data[draw.randrange(len(data))] ^= 1 << draw.randrange(8)
        (articles / "page.html").write_bytes(data)
        found = verify(tmp_path / "i")
        assert not found.current
        assert bool(found.changes) + bool(found.touched) + bool(found.unread) == 1
        if found.touched:
            assert found.touched == (str(articles / "page.html"),)
        seen.add(bool(found.touched))
    assert seen == {True, False}


def test_a_change_without_effect_on_the_text_is_cleared_by_rebuild(tmp_path: Path) -> None:
    articles = write_reports(tmp_path / "articles", 1)
    (articles / "page.html").write_bytes(page(3))
    rebuild(tmp_path / "i", [articles], ToyEncoder())
    (articles / "page.html").write_bytes(page(3).replace(b"a note", b"another"))
    assert verify(tmp_path / "i").touched
    assert not rebuild(tmp_path / "i", [], ToyEncoder()).published
    assert verify(tmp_path / "i").current
    (tmp_path / "i" / "readings.sqlite").unlink()  # the cache may be deleted
    assert verify(tmp_path / "i").current


def test_an_article_removed_by_hand_is_not_reported_as_new(index: Path) -> None:
    remove(index, ["0002.txt"], ToyEncoder())
    assert verify(index).current


def test_verify_finds_a_damaged_index(index: Path) -> None:
    path = index / "segments" / "000001" / "articles.sqlite"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(IndexDamaged, match=r"articles\.sqlite"):
        verify(index)
