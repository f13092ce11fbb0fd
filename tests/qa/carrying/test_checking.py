"""Each quote of an export is reported as unchanged, moved, changed or gone."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest

from pincite.corpus.article import Article, Span
from pincite.corpus.errors import InputError
from pincite.index.building.build import rebuild
from pincite.index.retrieval.local import LocalRetriever
from pincite.qa.carrying.checking import Check, check_claims
from pincite.qa.carrying.records import Claim, export_json, read_claims
from pincite.qa.types import Citation
from tests.support.carried import answer_of
from tests.support.exports import ODD, altered, paths_in
from tests.support.toys import ToyEncoder, report, write_reports

GUESTS = "Its keepers counted 10 thousand guests in the first week."
Checked = Callable[..., Check]


@pytest.fixture
def checked(tmp_path: Path) -> Checked:
    """The check of a quote from the third report after an edit of the articles' folder."""
    articles, index = write_reports(tmp_path / "articles", 6), tmp_path / "index"
    rebuild(index, [articles], ToyEncoder())

    def after(edit: Callable[[Path], object], quote: str = GUESTS) -> Check:
        article = LocalRetriever(index, ToyEncoder()).article("0002.txt")
        assert isinstance(article, Article)
        start = article.text.index(quote)
        span = Span(start, start + len(quote))
        file = tmp_path / "export.json"
        file.write_text(export_json([answer_of(Citation(article, span, span, 1.0))]))
        edit(articles)
        rebuild(index, [articles], ToyEncoder())
        [check] = check_claims(read_claims(file), LocalRetriever(index, ToyEncoder()))
        return check

    return after


def test_a_quote_without_edits_is_unchanged(checked: Checked) -> None:
    check = checked(lambda _: None)
    assert (check.state, check.holds) == ("unchanged", True)
    assert check.now is not None
    assert check.now.quote == GUESTS


def test_a_quote_is_unchanged_if_another_sentence_changed(checked: Checked) -> None:
    text = report(2).replace("by the winter", "by the summer")
    assert checked(lambda folder: (folder / "0002.txt").write_text(text)).state == "unchanged"


def test_a_quote_further_down_is_moved(checked: Checked) -> None:
    text = report(2).replace("Its keepers", "It rained at first. Its keepers")
    check = checked(lambda folder: (folder / "0002.txt").write_text(text))
    assert (check.state, check.holds) == ("moved", True)
    assert check.now is not None
    assert check.now.quote == GUESTS
    assert check.now.sentence.start == text.index(GUESTS)


def test_a_quote_in_a_renamed_file_is_moved(checked: Checked) -> None:
    check = checked(
        lambda folder: (folder / "0002.txt").rename(folder / "new.txt"),
        "The orchard number 2 opened to visitors in the spring.",
    )
    assert check.state == "moved"
    assert check.now is not None
    assert check.now.article.id == "new.txt"


def test_a_quote_with_another_line_break_is_moved(checked: Checked) -> None:
    text = report(2).replace("thousand guests", "thousand\nguests")
    check = checked(lambda folder: (folder / "0002.txt").write_text(text))
    assert check.state == "moved"


def test_a_change_is_reported_although_copies_remain(checked: Checked) -> None:
    text = report(2, figure=55)
    check = checked(lambda folder: (folder / "0002.txt").write_text(text))
    assert (check.state, check.holds) == ("changed", False)
    assert check.now is not None
    assert check.now.article.id == "0002.txt"


def test_the_changed_words_of_a_quote_are_listed(checked: Checked) -> None:
    quote = "The mayor of district 2 promised wider lanes by the winter."
    text = report(2).replace("promised wider lanes by the winter", "promised lanes by the autumn")
    check = checked(lambda folder: (folder / "0002.txt").write_text(text), quote)
    assert (check.state, check.holds) == ("changed", False)
    assert check.now is not None
    assert check.now.quote == "The mayor of district 2 promised lanes by the autumn."
    told = [
        (each.kind, each.asked.of(quote), each.found.of(check.now.article.text))
        for each in check.differences
    ]
    assert told == [("added", "wider", ""), ("changed", "winter", "autumn")]


def test_a_similar_sentence_elsewhere_counts_as_changed(checked: Checked) -> None:
    quote = "The mayor of district 2 promised wider lanes by the winter."
    text = "An owl sat on the fence. Nobody came to see it."
    check = checked(lambda folder: (folder / "0002.txt").write_text(text), quote)
    assert check.state == "changed"  # the similar sentence is about another district
    assert check.now is not None
    assert check.now.article.id != "0002.txt"
    assert check.differences


def test_a_deleted_quote_is_gone(checked: Checked) -> None:
    def edit(folder: Path) -> None:
        for file in folder.iterdir():
            file.write_text("An owl sat on the fence. Nobody came to see it.")

    check = checked(edit)
    assert (check.state, check.holds, check.now) == ("gone", False, None)


@pytest.mark.parametrize("quote", ["", "…", "\x00", "a" * 5_000, "no " * 3_000])
def test_malformed_quotes_are_gone(checked: Checked, tmp_path: Path, quote: str) -> None:
    checked(lambda _: None)
    retriever = LocalRetriever(tmp_path / "index", ToyEncoder())
    claim = Claim("?", quote, Span(3, 3 + len(quote) + 1), "0001.txt", "t")
    assert [each.state for each in check_claims([claim], retriever)] == ["gone"]


def test_an_export_with_any_other_value_is_checked_or_refused_in_a_line(
    checked: Checked, tmp_path: Path
) -> None:
    checked(lambda _: None)
    file, retriever = tmp_path / "export.json", LocalRetriever(tmp_path / "index", ToyEncoder())
    good = json.loads(file.read_text())
    refused = 0
    for path, odd in product(paths_in(good), ODD):
        file.write_bytes(altered(good, path, odd))
        try:
            checks = list(check_claims(read_claims(file), retriever))
        except InputError as error:
            refused += 1
            assert len(str(error).splitlines()) == 1
            continue
        for check in checks:
            assert not check.holds or (check.now and check.now.quote == check.claim.quote)
    assert refused > 100
