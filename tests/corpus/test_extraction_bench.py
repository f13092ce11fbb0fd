"""The bench of extraction reads three layouts of folders and counts what is kept."""

import json
from pathlib import Path

import pytest

from pincite.corpus.article import Section, Span
from pincite.corpus.draft import Draft
from tests.bench.extraction import table, worst
from tests.bench.gold import expected_pages
from tests.bench.sides import (
    Read,
    Row,
    citable,
    count_in,
    measure,
    same_author,
    same_title,
    searched,
)
from tests.support.news_page import PROSE, page


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A page in the layout of trafilatura and htmldate, another in readability's."""
    (tmp_path / "eval").mkdir()
    (tmp_path / "eval" / "ferry.html").write_text(page(below="<p>10 July 2020</p>"))
    listed = {
        "file": "ferry.html",
        "with": ["The ferry to Orsk ran 5\n times", "nowhere to be found"],
        "without": ["Quay Post"],
        "title": "Ferry runs to Orsk",
        "author": "Ann Lee",
        "date": "2020-07-10",
    }
    (tmp_path / "evaldata.json").write_text(json.dumps({"https://quay.example/1": listed}))
    other = tmp_path / "test-pages" / "mill"
    other.mkdir(parents=True)
    (other / "source.html").write_text(page())
    (other / "expected.html").write_text(f"<div>{PROSE}</div>")
    (other / "expected-metadata.json").write_text(json.dumps({"title": "Ferry runs to Orsk"}))
    return tmp_path


def test_pages_are_found_and_measured(folder: Path) -> None:
    rows = [measure(each) for each in expected_pages(folder)]
    listed, folded = sorted(rows, key=lambda row: row.page.name)
    assert listed.kept(lambda row: row.ours) == 0.5
    assert folded.kept(lambda row: row.ours) == 1.0
    figures = table(rows)
    assert "| wanted segments in citable | 0.500 (1 of 2) | 0.500 (1 of 2) |" in figures
    assert "| titles right | 1.000 (2 of 2) |" in figures
    assert "| dates right | 1.000 (1 of 1) |" in figures
    assert "ferry.html: '', 'Ann Lee'" in worst(rows, 5)


def test_composed_and_decomposed_letters_compare_equal() -> None:
    assert count_in("u\u0308ber\n die Bru\u0308cke", ["über die Brücke", "unter"]) == 1


def test_citable_text_has_headings_and_searched_text_the_title() -> None:
    text = "Ferry\nNews\nIt sails.\nOther"
    above = (Span(0, 5), Span(6, 10))
    sections = (Section(Span(11, 20), "text", above),)
    draft = Draft(text, "Ferry", (Span(11, 20),), sections=sections)
    assert citable(draft) == "News\nIt sails."
    assert searched(draft) == "Ferry\nNews\nIt sails."


def test_a_loss_is_silent_if_the_receipt_does_not_report_it(folder: Path) -> None:
    known = expected_pages(folder)[0]
    plain = Read(citable="a b c d", text="a b c d")
    for ours, silent in (
        (Read(text="a b c"), True),
        (Read(text="a b c", missing="a list"), False),
        (Read(refused="no article"), False),
        (Read(text="d c b a"), False),
    ):
        assert Row(known, ours, plain).silent is silent


def test_titles_and_authors_are_compared_by_their_words() -> None:
    assert same_title("The “Quay” – open", 'the "Quay" -  open')
    assert same_title("«Open the quay!»", "OPEN THE QUAY")
    assert not same_title("The Quay", "The Quay | Post")
    assert same_author(("Ann Lee", "Bo Ray"), "Bo Ray, Ann Lee")
    assert not same_author(("Ann Lee",), "Ann Lee, Bo Ray")


def test_a_folder_without_pages_is_reported(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no pages"):
        expected_pages(tmp_path)
