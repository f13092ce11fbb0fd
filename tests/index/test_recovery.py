"""Rollback to the previous generation, and repair of a damaged index."""

from __future__ import annotations

from pathlib import Path

import pytest

from pincite.corpus.errors import IndexBusy, IndexDamaged, IndexFault, IndexMissing, InputError
from pincite.corpus.web.fetch import Page
from pincite.index.building.build import add, rebuild, remove
from pincite.index.building.verify import verify
from pincite.index.recovery.repair import Repair, damage, repair
from pincite.index.recovery.rollback import roll_back
from pincite.index.storage.generation import current, open_generation
from pincite.index.storage.manifest import loaded
from pincite.index.storage.snapshot import Snapshot
from tests.support.builders import another_builder
from tests.support.toys import ToyEncoder, report, write_reports

URL = "https://news.example/story"
DAMAGES = ["cut", "flipped", "gone"]


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    return write_reports(tmp_path / "articles", 4)


@pytest.fixture
def index(tmp_path: Path, articles: Path) -> Path:
    """Built twice: first with three reports, then with four, of which one is removed."""
    (articles / "0003.txt").rename(tmp_path / "later.txt")
    rebuild(tmp_path / "i", [articles], ToyEncoder())
    (tmp_path / "later.txt").rename(articles / "0003.txt")
    rebuild(tmp_path / "i", [], ToyEncoder())
    return tmp_path / "i"


def texts(index: Path) -> dict[str, str]:
    return {article.id: article.text for article in Snapshot.open(index).store.articles()}


def spoil(path: Path, how: str) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    if how == "gone":
        path.unlink()
    else:
        path.write_bytes(bytes(data) if how == "flipped" else data[:-1])


def spoiled(index: Path, how: str = "flipped", manifest: bool = False) -> None:
    """Damages every file of the generation in force, its manifest too or not."""
    for path in open_generation(index).path.glob("*.*"):
        if manifest or path.name != "manifest.json":
            spoil(path, how)


def repaired(index: Path) -> Repair:
    return repair(index, ToyEncoder(), lambda *_: None)


def test_rollback_restores_the_previous_generation(index: Path) -> None:
    newer = texts(index)
    done = roll_back(index)
    assert (done.generation, done.left, done.articles) == ("000001", "000002", 3)
    assert texts(index).keys() == newer.keys() - {"0003.txt"}
    with pytest.raises(IndexFault, match="no sound generation before 000001"):
        roll_back(index)
    assert rebuild(index, [], ToyEncoder()).generation == "000003"
    assert texts(index) == newer
    assert sorted(path.name for path in (index / "generations").iterdir()) == ["000001", "000003"]


def test_rollback_restores_a_removed_article(index: Path) -> None:
    remove(index, ["0001.txt"], ToyEncoder())
    roll_back(index)
    assert "0001.txt" in texts(index)
    assert verify(index).current


@pytest.mark.parametrize("how", DAMAGES)
def test_rollback_works_from_a_damaged_generation(index: Path, how: str) -> None:
    spoiled(index, how, manifest=True)
    assert roll_back(index).articles == 3
    assert len(texts(index)) == 3


@pytest.mark.parametrize("how", DAMAGES)
def test_rollback_from_a_damaged_pointer_finds_the_newest_sound_generation(
    index: Path, how: str
) -> None:
    spoil(index / "CURRENT", how)
    # a flipped bit leaves the generation's name readable, so rollback takes the one before
    assert roll_back(index).articles == (4 if how == "gone" else 3)


def test_rollback_never_chooses_a_damaged_generation(index: Path) -> None:
    in_force = current(index)
    for path in (index / "generations" / "000001").glob("*.*"):
        spoil(path, "cut")
    with pytest.raises(IndexFault, match="no sound generation before 000002"):
        roll_back(index)
    assert current(index) == in_force


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    """Built twice, with one segment that both generations name and one of the second alone."""
    folder = write_reports(tmp_path / "many", 120)
    rebuild(tmp_path / "s", [folder], ToyEncoder())
    (folder / "0001.txt").write_text(report(77))
    rebuild(tmp_path / "s", [], ToyEncoder())
    return tmp_path / "s"


@pytest.mark.parametrize("how", DAMAGES)
@pytest.mark.parametrize("which", [0, 1], ids=["of both", "of the last"])
def test_a_damaged_segment_is_repaired(shared: Path, how: str, which: int) -> None:
    whole, in_force = texts(shared), open_generation(shared)
    segments = in_force.manifest.segments
    assert len(segments) == 2
    for path in in_force.segment(segments[which].name).iterdir():
        spoil(path, how)
    assert damage(shared)
    if which == 0:
        with pytest.raises(IndexFault, match="no sound generation before 000002"):
            roll_back(shared)
    done = repaired(shared)
    assert (damage(shared), done.lost, texts(shared)) == ("", (), whole)
    # articles in sound segments are not embedded again
    assert done.receipt.embedded == (done.receipt.passages if which == 0 else 2)
    assert verify(shared).current


def test_rollback_works_after_segments_were_merged(shared: Path, tmp_path: Path) -> None:
    before = texts(shared)
    for number in range(2, 120):
        (tmp_path / "many" / f"{number:04}.txt").write_text(report(number, figure=55))
    rebuild(shared, [], ToyEncoder())
    roll_back(shared)
    assert texts(shared) == before
    rebuild(shared, [], ToyEncoder())
    assert texts(shared) != before
    named = {
        s.name
        for g in (shared / "generations").iterdir()
        for s in loaded((g / "manifest.json").read_bytes()).segments
    }
    assert named == {path.name for path in (shared / "segments").iterdir()}


def test_rollback_needs_an_unlocked_index(index: Path, tmp_path: Path) -> None:
    with another_builder(index), pytest.raises(IndexBusy):
        roll_back(index)
    with pytest.raises(IndexMissing):
        roll_back(tmp_path / "nowhere")


@pytest.mark.parametrize("how", DAMAGES)
@pytest.mark.parametrize("manifest", [True, False])
@pytest.mark.parametrize("alone", [True, False], ids=["no other", "one before"])
def test_a_damaged_index_is_repaired_from_its_sources(
    index: Path, how: str, manifest: bool, alone: bool
) -> None:
    remove(index, ["0001.txt"], ToyEncoder())
    whole = texts(index)
    if alone:
        for path in (index / "generations" / "000002").glob("*.*"):
            spoil(path, "cut")
    spoiled(index, how, manifest=manifest)
    assert damage(index)
    if manifest and alone:
        with pytest.raises(IndexDamaged, match="nor the generation before says what its sources"):
            repaired(index)
        return
    done = repaired(index)
    assert (damage(index), done.lost) == ("", ())
    assert done.damage.count("\n") == 0
    assert verify(index).current
    if manifest:  # later removals are no longer known
        whole |= {"0001.txt": report(1)}
    assert texts(index) == whole


def test_repair_reports_what_is_lost(index: Path, tmp_path: Path) -> None:
    def get(url: str) -> Page:
        body = "".join(f"<p>{line}</p>" for line in report(30).splitlines())
        return Page(url, f"<html><body>{body}</body></html>".encode(), "text/html", "utf-8")

    add(index, [write_reports(tmp_path / "disk", 1)], ToyEncoder())
    add(index, [URL], ToyEncoder(), get=get)
    for path in (index / "generations" / "000003").glob("*.*"):
        spoil(path, "cut")
    spoiled(index)
    (tmp_path / "disk").rename(tmp_path / "elsewhere")
    done = repaired(index)
    assert [line.split(" ")[0] for line in done.lost] == [f"{URL}:", str(tmp_path / "disk")]
    assert len(texts(index)) == 4
    spoiled(index)
    (tmp_path / "articles").rename(tmp_path / "away")
    with pytest.raises(InputError):
        repaired(index)


def test_repair_restores_articles_from_the_previous_generation(index: Path, tmp_path: Path) -> None:
    def get(url: str) -> Page:
        body = "".join(f"<p>{line}</p>" for line in report(30).splitlines())
        return Page(url, f"<html><body>{body}</body></html>".encode(), "text/html", "utf-8")

    add(index, [URL], ToyEncoder(), get=get)
    add(index, [write_reports(tmp_path / "disk", 1)], ToyEncoder())
    whole = texts(index)
    spoiled(index)
    done = repaired(index)
    assert done.lost == ()
    assert texts(index) == whole
