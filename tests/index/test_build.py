"""What a build embeds, reuses, reports and refuses; encoder calls are counted."""

import errno
import json
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
from pincite.index.retrieval.hit import Hit
from pincite.index.retrieval.query import Query
from pincite.index.retrieval.search import Searcher
from pincite.index.storage.generation import current
from pincite.index.storage.lock import builder_lock
from pincite.index.storage.snapshot import Snapshot
from tests.support.toys import ToyEncoder, report, write_reports


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    return write_reports(tmp_path / "articles", 100)


@pytest.fixture
def index(tmp_path: Path, articles: Path) -> Path:
    rebuild(tmp_path / "index", [articles], ToyEncoder())
    return tmp_path / "index"


def ids(index: Path) -> list[str]:
    return [article.id for article in Snapshot.open(index).store.articles()]


def test_the_first_build_embeds_every_passage_once(tmp_path: Path, articles: Path) -> None:
    encoder = ToyEncoder()
    receipt = rebuild(tmp_path / "index", [articles], encoder)
    assert len(encoder.embedded) == len(set(encoder.embedded)) == receipt.embedded
    assert receipt.embedded == receipt.passages >= 100
    assert (len(receipt.changes.added), receipt.articles, receipt.skipped) == (100, 100, ())


def test_a_second_rebuild_embeds_and_publishes_nothing(index: Path, articles: Path) -> None:
    before, encoder = current(index), ToyEncoder()
    receipt = rebuild(index, [articles], encoder)
    assert encoder.embedded == []
    assert (receipt.embedded, receipt.published, current(index)) == (0, False, before)
    assert len(receipt.changes.unchanged) == 100


def test_changing_one_article_embeds_only_its_changed_passages(index: Path, articles: Path) -> None:
    (articles / "0042.txt").write_text(report(42, figure=77), encoding="utf-8")
    encoder = ToyEncoder()
    receipt = rebuild(index, [articles], encoder)
    assert receipt.changes.changed == ("0042.txt",)
    assert 1 <= len(encoder.embedded) == receipt.embedded
    assert all("number 42" in text or "77 thousand" in text for text in encoder.embedded)
    assert receipt.embedded < receipt.passages / 50


def test_a_removed_article_is_gone_from_every_ranking(index: Path, articles: Path) -> None:
    question = "harbour number 0 guests"

    def find() -> tuple[Hit, ...]:
        searcher = Searcher(Snapshot.open(index), ToyEncoder())
        return searcher.search([Query(question)], 50)[0].hits

    assert "0000.txt" in {hit.article.id for hit in find()}
    (articles / "0000.txt").unlink()
    encoder = ToyEncoder()
    receipt = rebuild(index, [articles], encoder)
    assert (receipt.changes.removed, encoder.embedded) == (("0000.txt",), [])
    assert "0000.txt" not in {hit.article.id for hit in find()}


def test_rows_keep_their_own_vectors_after_changes(index: Path, articles: Path) -> None:
    (articles / "0000.txt").unlink()
    (articles / "0100.txt").write_text(report(100), encoding="utf-8")
    rebuild(index, [articles], ToyEncoder())
    fresh = ToyEncoder()
    rebuild(index.parent / "fresh", [articles], fresh)
    one, other = Snapshot.open(index), Snapshot.open(index.parent / "fresh")
    assert (one.dense.vectors() == other.dense.vectors()).all()
    assert one.store.keys() == other.store.keys()
    for row in range(len(one.dense)):
        assert one.store.passage(row) == other.store.passage(row)


def test_the_order_of_files_does_not_matter(tmp_path: Path) -> None:
    one, two = write_reports(tmp_path / "one", 8), tmp_path / "two"
    two.mkdir()
    for path in sorted(one.iterdir(), reverse=True):
        (two / path.name).write_bytes(path.read_bytes())
    rebuild(tmp_path / "i", [one], ToyEncoder())
    rebuild(tmp_path / "j", [two], ToyEncoder())
    assert ids(tmp_path / "i") == ids(tmp_path / "j")


def test_another_embedder_embeds_everything_anew(index: Path, articles: Path) -> None:
    encoder = ToyEncoder("another", dimension=32)
    receipt = rebuild(index, [articles], encoder)
    assert receipt.embedded == receipt.passages == len(encoder.embedded)
    assert Snapshot.open(index).dense.dimension == 32


def test_add_leaves_the_others_unread(index: Path, articles: Path, tmp_path: Path) -> None:
    (articles / "0001.txt").write_text(report(1, figure=99), encoding="utf-8")
    new = tmp_path / "new.txt"
    new.write_text(report(500), encoding="utf-8")
    receipt = add(index, [new], ToyEncoder())
    assert (receipt.changes.added, receipt.changes.changed) == (("new.txt",), ())
    assert receipt.articles == 101
    receipt = rebuild(index, [], ToyEncoder())
    assert (receipt.changes.changed, receipt.articles) == (("0001.txt",), 101)


def test_add_replaces_an_article_of_the_same_name(index: Path, articles: Path) -> None:
    (articles / "0001.txt").write_text(report(1, figure=99), encoding="utf-8")
    receipt = add(index, [articles / "0001.txt"], ToyEncoder())
    assert (receipt.changes.changed, receipt.articles) == (("0001.txt",), 100)


def test_remove_by_id_by_file_and_by_folder(index: Path, articles: Path) -> None:
    encoder = ToyEncoder()
    assert remove(index, ["0003.txt"], encoder).changes.removed == ("0003.txt",)
    assert remove(index, [str(articles / "0004.txt")], encoder).changes.removed == ("0004.txt",)
    assert "0003.txt" not in ids(index)
    assert rebuild(index, [], encoder).articles == 98, "what was removed by hand stays out"
    assert rebuild(index, [articles], encoder).articles == 100, "unless it is named again"
    assert remove(index, [str(articles)], encoder).articles == 0
    assert ids(index) == []


def test_add_never_takes_the_place_of_another_files_article(tmp_path: Path) -> None:
    for year in ("2024", "2025"):
        (tmp_path / year).mkdir()
        (tmp_path / year / "notes.txt").write_text(f"These are the notes of {year}.\n")
    index = tmp_path / "index"
    rebuild(index, [tmp_path / "2024"], ToyEncoder())
    receipt = add(index, [tmp_path / "2025"], ToyEncoder())
    assert receipt.changes.added == ("2025/notes.txt",)
    assert ids(index) == ["2025/notes.txt", "notes.txt"]
    assert not rebuild(index, [], ToyEncoder()).published, "the same ids, however it was built"


def test_a_file_inside_a_recorded_folder_keeps_its_id(tmp_path: Path) -> None:
    (tmp_path / "a" / "sub").mkdir(parents=True)
    (tmp_path / "a" / "sub" / "r.txt").write_text("The first version of it.\n")
    index = tmp_path / "index"
    rebuild(index, [tmp_path / "a"], ToyEncoder())
    (tmp_path / "a" / "sub" / "r.txt").write_text("The second version of it.\n")
    (tmp_path / "a" / "sub" / "new.txt").write_text("A new article beside it.\n")
    assert add(index, [tmp_path / "a/sub/r.txt"], ToyEncoder()).changes.changed == ("sub/r.txt",)
    assert add(index, [tmp_path / "a/sub/new.txt"], ToyEncoder()).changes.added == ("sub/new.txt",)
    assert Snapshot.open(index).manifest.sources == (str(tmp_path / "a"),)
    assert not rebuild(index, [], ToyEncoder()).published


def test_lines_of_json_are_replaced_together(tmp_path: Path) -> None:
    path, index = tmp_path / "a.jsonl", tmp_path / "index"
    path.write_text('{"text": "One line here."}\n{"text": "Two lines here."}\n')
    rebuild(index, [path], ToyEncoder())
    path.write_text('{"text": "Two lines here."}\n')
    add(index, [path], ToyEncoder())
    assert [a.text for a in Snapshot.open(index).store.articles()] == ["Two lines here."]


def test_removing_a_folder_does_not_bar_its_ids(tmp_path: Path) -> None:
    folders = [tmp_path / "2024", tmp_path / "2025"]
    for folder in folders:
        folder.mkdir()
        (folder / "notes.txt").write_text(f"These are the notes of {folder.name}.\n")
    index = tmp_path / "index"
    rebuild(index, folders, ToyEncoder())
    remove(index, [str(folders[0])], ToyEncoder())
    assert Snapshot.open(index).manifest.excluded == (), "a source no longer read needs no ban"
    rebuild(index, [], ToyEncoder())
    assert [a.text for a in Snapshot.open(index).store.articles()] == [
        "These are the notes of 2025.\n"
    ]


@pytest.mark.parametrize("name", ["", "  "])
def test_an_empty_name_removes_nothing(
    index: Path, articles: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(articles)
    with pytest.raises(InputError, match="is no article"):
        remove(index, [name], ToyEncoder())


def test_an_index_among_its_articles_does_not_index_itself(tmp_path: Path) -> None:
    folder = write_reports(tmp_path / "articles", 2)
    rebuild(folder / "my-index", [folder], ToyEncoder())
    receipt = rebuild(folder / "my-index", [folder], ToyEncoder())
    assert (receipt.articles, receipt.skipped, receipt.published) == (2, (), False)


def test_a_recorded_file_that_is_gone_takes_its_article_along(tmp_path: Path) -> None:
    folder, index = write_reports(tmp_path / "articles", 2), tmp_path / "index"
    (tmp_path / "x.txt").write_text(report(5))
    rebuild(index, [folder, tmp_path / "x.txt"], ToyEncoder())
    (tmp_path / "x.txt").unlink()
    receipt = rebuild(index, [], ToyEncoder())
    assert receipt.changes.removed == ("x.txt",)
    assert "is gone" in receipt.skipped[0].reason
    assert Snapshot.open(index).manifest.sources == (str(folder),)


def test_a_recorded_folder_that_is_gone_is_not_forgotten(index: Path, articles: Path) -> None:
    articles.rename(articles.parent / "elsewhere")
    with pytest.raises(SourceMissing, match=r"is gone; put it back, or .*pincite remove"):
        rebuild(index, [], ToyEncoder())
    assert len(ids(index)) == 100
    assert remove(index, [str(articles)], ToyEncoder()).articles == 0
    with pytest.raises(InputError, match="no sources any more"):
        rebuild(index, [], ToyEncoder())


@pytest.mark.parametrize("what", ["a file", "no permission"])
def test_a_place_that_cannot_be_written(tmp_path: Path, what: str) -> None:
    place = tmp_path / "place"
    place.touch()
    if what == "no permission":
        if os.geteuid() == 0:
            pytest.skip("root may write anywhere")
        place.unlink()
        place.mkdir(mode=0o500)
    with pytest.raises(IndexFault, match="cannot be written here") as error:
        rebuild(place, [write_reports(tmp_path / "articles", 1)], ToyEncoder())
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("name", ["articles.sqlite", "vectors.bin", "terms.bin"])
def test_a_full_disk_under_a_file_of_a_segment_is_one_line(tmp_path: Path, name: str) -> None:
    """A real one: the writes fail, in a process that may write no more than 2,000 bytes."""
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


def test_removing_what_is_not_there(index: Path) -> None:
    before = current(index)
    with pytest.raises(InputError, match=r"'nothing.txt' is no article"):
        remove(index, ["nothing.txt"], ToyEncoder())
    assert current(index) == before


def test_repeated_passages_are_embedded_once(tmp_path: Path) -> None:
    folder, words = tmp_path / "articles", "the very same words, " * 11
    folder.mkdir()
    for name in ("a.jsonl", "b.jsonl"):
        line = {"title": "Same", "text": f"These are {words}once.\n\nThose of {name} differ."}
        (folder / name).write_text(json.dumps(line))
    encoder = ToyEncoder()
    receipt = rebuild(tmp_path / "index", [folder], encoder)
    assert (receipt.passages, receipt.embedded, len(encoder.embedded)) == (4, 3, 3)


@pytest.mark.parametrize("what", ["missing", "empty", "binary"])
def test_bad_sources_leave_the_old_index_alone(index: Path, tmp_path: Path, what: str) -> None:
    before = current(index)
    bad = tmp_path / what
    if what == "empty":
        bad.mkdir()
    if what == "binary":
        bad.write_bytes(bytes(range(256)) * 4)
    with pytest.raises(SourceMissing if what == "missing" else InputError, match=str(bad)) as error:
        rebuild(index, [bad], ToyEncoder())
    assert "\n" not in str(error.value)
    assert current(index) == before


def test_good_neighbours_of_bad_files_are_indexed(tmp_path: Path) -> None:
    folder = write_reports(tmp_path / "articles", 2)
    (folder / "empty.txt").touch()
    (folder / "binary.txt").write_bytes(b"\x00\x01\x02" * 99)
    (folder / "lines.jsonl").write_text('{"text": "A fine line."}\n{"text": \n')
    receipt = rebuild(tmp_path / "index", [folder], ToyEncoder())
    assert receipt.articles == 3
    assert sorted(Path(s.source.partition("#")[0]).name for s in receipt.skipped) == [
        "binary.txt", "empty.txt", "lines.jsonl",
    ]  # fmt: skip


def test_no_index_to_add_to_or_to_repeat(tmp_path: Path) -> None:
    for call in (
        lambda: add(tmp_path / "none", [tmp_path], ToyEncoder()),
        lambda: rebuild(tmp_path / "none", [], ToyEncoder()),
        lambda: remove(tmp_path / "none", ["a"], ToyEncoder()),
    ):
        with pytest.raises(IndexMissing, match="pincite rebuild FOLDER"):
            call()
    assert not (tmp_path / "none").exists()


def test_one_builder_at_a_time(index: Path, articles: Path) -> None:
    with builder_lock(index), pytest.raises(IndexBusy, match="is rebuilding this index"):
        rebuild(index, [articles], ToyEncoder())


def test_a_failing_encoder_leaves_the_old_index_alone(index: Path, articles: Path) -> None:
    class Failing(ToyEncoder):
        def passages(self, texts: object) -> np.ndarray:
            raise ModelError("out of order")

    (articles / "0000.txt").write_text(report(0, figure=55), encoding="utf-8")
    before = current(index)
    with pytest.raises(ModelError):
        rebuild(index, [articles], Failing())
    assert current(index) == before
    assert [p.name for p in (index / "generations").iterdir()] == ["000001"]


def test_a_passage_over_the_models_window_is_refused(tmp_path: Path) -> None:
    class Lying(ToyEncoder):
        @property
        def counter(self) -> object:
            return lambda text: 1

    with pytest.raises(ModelError, match="over the 60"):
        text = "\n".join(report(number) for number in range(40))
        (tmp_path / "long.txt").write_text(text.replace(".\n", ", and ").replace(". ", ", then "))
        rebuild(tmp_path / "index", [tmp_path / "long.txt"], Lying())


def test_a_folder_that_may_not_be_looked_into_is_no_crash(
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


def test_adding_lines_again_keeps_every_id(tmp_path: Path) -> None:
    ids = ["https://e.org/1", "x#1", "y"]
    for folder in ("1", "2"):
        (tmp_path / folder).mkdir()
        lines = [json.dumps({"id": id_, "text": f"{report(3)} {folder} {id_}"}) for id_ in ids]
        (tmp_path / folder / "b.jsonl").write_text("\n".join(lines))
    index, files = tmp_path / "index", [tmp_path / "1" / "b.jsonl", tmp_path / "2" / "b.jsonl"]
    made = rebuild(index, files, ToyEncoder()).changes.added
    assert made == tuple(
        sorted(f"{name}#{id_}" for name in ("b.jsonl", "2/b.jsonl") for id_ in ids)
    )
    for file in (*files, files[1]):
        receipt = add(index, [file], ToyEncoder())
        assert (receipt.changes.unchanged, receipt.published) == (made, False)
