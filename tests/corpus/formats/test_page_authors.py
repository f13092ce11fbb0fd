"""The author of a web page is the one that the page states for its article."""

import pytest

from pincite.corpus.draft import Draft
from pincite.corpus.formats.html.reader import read
from pincite.corpus.metadata.authors import author_of
from tests.support.news_page import page


def author(source: str) -> str | None:
    draft = read(source.encode(), "page.html")[0]
    assert isinstance(draft, Draft)
    return draft.author


def story(value: str) -> str:
    told = f'{{"@type": "NewsArticle", "author": {value}, "publisher": {{"name": "Quay Post"}}}}'
    return f'<script type="application/ld+json">{told}</script>'


ANN = '{"@type": "Person", "name": "Ann Lee"}'


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (page(story(ANN)), "Ann Lee"),
        (page(story(f'[{ANN}, {{"@type": "Person", "name": "Bo Ray"}}]')), "Ann Lee, Bo Ray"),
        (page(story('{"@type": "Person", "name": "Quay Post"}')), None),
        (page(story('{"@type": "Organization", "name": "Orsk Media Group"}')), None),
        (page("<meta name='author' content='Ann Lee'>"), "Ann Lee"),
        (page("<meta name='author' content='quaypost.example'>"), None),
        (page(below="<p>By Ann Lee and Bo Ray</p>"), "Ann Lee, Bo Ray"),
        (page(below="<p>Von Ann Lee | 10. Juli 2020</p>"), "Ann Lee"),
        (page(below="<div class='meta'>Posted by <a rel='author'>Ann Lee</a></div>"), "Ann Lee"),
        (page("<meta name='author' content='Web Studio'>", below="<p>By Ann Lee</p>"), "Ann Lee"),
        (page(behind="<div class='comment'><span class='author'>Bo Ray</span></div>"), None),
        (page(below="<span class='author'>Alle Beiträge</span>"), None),
    ],
)  # fmt: skip
def test_the_author_is_the_one_the_page_states(source: str, expected: str | None) -> None:
    assert author(source) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Ann Lee, BBC", "Ann Lee"),
        ("Ann Lee, Senior Political Correspondent", "Ann Lee"),
        ("Lee, Ann", "Lee, Ann"),
        ("quaypost.example", None),
        ("ann_lee_83", None),
        ("ann[at]quay.example", None),
        ("Staff Writer", None),
        ("No Author", None),
    ],
)
def test_placeholders_are_not_taken_for_authors(value: str, expected: str | None) -> None:
    assert author_of(value) == expected
