"""The choices above the question box count what the filter then finds, and hold no foreign HTML."""

from __future__ import annotations

import json
from datetime import date

import pytest

from pincite.corpus.article import Article
from pincite.index.retrieval.filter import Filter
from pincite.qa.web.rendering import narrowing
from pincite.qa.web.rendering.facets import facets
from pincite.qa.web.rendering.turn import ChosenFilter
from tests.support.page_html import Page
from tests.support.payloads import XSS


def article(n: int, source: str, published: str | None, author: str | None = None) -> Article:
    return Article(f"a{n}", "T", "It is so.", source, (), published, author=author)


HELD = [
    article(0, "https://one.example/a", "2025-02-03", "Ana Roe"),
    article(1, "https://one.example/b", "2026-01-01", "Ana Roe"),
    article(2, "/articles/news/c.txt", "2026-05-05T10:00:00+02:00", "Bo Li"),
    article(3, "/articles/news/d.txt", None),
    article(4, "/articles/all.jsonl", "2024-01-01"),
    article(5, "/articles/all.jsonl", "May"),
]


def test_years_and_sources_are_counted_as_the_filter_finds_them() -> None:
    found = facets(Filter(), HELD)
    assert [(c.value, c.articles) for c in found.years] == [("2026", 2), ("2025", 1), ("2024", 1)]
    assert {c.value for c in found.sources} == {
        "one.example",
        "/articles/news",
        "/articles/all.jsonl",
    }
    for choice in (*found.sources, *found.authors):
        assert choice.articles == len(Filter(source=choice.value).those_of(HELD))
    for choice in found.years:
        assert choice.articles == len(Filter.of(choice.value, choice.value).those_of(HELD))


def test_each_kind_is_counted_among_what_the_other_leaves() -> None:
    found = facets(Filter(date(2026, 1, 1), date(2026, 12, 31), "one.example"), HELD)
    assert found.scope.articles == 1
    assert [(c.value, c.articles) for c in found.years] == [("2026", 1), ("2025", 1)]
    assert sorted((c.value, c.articles) for c in found.authors) == [("Ana Roe", 1), ("Bo Li", 1)]


def test_a_choice_sends_the_whole_of_what_is_asked_then() -> None:
    page = Page(
        narrowing.filter_bar(ChosenFilter(source="one"), facets(Filter(source="one"), HELD))
    )
    sent = [json.loads(a["data-narrow"]) for _, a in page.elements if "data-narrow" in a]
    assert {"since": "2026", "until": "2026", "source": "one"} in sent
    assert {"since": None, "until": None, "source": None} in sent


@pytest.mark.parametrize("payload", XSS)
def test_no_source_or_author_is_more_than_text(payload: str) -> None:
    def shape(text: str) -> object:
        held = [article(0, f"/x/{text}/a", "2026", text), article(1, "/y/b", None, text)]
        chosen = ChosenFilter(source=text)
        return Page(narrowing.filter_bar(chosen, facets(Filter(source=text), held), text)).shape()

    if "/" not in payload:  # a source is cut into folders
        assert shape(payload) == shape("x" * len(payload))


def test_an_empty_index_has_nothing_to_choose() -> None:
    assert narrowing.filter_bar(ChosenFilter(), facets(Filter(), [])) == ""
