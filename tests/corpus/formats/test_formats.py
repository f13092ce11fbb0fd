"""Dates, addresses and titles in all readers; any bytes give articles or a read error."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pincite.corpus.article import Article
from pincite.corpus.draft import Fault, Reader, stem_title, web_url
from pincite.corpus.errors import ReadError
from pincite.corpus.formats.documents import markdown, text
from pincite.corpus.formats.html import reader as html
from pincite.corpus.formats.records import jsonl
from pincite.corpus.metadata.dates import iso_date

READERS = {"text": text.read, "markdown": markdown.read, "html": html.read, "jsonl": jsonl.read}


@pytest.mark.parametrize("read", READERS.values(), ids=READERS.keys())
@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "an empty file"),
        (b" \n\t\r\n", "white space"),
        ("\ufeff".encode(), "white space"),
        (" \n\u200b".encode("utf-16"), "white space"),
        (b"%PDF-1.7", "a PDF"),
        (b"\x00\x01\x02\x03", "binary"),
    ],
)
def test_every_reader_refuses_bytes_that_are_not_text(
    read: Reader, data: bytes, reason: str
) -> None:
    with pytest.raises(ReadError, match=reason):
        read(data, "a.txt")


@pytest.mark.parametrize(
    ("value", "stored"),
    [
        ("2026-02-03", "2026-02-03"),
        (" 20260203 ", "2026-02-03"),
        ("2026-02-03 21:37", "2026-02-03T21:37:00"),
        ("2026-02-03T21:37:00Z", "2026-02-03T21:37:00+00:00"),
        ("2026-02-30", None),
        ("Feb. 3, 2026", None),
        ("", None),
        (20260203, None),
        (None, None),
    ],
)
def test_dates_are_kept_in_iso_form_or_dropped(value: object, stored: str | None) -> None:
    assert iso_date(value) == stored


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("https://quay.example/a?b=c#d", True),
        ("HTTP://quay.example", True),
        ("javascript:alert(1)", False),
        ("file:///etc/passwd", False),
        ("quay.example", False),
        ("https://quay.example/a b", False),
        ("https://quay.example/\u202ea", False),
        ("https://quay.example/" + "a" * 3000, False),
        (7, False),
    ],
)
def test_only_web_addresses_are_kept_as_url(value: object, kept: bool) -> None:
    assert web_url(value) == (value if kept else None)


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("harbor-bridge_2026.txt", "harbor bridge 2026"),
        ("港口.md", "港口"),
        ("two\nlines\u202e.txt", "two lines"),
        ("---.txt", "---.txt"),
    ],
)
def test_a_title_from_a_file_name(name: str, title: str) -> None:
    assert stem_title(name) == title


pieces = st.sampled_from(
    [b"# ", b"- ", b"> ", b"| a | b |\n|-|-|\n", b"```\n", b"---\n", b"title: x\n", b"<p>", b"</p>",
     b"<ul><li>", b"<table><tr><td>", b"<h1>", b"<!doctype html><html>", b"{\"text\": \"", b"\"}\n",
     b"{\n", b"[", b"]", b"\n\n", b"\r", b"\xe9", b"\xe6\xb8\xaf", b"\xff\xfe", b"\x00", b"&amp;",
     b"<b>", b"![a](b)", b"*a*", b"<br>", b"The bridge is shut. ", b"\\ud800", b"3 hours ago\n"]
)  # fmt: skip


anything = st.binary(max_size=200) | st.lists(pieces, max_size=15).map(b"".join)


@pytest.mark.parametrize("read", READERS.values(), ids=READERS.keys())
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(data=anything)
@example(data=b"<html><body><table><tr><td>a</td><td></td></tr></table></body></html>")
@example(data=b"- \n- \n|a|\n|-|\n")
def test_any_bytes_give_articles_or_a_read_error(read: Reader, data: bytes) -> None:
    try:
        found = read(data, "any.file")
    except ReadError as error:
        assert str(error).isprintable()
        return
    for draft in found:
        if isinstance(draft, Fault):
            assert draft.reason.isprintable()
            continue
        article = Article("a", draft.title, draft.text, "a", draft.body)
        assert article.title.strip()
        assert article.body
        assert "\r" not in article.text
        for span in article.body:
            assert span.of(article.text) == span.of(article.text).strip()
        (article.text + article.title).encode("utf-8")
