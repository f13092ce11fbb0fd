"""The comparison of two sets of articles, as a property."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from pincite.corpus.article import Article, Span
from pincite.index.building.publishing.changes import compare
from pincite.index.storage.segments.values import content_digest

versions = st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from(["one", "two", "three"]))


def digests(found: list[Article]) -> dict[str, bytes]:
    return {article.id: content_digest(article) for article in found}


def articles(texts: dict[str, str]) -> list[Article]:
    return [Article(id_, "", text, "/x", (Span(0, len(text)),)) for id_, text in texts.items()]


@given(versions, versions)
def test_compare_classifies_every_article_once(old: dict[str, str], new: dict[str, str]) -> None:
    found = compare(digests(articles(old)), digests(articles(new)))
    named = [*found.added, *found.changed, *found.removed, *found.unchanged]
    assert sorted(named) == sorted(old.keys() | new.keys())
    assert set(found.added) == new.keys() - old.keys()
    assert set(found.removed) == old.keys() - new.keys()
    assert set(found.changed) == {k for k in old.keys() & new.keys() if old[k] != new[k]}
    assert bool(found) == (old != new)


def test_every_field_but_the_source_counts_as_a_change() -> None:
    (article,) = articles({"a": "one two"})
    for other, changed in (
        (replace(article, source="/elsewhere"), False),
        (replace(article, title="New"), True),
        (replace(article, published="2026-01-01"), True),
        (replace(article, url="https://example.org/"), True),
        (replace(article, body=(Span(0, 3),)), True),
        (replace(article, pages=(0, 4)), True),
    ):
        assert bool(compare(digests([article]), digests([other]))) is changed
