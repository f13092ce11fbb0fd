"""Adding and removing articles: replacement, untouched articles, and stable ids."""

import json
import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from pincite.corpus import read
from pincite.corpus.errors import InputError, encodable
from pincite.corpus.opening import open_file
from pincite.index.building.build import add, rebuild, remove
from pincite.index.retrieval.local import LocalRetriever
from pincite.index.retrieval.query import Query
from pincite.index.storage.generation import current
from pincite.index.storage.snapshot import Snapshot
from tests.support.indexed import ids
from tests.support.toys import ToyEncoder, report, write_reports


def test_add_does_not_reread_other_files(index: Path, articles: Path, tmp_path: Path) -> None:
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


def test_add_never_replaces_another_file_s_article(tmp_path: Path) -> None:
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


def test_json_lines_of_one_file_are_replaced_together(tmp_path: Path) -> None:
    path, index = tmp_path / "a.jsonl", tmp_path / "index"
    path.write_text('{"text": "One line here."}\n{"text": "Two lines here."}\n')
    rebuild(index, [path], ToyEncoder())
    path.write_text('{"text": "Two lines here."}\n')
    add(index, [path], ToyEncoder())
    assert [a.text for a in Snapshot.open(index).store.articles()] == ["Two lines here."]


def test_ids_of_a_removed_folder_can_be_used_again(tmp_path: Path) -> None:
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


def test_removing_an_unknown_article_is_an_error(index: Path) -> None:
    before = current(index)
    with pytest.raises(InputError, match=r"'nothing.txt' is no article"):
        remove(index, ["nothing.txt"], ToyEncoder())
    assert current(index) == before


def test_adding_json_lines_again_keeps_every_id(tmp_path: Path) -> None:
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


def test_add_opens_each_file_once(
    index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: Counter[str] = Counter()

    def counting(root: Path, parts: Sequence[str]) -> int:
        opened[parts[-1]] += 1
        return open_file(root, parts)

    monkeypatch.setattr(read, "open_file", counting)
    names = ["a.txt", "b.html", "c.unheard-of", "d"]
    more = write_reports(tmp_path / "more", len(names))
    for name, file in zip(names, sorted(more.iterdir()), strict=True):
        file.rename(more / name)
    (more / "picture").write_bytes(b"\xff\xd8\xff\xe0" + bytes(100))
    receipt = add(index, [more], ToyEncoder())
    assert [Path(each.source).name for each in receipt.skipped] == ["picture"]
    assert opened == dict.fromkeys([*names, "picture"], 1)


@pytest.mark.skipif(os.name == "nt", reason="names of files are Unicode on Windows")
def test_a_file_whose_name_is_no_unicode_is_removed_and_searched_by_it(tmp_path: Path) -> None:
    folder, index = write_reports(tmp_path / "articles", 2), tmp_path / "index"
    named = os.fsdecode(b"caf\xe9.txt")
    (folder / named).write_text(report(9), encoding="utf-8")
    rebuild(index, [folder], ToyEncoder())
    retriever = LocalRetriever(index, ToyEncoder())
    [found] = retriever.search([Query.of("how many guests", source=named)], 5)
    assert {hit.article.source for hit in found.hits} == {encodable(folder / named)}
    assert retriever.article("\ud83d") is None
    receipt = remove(index, [str(folder / named)], ToyEncoder())
    assert receipt.changes.removed == (encodable(named),)
    assert rebuild(index, [], ToyEncoder()).articles == 2, "it stays out"
