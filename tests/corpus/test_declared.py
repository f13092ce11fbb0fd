"""Author, date and language as each format declares them."""

from __future__ import annotations

import io
import json
from pathlib import Path

import docx
import pytest

from pincite.corpus.read import read_articles
from tests.support.facts import OPENING, SECOND, facts
from tests.support.files import LEFT, column
from tests.support.files import pdf as made


def page(head: str = "", top: str = "", attributes: str = "") -> str:
    return (
        f"<!doctype html><html{attributes}><head><title>Bridge</title>{head}</head><body>"
        f"<article><h1>Bridge to reopen</h1>{top}<p>{OPENING}</p><p>{SECOND}</p></article>"
        "</body></html>"
    )


def data_of(value: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


NEWS = {"@type": "NewsArticle", "datePublished": "2026-02-03T21:37:00-05:00"}


PUBLISHED = '<meta property="article:published_time" content="{}">'


@pytest.mark.parametrize(
    ("html", "author", "published"),
    [
        (page(PUBLISHED.format("2026-02-03T21:37:00+08:00")), None, "2026-02-03T21:37:00+08:00"),
        (page(PUBLISHED.format("2026-02-30") + data_of(NEWS)), None, "2026-02-03T21:37:00-05:00"),
        (page('<meta name="date" content="2026-02-01">' + PUBLISHED.format("2026-02-03")), None,
         "2026-02-03"),
        (page(data_of({"@graph": [{"@type": "WebSite"}, NEWS]})), None,
         "2026-02-03T21:37:00-05:00"),
        (page(data_of([{**NEWS, "author": [{"name": "Jane Roe"}, {"name": "John Doe"}]}])),
         "Jane Roe, John Doe", "2026-02-03T21:37:00-05:00"),
        (page(data_of({"@type": "Person", "datePublished": "2026-02-03"})), None, "2026-02-03"),
        (page('<script type="application/ld+json">{broken</script>'), None, None),
        (page('<script type="application/ld+json">' + "[" * 50_000 + "</script>"), None, None),
        (page(top='<time datetime="2026-02-03T10:00:00Z">Tuesday</time>'), None,
         "2026-02-03T10:00:00+00:00"),
        (page('<meta name="author" content="Jane Roe">'), "Jane Roe", None),
        (page('<meta name="author" content="admin">'), None, None),
        (page('<meta name="author" content="https://example.org/jane">'), None, None),
        (page(top='<p>By <a rel="author" href="/a">Jane Roe</a> and '
                  '<a rel="author" href="/b">John Doe</a></p>'), "Jane Roe, John Doe", None),
        (page(top="<p class='byline'>By the science handlers</p>"), None, None),
        (page(top="<p>By Jane Roe</p><p>Feb. 3, 2026</p>"), "Jane Roe", "2026-02-03"),
    ],
)  # fmt: skip
def test_a_page_s_declared_author_and_date_are_read(
    tmp_path: Path, html: str, author: str | None, published: str | None
) -> None:
    assert facts(tmp_path, "a.html", html) == (author, published, "en")


@pytest.mark.parametrize(
    ("html", "language"),
    [
        (page(attributes=' lang="fr-CA"'), "fr"),
        (page(attributes=' lang="xx"'), "en"),
        (page('<meta property="og:locale" content="zh_TW">'), "zh"),
        (page('<meta http-equiv="content-language" content="de">'), "de"),
    ],
)
def test_a_page_s_declared_language_is_read(tmp_path: Path, html: str, language: str) -> None:
    assert facts(tmp_path, "a.html", html)[2] == language


@pytest.mark.parametrize(
    ("matter", "expected"),
    [
        ("author: Jane Roe\ndate: 2026-02-03 21:15:00 +0800\nlang: de",
         ("Jane Roe", "2026-02-03T21:15:00+08:00", "de")),
        ("authors:\n  - Jane Roe\n  - John Doe\ndate: Feb. 3, 2026",
         ("Jane Roe, John Doe", "2026-02-03", "en")),
        ('authors: ["Jane Roe", John Doe]\ndate: 2026-02-30\npublished: 2026-02-03',
         ("Jane Roe, John Doe", "2026-02-03", "en")),
        ("by: Jane Roe\ndate: 02/03/2026", ("Jane Roe", None, "en")),
        ("author: admin\ntags:\n  - Harbor", (None, None, "en")),
    ],
)  # fmt: skip
def test_front_matter_metadata_is_read(
    tmp_path: Path, matter: str, expected: tuple[str | None, str | None, str | None]
) -> None:
    assert facts(tmp_path, "a.md", f"---\n{matter}\n---\n\n{OPENING}\n") == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"author": "By Jane Roe", "lang": "de", "date": "3 Feb 2026"},
         ("Jane Roe", "2026-02-03", "de")),
        ({"authors": ["Jane Roe", {"name": "John Doe"}, 5], "published_at": "2026-02-03T21:37Z"},
         ("Jane Roe, John Doe", "2026-02-03T21:37:00+00:00", "en")),
        ({"byline": "Roe, Jane", "language": 7, "published": 0, "date": "soon"},
         ("Roe, Jane", None, "en")),
        ({"author": {"name": "Jane Roe"}, "author_id": 7}, ("Jane Roe", None, "en")),
        ({"author": "\ud800"}, (None, None, "en")),
    ],
)  # fmt: skip
def test_json_line_metadata_is_read(
    tmp_path: Path, given: object, expected: tuple[str | None, str | None, str | None]
) -> None:
    assert isinstance(given, dict)
    assert facts(tmp_path, "a.jsonl", json.dumps({"text": OPENING, **given})) == expected


def test_atom_metadata_is_read(tmp_path: Path) -> None:
    feed = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de-DE"><title>Quay</title>
    <entry><title>One</title><author><name>Jane Roe</name></author><author><name>John Doe</name>
    </author><published>2026-02-03T21:37:00+08:00</published><summary>{OPENING}</summary></entry>
    </feed>"""
    expected = ("Jane Roe, John Doe", "2026-02-03T21:37:00+08:00", "de")
    assert facts(tmp_path, "a.xml", feed) == expected


def test_rss_metadata_is_read(tmp_path: Path) -> None:
    feed = f"""<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
    <title>Quay</title><language>en-us</language>
    <item><title>One</title><author>jane@quay.example (Jane Roe)</author>
    <pubDate>Tue, 03 Feb 2026 21:37:00 EST</pubDate><description>{OPENING}</description></item>
    <item><title>Two</title><dc:creator>John Doe</dc:creator><description>{SECOND}</description>
    </item></channel></rss>"""
    (tmp_path / "a.xml").write_text(feed)
    one, two = read_articles([tmp_path / "a.xml"]).articles
    assert (one.author, one.published, one.language) == (
        "Jane Roe",
        "2026-02-03T21:37:00-05:00",
        "en",
    )
    assert (two.author, two.published) == ("John Doe", None)


@pytest.mark.parametrize(
    ("author", "kept"),
    [("Jane Roe", "Jane Roe"), ("Microsoft Office User", None), ("admin", None), ("", None)],
)
def test_word_properties_are_read(tmp_path: Path, author: str, kept: str | None) -> None:
    document = docx.Document()
    document.core_properties.author = author
    document.core_properties.language = "de-DE"
    document.add_paragraph(OPENING)
    out = io.BytesIO()
    document.save(out)
    assert facts(tmp_path, "a.docx", out.getvalue())[::2] == (kept, "de")


@pytest.mark.parametrize(("author", "kept"), [("Jane Roe", "Jane Roe"), ("Administrator", None)])
def test_pdf_properties_are_read(tmp_path: Path, author: str, kept: str | None) -> None:
    data = made([column(LEFT)], info=f"/Author({author})/CreationDate(D:20260203213700Z)")
    assert facts(tmp_path, "a.pdf", data)[:2] == (kept, "2026-02-03T21:37:00+00:00")
    spoken = data.replace(b"/Type/Catalog", b"/Type/Catalog/Lang(de-DE)", 1)
    assert spoken != data
    assert facts(tmp_path, "b.pdf", spoken)[2] == "de"
