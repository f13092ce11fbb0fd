"""Citations hold only known metadata, and hostile text cannot break their format."""

from __future__ import annotations

import json
import re
from urllib.parse import unquote

import pytest
from hypothesis import given
from markdown_it import MarkdownIt

from pincite.corpus.article import Span
from pincite.corpus.formats.records import bibtex as reader
from pincite.corpus.formats.records.references import Reference, from_csl, is_csl
from pincite.qa import citation_bibtex, citation_csl, citation_markdown, citation_text
from pincite.qa.carrying.links import at_sentence
from pincite.qa.carrying.safe import flat
from tests.support.carried import HOSTILE, cited

LINK = "https://example.org/quay#:~:text=It%20opened%20in%20May%2E"


def read_back(entry: str) -> list[Reference]:
    """The references of a BibTeX file, before they become articles."""
    return [reader._reference(*each) for each in reader._entries(entry)]


def test_a_plain_text_citation_holds_all_metadata() -> None:
    assert citation_text(cited(pages=(0,))) == (
        f"“It opened in May.” — The quay, Ana Roe, 5 March 2026, {LINK}, p. 1, characters 6–23"
    )


def test_unknown_metadata_is_left_out() -> None:
    bare = cited(author=None, url=None, published=None)
    assert citation_text(bare) == "“It opened in May.” — The quay, quay.html, characters 6–23"
    assert citation_markdown(bare) == (
        "> “It opened in May.”\n>\n> — The quay, quay.html, characters 6–23"
    )
    assert citation_csl(bare) == [
        {
            "id": "the-6",
            "type": "document",
            "title": "The quay",
            "language": "en",
            "note": "“It opened in May.”, quay.html, characters 6–23",
        }
    ]
    [found] = read_back(citation_bibtex(bare))
    assert (found.authors, found.published, found.url) == ((), None, "")


def test_a_malformed_date_is_left_out() -> None:
    odd = cited(published="spring 2026")
    assert "issued" not in citation_csl(odd)[0]
    assert "date" not in citation_bibtex(odd)


def test_bibtex_and_csl_agree() -> None:
    [entry], [item] = read_back(citation_bibtex(cited())), citation_csl(cited())
    assert is_csl(item)
    as_csl = from_csl(item)
    for found in (entry, as_csl):
        assert found.title == "The quay"
        assert found.authors == ("Ana Roe",)
        assert found.published == "2026-03-05"
        assert found.url == LINK
        assert "“It opened in May.”, characters 6–23" in found.texts
    assert entry.key == as_csl.key == "the2026-6"


def test_bibtex_authors_are_not_split_or_reordered() -> None:
    for name in ("Roe, Ana; Lin, Mei", "A and B", "Company {X} and Sons"):
        assert read_back(citation_bibtex(cited(author=name)))[0].authors == (name,)


def test_citation_keys_are_unique() -> None:
    places = [cited(id_="a"), cited(id_="b"), cited(id_="a"), cited(id_="c", title="中文")]
    keys = [item["id"] for item in citation_csl(*places)]
    assert keys == ["the2026-6", "the2026-6-2", "source2026-6"]
    assert [each.key for each in read_back(citation_bibtex(*places))] == keys


@given(HOSTILE, HOSTILE, HOSTILE)
def test_bibtex_round_trips_hostile_text(title: str, author: str, quote: str) -> None:
    written = citation_bibtex(cited(quote, title=title, author=author), cited(id_="b"))
    first, second = read_back(written)
    assert first.title == flat(title)
    assert first.authors == ((flat(author),) if flat(author) else ())
    assert first.texts[1].startswith(f"“{flat(quote)}”")
    assert second.title == "The quay"
    # BibTeX itself counts braces, one behind a backslash too
    depth = 0
    for brace in re.findall(r"[{}]", written):
        depth += 1 if brace == "{" else -1
        assert depth >= 0
    assert depth == 0


@given(HOSTILE, HOSTILE, HOSTILE)
def test_markdown_citations_escape_hostile_text(title: str, author: str, quote: str) -> None:
    place = cited(quote, title=title, author=author)
    parsed = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    tokens = parsed.parse(citation_markdown(place))
    blocks = ["blockquote_open", "paragraph_open", "inline", "paragraph_close"]
    assert [t.type for t in tokens] == [*blocks, *blocks[1:], "blockquote_close"]
    said, source = (t for t in tokens if t.type == "inline")
    assert "".join(c.content for c in said.children or []) == f"“{flat(quote)}”"
    kinds = [c.type for c in source.children or [] if c.type not in ("text", "text_special")]
    assert kinds == ["link_open", "link_close"]
    shown = "".join(c.content for c in source.children or [])
    assert shown.startswith(f"— {flat(title) or 'https://example.org/quay'}, ")
    href = next(c.attrs["href"] for c in source.children or [] if c.type == "link_open")
    quoted = at_sentence("https://example.org/quay", place.article.text, place.sentence)
    assert unquote(str(href)) == unquote(quoted)


@given(HOSTILE, HOSTILE)
def test_a_plain_text_citation_is_one_line_without_control_characters(
    title: str, quote: str
) -> None:
    line = citation_text(cited(quote, title=title))
    assert len(line.splitlines()) == 1
    assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", line)
    assert json.loads(json.dumps(citation_csl(cited(quote, title=title))))


@pytest.mark.parametrize(
    ("text", "quote", "fragment"),
    [
        ("One two. Three.", "Three.", "Three%2E"),
        ("A, b-c & d.", "A, b-c & d.", "A%2C%20b%2Dc%20%26%20d%2E"),
        ("It is so.\n\nNot here. It is so.", "It is so.", "It%20is%20so%2E"),
        (
            "First block\n\nsecond block",
            "First block\n\nsecond block",
            "First%20block,second%20block",
        ),
        ("一" * 40 + "，" + "二" * 40 + "。", "一" * 40 + "，" + "二" * 40 + "。", None),
    ],
)
def test_a_text_fragment_link_names_the_quote(text: str, quote: str, fragment: str | None) -> None:
    start = text.index(quote)
    made = at_sentence("http://e.org/", text, Span(start, start + len(quote)))
    if fragment is None:
        assert unquote(made).endswith("text=" + "一" * 40 + "," + "二" * 40)
    else:
        assert made == f"http://e.org/#:~:text={fragment}"


def test_a_link_to_repeated_words_includes_their_context() -> None:
    text = "It is so.\n\nNot here. It is so."
    made = at_sentence("http://e.org/#part", text, Span(len(text) - 9, len(text)))
    assert made == "http://e.org/#part:~:text=Not%20here%2E-,It%20is%20so%2E"
