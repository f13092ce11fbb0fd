"""Adding and removing articles as the web page does, with undo."""

from __future__ import annotations

import json
import threading
import time
from pathlib import Path

import pytest

from pincite.corpus.article import Article
from pincite.corpus.errors import IndexBusy, InputError
from pincite.index.building.build import rebuild
from pincite.index.building.build import remove as remove_by_name
from pincite.index.building.notes import notes
from pincite.index.building.undoing import put_back, take_out
from pincite.index.building.verify import verify
from pincite.index.retrieval.local import LocalRetriever
from pincite.index.storage.generation import describe_generation
from pincite.index.storage.snapshot import Snapshot
from pincite.qa import building
from pincite.qa.library.library import Library, Occupied, Work
from pincite.qa.library.listing import listed
from tests.support.builders import another_builder
from tests.support.files import zipped
from tests.support.patience import PATIENCE
from tests.support.toys import ToyEncoder, report, write_reports


@pytest.fixture(autouse=True)
def toy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds use the toy embedder."""

    monkeypatch.setattr(building, "embedder", lambda place, model=None: ToyEncoder())


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """Three articles of a folder, one of them of a file with several."""
    folder = write_reports(tmp_path / "articles", 2)
    lines = [json.dumps({"id": f"n{n}", "text": report(n)}) for n in (5, 6, 7)]
    (folder / "log.jsonl").write_text("\n".join(lines))
    rebuild(tmp_path / "index", [folder], ToyEncoder())
    return tmp_path / "index"


@pytest.fixture
def library(index: Path) -> Library:
    return Library(index)


def articles(index: Path) -> dict[str, Article]:
    return {each.id: each for each in Snapshot.open(index).store.articles()}


def sent(library: Library, **files: str | bytes) -> list[str]:
    """Files that have arrived; a name's last underscore stands for the dot."""
    tokens = []
    for name, data in files.items():
        with library.files.arriving(".".join(name.rsplit("_", 1))) as arrival:
            arrival.write(data.encode() if isinstance(data, str) else data)
        tokens.append(arrival.token)
    return tokens


def done(work: Work) -> Work:
    deadline = time.monotonic() + PATIENCE
    while not work.finished and time.monotonic() < deadline:
        time.sleep(0.01)
    assert work.finished
    return work


def test_a_file_is_added_and_stays_through_a_rebuild(library: Library, index: Path) -> None:
    work = done(library.add(sent(library, new_txt=report(9))))
    assert (work.error, work.outcome and work.outcome["added"]) == ("", ["new.txt"])
    kept = library.files.folder / "new.txt"
    assert articles(index)["new.txt"].source == str(kept)
    assert rebuild(index, [], ToyEncoder()).changes.removed == ()
    assert verify(index).current
    assert articles(index)["new.txt"].text == report(9)


def test_files_without_articles_are_reported_and_not_kept(library: Library, index: Path) -> None:
    before = articles(index)
    bomb = zipped({"word/document.xml": bytes(60 * 2**20)})
    tokens = sent(library, empty_txt="", air_docx=bomb, good_txt=report(9), noise_txt=bytes(900))
    outcome = done(library.add(tokens)).outcome
    assert outcome is not None
    assert outcome["added"] == ["good.txt"]
    assert sorted(name for name, _ in outcome["skipped"]) == ["air.docx", "empty.txt", "noise.txt"]
    assert all(why and "\n" not in why for _, why in outcome["skipped"])
    assert {p.name for p in library.files.folder.iterdir() if p.is_file()} == {"good.txt"}
    alone = done(library.add(sent(library, empty_txt=""))).outcome
    assert alone is not None
    assert [name for name, _ in alone["skipped"]] == ["empty.txt"]
    assert articles(index).keys() == {*before, "good.txt"}
    assert library.files.used == len(report(9))


def test_the_first_files_create_the_index(tmp_path: Path) -> None:
    library = Library(tmp_path / "index")
    failed = done(library.add(sent(library, empty_txt="")))
    assert failed.outcome is not None
    assert not (tmp_path / "index").exists()
    done(library.add(sent(library, a_txt=report(1), b_txt=report(2))))
    assert set(articles(tmp_path / "index")) == {"a.txt", "b.txt"}
    done(library.add_samples())
    assert len(articles(tmp_path / "index")) == 17


@pytest.mark.parametrize(
    "link", ["/etc/passwd", "file:///etc/passwd", "ftp://a.example/x", "", " ", "a b.c", "~/x.txt",
             "../x.txt", "javascript:alert(1)"],
)  # fmt: skip
def test_links_that_are_not_web_addresses_are_refused(library: Library, link: str) -> None:
    with pytest.raises(InputError) as caught:
        library.add(links=[link])
    assert "\n" not in str(caught.value)
    assert not library.busy


def test_an_address_of_this_machine_is_not_fetched(library: Library) -> None:
    outcome = done(library.add(links=["http://127.0.0.1:9/a", "localhost.localdomain/x"])).outcome
    assert outcome is not None
    assert len(outcome["skipped"]) == 2


# -- removing and undoing --------------------------------------------------------------------------


def test_undoing_a_removal_restores_the_same_article(library: Library, index: Path) -> None:
    done(library.add(sent(library, new_txt=report(9))))
    before, manifest = articles(index), describe_generation(index).manifest
    for id_ in ("new.txt", "0000.txt", "log.jsonl#n6"):
        token = library.remove([id_])
        assert articles(index).keys() == before.keys() - {id_}
        rebuild(index, [], ToyEncoder())
        assert id_ not in articles(index)
        assert library.undo(token) == (id_,)
        assert articles(index) == before
        now = describe_generation(index).manifest
        assert (now.sources, now.excluded) == (manifest.sources, manifest.excluded)
        with pytest.raises(InputError, match="undone any more"):
            library.undo(token)
    assert rebuild(index, [], ToyEncoder()).published is False


def test_undoing_a_removal_restores_nothing_else(library: Library, index: Path) -> None:
    remove_by_name(index, ["log.jsonl#n5"], ToyEncoder())
    token = library.remove(["log.jsonl#n6"])
    library.undo(token)
    rebuild(index, [], ToyEncoder())
    held = articles(index)
    assert "log.jsonl#n6" in held
    assert "log.jsonl#n5" not in held


def test_removals_are_undone_in_any_order(library: Library, index: Path) -> None:
    done(library.add(sent(library, new_txt=report(9))))
    before, manifest = articles(index), describe_generation(index).manifest
    tokens = [library.remove([id_]) for id_ in ("new.txt", "log.jsonl#n6", "log.jsonl#n5")]
    for token in (tokens[1], tokens[0], tokens[2]):
        library.undo(token)
    assert articles(index) == before
    now = describe_generation(index).manifest
    assert (now.sources, set(now.excluded)) == (manifest.sources, set(manifest.excluded))


def test_a_removed_file_is_deleted_once_undo_is_impossible(library: Library, index: Path) -> None:
    done(library.add(sent(library, new_txt=report(9), other_txt=report(10))))
    folder = library.files.folder
    library.remove(["new.txt"])
    assert not (folder / "new.txt").exists()
    assert library.files.used == len(report(9)) + len(report(10))
    library.close()
    assert [path.name for path in folder.rglob("*") if path.is_file()] == ["other.txt"]
    mine = Path(articles(index)["0000.txt"].source)
    library.remove(["0000.txt"])
    library.close()
    assert mine.exists()


def test_unknown_ids_remove_nothing(library: Library, index: Path, tmp_path: Path) -> None:
    before = articles(index)
    for ids in ([], ["nowhere"], ["0000.txt", "nowhere"], [str(tmp_path / "articles")]):
        with pytest.raises(InputError, match="no article of the index"):
            library.remove(ids)
    assert articles(index) == before


def test_undo_does_not_overwrite_an_id_used_again(index: Path, tmp_path: Path) -> None:
    _, removal = take_out(index, ["0000.txt"], ToyEncoder())
    other = tmp_path / "other" / "0000.txt"
    other.parent.mkdir()
    other.write_text(report(40))
    building.add(other, index)
    assert articles(index)["0000.txt"].source == str(other)
    with pytest.raises(InputError, match="another article by now"):
        put_back(index, removal, ToyEncoder())
    assert articles(index)["0000.txt"].text == report(40)


# -- one at a time ---------------------------------------------------------------------------------


def test_a_second_build_is_refused_and_its_files_are_kept(
    library: Library, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go = threading.Event()
    add = building.add
    monkeypatch.setattr(building, "add", lambda *a, **k: (go.wait(PATIENCE), add(*a, **k))[1])
    first = library.add(sent(library, a_txt=report(8)))
    tokens = sent(library, b_txt=report(9))
    for attempt in (
        lambda: library.add(tokens),
        lambda: library.remove(["0000.txt"]),
        lambda: library.undo("x"),
    ):
        with pytest.raises(Occupied, match="read right now") as caught:
            attempt()
        assert "\n" not in str(caught.value)
    go.set()
    done(first)
    done(library.add(tokens))
    assert {"a.txt", "b.txt"} <= articles(index).keys()


def test_another_process_building_is_reported_and_files_are_kept(
    library: Library, index: Path
) -> None:
    tokens = sent(library, a_txt=report(8))
    with another_builder(index):
        work = done(library.add(tokens))
        assert "is rebuilding this index" in work.error
        assert "\n" not in work.error
        with pytest.raises(IndexBusy):
            library.remove(["0000.txt"])
    assert done(library.add(tokens)).error == ""
    assert "a.txt" in articles(index)


# -- the list --------------------------------------------------------------------------------------


def test_the_list_gives_the_state_of_every_article(
    library: Library, index: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "articles"
    (folder / "empty.txt").touch()
    (folder / "copy.txt").write_text((folder / "0000.txt").read_text())
    (folder / "dated.md").write_text("---\ndate: 2026-02-03\ntitle: Storks\n---\n" + report(30))
    building.rebuild(folder, index)
    assert [state for state, _ in notes(index).values()] == ["skipped"]
    (folder / "0001.txt").write_text(report(1, figure=99))
    (folder / "log.jsonl").unlink()
    found = listed(LocalRetriever(index, ToyEncoder()), notes(index))
    rows = {row.id: row for row in found.rows}
    assert found.rows[0].id == "dated.md"
    assert (found.total, found.found, len(rows)) == (7, 7, 7)
    assert {id_: row.state for id_, row in rows.items() if row.state != "read"} == {
        "log.jsonl#n5": "gone", "log.jsonl#n6": "gone", "log.jsonl#n7": "gone",
    } | ({"0001.txt": "changed"} if rows["0001.txt"].state == "changed" else {})  # fmt: skip
    assert [row.id for row in found.rows if row.copy] == ["copy.txt"]
    assert [Path(source).name for source, _ in found.unread] == ["empty.txt"]
    (folder / "empty.txt").write_text(report(50))
    building.add(folder / "empty.txt", index)
    assert notes(index) == {}


@pytest.mark.parametrize(
    ("words", "ids"),
    [("LOG jsonl", 3), ("no-such", 0), ("harbour nowhere", 0), ("", 5), ("0001.txt", 1)],
)
def test_the_list_can_be_searched(index: Path, words: str, ids: int) -> None:
    retriever = LocalRetriever(index, ToyEncoder())
    found = listed(retriever, {}, words)
    assert found.found == ids
    assert found.total == 5
    one_by_one = [listed(retriever, {}, words, n, 1).rows for n in range(ids)]
    assert [rows[0].id for rows in one_by_one] == [row.id for row in found.rows]
