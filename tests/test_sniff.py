"""What a file is called does not say what it is: the bytes do."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.formats import docx, feed, html, pdf
from corpus.formats.draft import Reader
from corpus.formats.types import BY_SUFFIX, sniffed
from corpus.read import read_articles
from tests.files import column
from tests.files import pdf as made
from tests.test_docx import GOOD
from tests.test_feed import ATOM, RSS_1, item, rss

PDF = made([column(["The bridge will reopen in May."])])
PAGE = b"<!doctype html><html><body><p>The bridge will reopen in May.</p></body></html>"
TAIL = b"\nstartxref\n0\n%%EOF"


@pytest.mark.parametrize(
    ("data", "reader"),
    [
        (PDF, pdf.read),
        (b"\xef\xbb\xbf\n" + PDF, pdf.read),
        (b"HTTP/1.1 200 OK\n\n" + b"%PDF-1.7" + TAIL, pdf.read),
        (b"x" * 1100 + b"%PDF-1.7" + TAIL, None),
        (b"Every file of the kind begins with %PDF-1.7.", None),
        (GOOD, docx.read),
        (b"PK\x03\x04 something else", None),
        (ATOM, feed.read),
        (RSS_1, feed.read),
        (rss(item()), feed.read),
        (rss(item()).decode().encode("utf-16"), feed.read),
        (
            b"<?xml version='1.0'?><?xml-stylesheet href='a'?>\n<!-- b --><rss version='2'>",
            feed.read,
        ),
        (b"<feed the cat> is not a tag", None),
        (b"<rssx>", None),
        (PAGE, html.read),
        (b"<?xml version='1.0'?>\n<html>", html.read),
        (b"<htmlike>", None),
        (b"Plain words.", None),
        (b"", None),
    ],
)
def test_a_file_is_what_its_bytes_say(data: bytes, reader: Reader | None) -> None:
    found = sniffed(data)
    assert (found and found.read) is reader


def test_a_pdf_that_begins_late_is_one_where_its_name_says_so() -> None:
    found = sniffed(b"junk %PDF-1.7", ".pdf")
    assert found is not None
    assert found.read is pdf.read
    assert sniffed(b"junk %PDF-1.7", ".txt") is None


@pytest.mark.parametrize("suffix", BY_SUFFIX)
@pytest.mark.parametrize("data", [PDF, GOOD, rss(item()), PAGE], ids=["pdf", "docx", "rss", "html"])
def test_any_name_will_do(tmp_path: Path, suffix: str, data: bytes) -> None:
    (tmp_path / f"article{suffix}").write_bytes(data)
    reading = read_articles([tmp_path])
    assert reading.skipped == ()
    [article] = reading.articles
    assert "bridge will reopen" in article.text
    assert bool(article.pages) == (data is PDF)
    assert article.page(0) == (1 if data is PDF else None)


def test_an_entry_of_a_feed_has_a_source_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "news.rss"
    path.write_bytes(rss(item(more="<guid>a</guid>"), item(words=""), item()))
    reading = read_articles([path])
    assert [(each.id, each.source) for each in reading.articles] == [
        ("news.rss#a", f"{path}#L1"),
        ("news.rss#3", f"{path}#L3"),
    ]
    assert [each.source for each in reading.skipped] == [f"{path}#L2"]
