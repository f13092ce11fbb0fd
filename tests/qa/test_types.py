"""A citation quotes its article exactly, and not found is an ordinary answer."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pincite.corpus.article import Article, Span
from pincite.qa.types import Answer, Citation

texts = st.text(min_size=1, max_size=80)


@given(texts, st.data())
def test_a_quote_is_a_slice_of_the_article(text: str, data: st.DataObject) -> None:
    start, end = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=2)))
    inner = sorted(data.draw(st.lists(st.integers(start, end), min_size=2, max_size=2)))
    article = Article("a", "", text, "/a", ())
    citation = Citation(article, Span(start, end), Span(*inner), 1.0)
    assert citation.quote == text[start:end]
    assert citation.text == text[inner[0] : inner[1]]
    assert citation.text in citation.quote


@pytest.mark.parametrize(
    ("sentence", "answer"), [((0, 4), (2, 6)), ((3, 5), (0, 2)), ((0, 99),) * 2]
)
def test_a_citation_refuses_an_answer_outside_its_sentence(
    sentence: tuple[int, int], answer: tuple[int, int]
) -> None:
    article = Article("a", "", "ten chars.", "/a", ())
    with pytest.raises(ValueError, match=r"outside|span"):
        Citation(article, Span(*sentence), Span(*answer), 1.0)


def test_an_article_cited_twice_is_counted_once() -> None:
    one, other = (Article(id_, "", "Yes. Yes.", "/", ()) for id_ in ("a", "b"))
    first, second = Span(0, 4), Span(5, 9)
    places = [Citation(one, second, second, 0.5), Citation(other, first, first, 0.4)]
    assert Citation(one, first, first, 1.0).articles == 1
    assert Citation(one, first, first, 1.0, also=(places[0],)).articles == 1
    assert Citation(one, first, first, 1.0, also=tuple(places)).articles == 2


def test_the_citation_hash_is_of_the_article_text() -> None:
    article = Article("a", "", "Ünïcödé", "/a", ())
    citation = Citation(article, Span(0, 3), Span(0, 3), 1.0)
    changed = dataclasses.replace(article, text="Unicode")
    assert citation.content_hash == article.sha256 != changed.sha256


def test_not_found_is_an_ordinary_answer() -> None:
    assert not Answer("why?", "", 0.1, (), ()).found
