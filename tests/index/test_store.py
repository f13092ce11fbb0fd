"""What goes into the store comes out of it, to the character."""

import gc
import sqlite3
import threading
import weakref
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pincite.corpus.article import Article, Passage, Span
from pincite.corpus.errors import IndexDamaged
from pincite.index.storage.segments.articles import ArticleFile, StoredPassage
from tests.support.stored import stored

texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200)


def article(id_: str, text: str) -> Article:
    pages = (0, len(text) // 2) if len(text) % 2 else ()
    return Article(
        id_, "A title", text, f"/somewhere/{id_}", (Span(0, len(text)),), "2026-02-03", pages=pages
    )


def rows(of: Article) -> list[StoredPassage]:
    span = Span(0, len(of.text))
    return [StoredPassage(Passage(f"{of.id}@0", of.id, span, (span,)), bytes(32))]


@given(st.lists(texts, max_size=6))
@settings(max_examples=40, deadline=None)
def test_round_trip(tmp_path_factory: pytest.TempPathFactory, bodies: list[str]) -> None:
    path = tmp_path_factory.mktemp("store") / "articles.sqlite"
    articles = [article(str(number), text) for number, text in enumerate(bodies)]
    store = stored(path, [(each, rows(each)) for each in articles])
    assert list(store.articles()) == articles
    for number, each in enumerate(articles):
        assert store.passage(number) == (rows(each)[0].passage, each)
        assert store.rows(each.id) == rows(each)
    assert store.keys() == [bytes(32)] * len(articles)


def test_copies_have_the_same_text_and_the_same_body(tmp_path: Path) -> None:
    one = article("a", "Menu. The text.")
    copies = [replace(one, id=id_, title=id_, source=f"/{id_}", url=f"u:{id_}") for id_ in "bc"]
    narrower = replace(one, id="d", body=(Span(6, 15),))
    other = article("e", "Menu. The texts")
    store = stored(tmp_path / "s", [(each, []) for each in (one, *copies, narrower, other)])
    assert store.copies(one) == tuple(copies)
    assert store.copies(copies[0]) == (one, copies[1])
    assert store.copies(narrower) == store.copies(other) == ()


def test_an_article_that_is_in_use_is_one_object(tmp_path: Path) -> None:
    """A chat holds many answers, and these cite the same articles."""
    store = stored(tmp_path / "s", [(article(id_, "text"), []) for id_ in "abc"])
    used = store.numbered([1])[1]
    again = store.numbered([0, 1, 2])
    assert again[1] is used
    assert [again[n].id for n in range(3)] == ["a", "b", "c"]
    known = store.numbered([0])[0]
    assert known is again[0]
    let_go = weakref.ref(again[2])
    del again
    assert let_go() is None


def test_it_cannot_be_written_to(tmp_path: Path) -> None:
    stored(tmp_path / "s", [(article("a", "text"), [])])
    file = ArticleFile.open(tmp_path / "s")
    with pytest.raises(sqlite3.OperationalError):
        file._connection.execute("DELETE FROM articles")


def test_a_row_that_is_not_there(tmp_path: Path) -> None:
    store = stored(tmp_path / "s", [(article("a", "text"), [])])
    with pytest.raises(IndexDamaged, match="passage 7"):
        store.passage(7)


def test_a_file_of_another_kind(tmp_path: Path) -> None:
    (tmp_path / "s").write_bytes(b"not a database at all" * 100)
    with pytest.raises(IndexDamaged, match="pincite rebuild"):
        ArticleFile.open(tmp_path / "s")


def test_many_threads_read_at_once(tmp_path: Path) -> None:
    articles = [article(str(number), f"text {number}") for number in range(50)]
    store, wrong = stored(tmp_path / "s", [(each, rows(each)) for each in articles]), []

    def read() -> None:
        for number in range(50):
            if store.passage(number)[1].text != f"text {number}":
                wrong.append(number)

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_a_file_that_nobody_uses_is_closed_without_waiting_for_garbage(tmp_path: Path) -> None:
    stored(tmp_path / "s", [(article("a", "text"), [])])
    gc.disable()
    try:
        file = ArticleFile.open(tmp_path / "s")
        assert file.ids() == ["a"]
        connection = file._connection
        del file
        with pytest.raises(sqlite3.ProgrammingError, match="closed"):
            connection.execute("SELECT 1")
    finally:
        gc.enable()
