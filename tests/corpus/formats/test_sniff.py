"""The format of a file is detected from its bytes, not from its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from pincite.corpus.draft import Reader
from pincite.corpus.errors import ReadError
from pincite.corpus.formats.detection.unread import HANDLED, UNREAD
from pincite.corpus.formats.documents import epub, odt, rtf
from pincite.corpus.formats.html import reader as html
from pincite.corpus.formats.mail import mhtml
from pincite.corpus.formats.mail import reader as mail
from pincite.corpus.formats.pdf import reader as pdf
from pincite.corpus.formats.readers import reader_of
from pincite.corpus.formats.records import bibtex, feed, jsonl, links, ris
from pincite.corpus.formats.types import BY_SUFFIX, TYPES, sniffed
from pincite.corpus.formats.word import reader as docx
from pincite.corpus.parsing.dispatch import parsed
from pincite.corpus.parsing.request import Request
from pincite.corpus.read import read_articles
from tests.support.documents import book, message, open_text, rich, saved_page
from tests.support.feeds import ATOM, RSS_1, item, rss
from tests.support.files import column, zipped
from tests.support.files import pdf as made
from tests.support.word_files import letter, saved

GOOD = saved(letter())
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
        (
            b"<!DOCTYPE html>\n<!-- saved from url=(0014)https://a.example/ -->\n<html>",
            html.read,
        ),
        (b"<!-- a comment --><html lang='en'>", html.read),
        (b"<htmlike>", None),
        (book({"a.xhtml": "It rained."}), epub.read),
        (open_text("It rained."), odt.read),
        (rich("It rained."), rtf.read),
        (message(("text/plain", "It rained.")), mail.read),
        (message(("text/html", "x"), kind="multipart/related"), mail.read),
        (saved_page("It rained."), mhtml.read),
        (b"From a Tue Feb  3 21:37:00 2026\nSubject: a\nMIME-Version: 1.0\n\nb", mail.read_mailbox),
        (b"From: Ann\nSubject: a letter as people type it\n\nIt rained.", None),
        (b"Received: with thanks.\nIt rained.", None),
        (b'[{"text": "It rained."}]', jsonl.read),
        (b'{\n  "articles": []}', jsonl.read),
        (b"{curly} words", None),
        (b"TY  - JOUR\nER  - ", ris.read),
        (b"% refs\n\n@article{a26,\n title={x}}", bibtex.read),
        (b"@ann wrote {this}", None),
        (b"<?xml version='1.0'?><opml version='2.0'>", links.read_feeds),
        (b"<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<TITLE>Bookmarks</TITLE>", links.read_page),
        (b"<!DOCTYPE html><html><head><title>Pocket Export</title>", links.read_page),
        (b"Plain words.", None),
        (b"", None),
    ],
)
def test_the_format_is_detected_from_the_bytes(data: bytes, reader: Reader | None) -> None:
    found = sniffed(data)
    assert (found and reader_of(found)) is reader


def test_a_pdf_with_leading_junk_needs_the_pdf_suffix() -> None:
    found = sniffed(b"junk %PDF-1.7", ".pdf")
    assert found is not None
    assert reader_of(found) is pdf.read
    assert sniffed(b"junk %PDF-1.7", ".txt") is None


@pytest.mark.parametrize("suffix", BY_SUFFIX)
@pytest.mark.parametrize("data", [PDF, GOOD, rss(item()), PAGE], ids=["pdf", "docx", "rss", "html"])
def test_files_are_read_whatever_their_suffix(tmp_path: Path, suffix: str, data: bytes) -> None:
    (tmp_path / f"article{suffix}").write_bytes(data)
    reading = read_articles([tmp_path])
    assert reading.skipped == ()
    [article] = reading.articles
    assert "bridge will reopen" in article.text
    assert bool(article.pages) == (data is PDF)
    assert article.page(0) == (1 if data is PDF else None)


def test_each_feed_entry_has_its_own_source(tmp_path: Path) -> None:
    path = tmp_path / "news.rss"
    path.write_bytes(rss(item(more="<guid>a</guid>"), item(words=""), item()))
    reading = read_articles([path])
    assert [(each.id, each.source) for each in reading.articles] == [
        ("news.rss#a", f"{path}#L1"),
        ("news.rss#b14e407aabb5", f"{path}#L3"),
    ]
    assert [each.source for each in reading.skipped] == [f"{path}#L2"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("page.php", PAGE),
        ("letter.doc", GOOD),
        ("letter.wpd", rich("The bridge will reopen in May.")),
        ("letter.bin", message(("text/plain", "The bridge will reopen in May."))),
        ("archive.zip", book({"a.xhtml": "The bridge will reopen in May."})),
    ],
)
def test_files_with_unsupported_suffixes_are_read_by_content(
    tmp_path: Path, name: str, data: bytes
) -> None:
    (tmp_path / name).write_bytes(data)
    reading = read_articles([tmp_path])
    assert ["bridge will reopen" in each.text for each in reading.articles] == [True]


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(900)


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.doc", OLE, "an old Word file; open it in Word or LibreOffice and save it as .docx"),
        ("a.txt", OLE, "an old Office file (.doc, .xls, .ppt), or one with a password; save it"),
        ("a.xlsx", zipped({"xl/workbook.xml": b"x"}), "an Excel workbook; save the sheet"),
        ("a.dat", zipped({"ppt/presentation.xml": b"x"}), "a PowerPoint file; save it as PDF"),
        ("a.pages", zipped({"Index/Document.iwa": b"x"}), "a Pages document; export it"),
        ("a.zip", zipped({"a.txt": b"x"}), "a ZIP archive; unpack it first"),
        ("a.warc", b"WARC/1.0\n", "a web archive; unpack it first"),
        ("a.djvu", b"AT&TFORM", "a DjVu file; convert it to a PDF with text (OCR)"),
        ("a.ps", b"%!PS", "a PostScript file; convert it to PDF"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "a PNG image; read its text with OCR first"),
        ("a.heic", b"words", "an image; read its text with OCR first"),
        ("a.opml", b"<opml><outline xmlUrl='a'/></opml>", "an OPML list of 1 feed, without entr"),
        ("a.qqq", b"words", "a .qqq file; this version reads text, Markdown"),
    ],
)
def test_unsupported_formats_are_skipped_with_the_next_step(
    tmp_path: Path, name: str, data: bytes, reason: str
) -> None:
    (tmp_path / name).write_bytes(data)
    reading = read_articles([tmp_path])
    assert reading.articles == ()
    assert [each.reason[: len(reason)] for each in reading.skipped] == [reason]


def test_the_table_of_formats_is_complete_and_unambiguous() -> None:
    for kind in TYPES:
        assert kind.name in HANDLED or reader_of(kind) in (links.read_feeds, links.read_page), (
            kind.name
        )
    suffixes = [suffix for kind in (*TYPES, *UNREAD) for suffix in kind.suffixes]
    assert len(set(suffixes)) == len(suffixes)
    said = [each for kind in TYPES for each in kind.content_types]
    assert len(set(said)) == len(said)
    assert all(kind.reason.isprintable() and kind.next_step for kind in UNREAD)


def test_the_readme_lists_the_supported_formats() -> None:
    readme = (Path(__file__).parents[3] / "README.md").read_text(encoding="utf-8")
    for suffix in (".mhtml", ".docx", ".odt", ".rtf", ".epub", ".eml", ".mbox", ".csv"):
        assert f"`{suffix}`" in readme, suffix


def test_embedded_pictures_do_not_count_towards_the_size_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("pincite.corpus.formats.types.MAX_TEXT", 5000)
    words = PAGE.replace(b"<p>", b'<p><img src="data:image/png;base64,%s">' % (b"A" * 9000))
    assert len(parsed(Request("a.html"), words)) == 1
    with pytest.raises(ReadError, match="an article of more than"):
        parsed(Request("a.html"), PAGE + b"<p>words</p>" * 900)
