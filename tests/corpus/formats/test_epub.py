"""E-books: chapters in their order, titles, metadata, and which archives are refused."""

from __future__ import annotations

import pytest

from pincite.corpus.draft import Draft
from pincite.corpus.errors import ReadError
from pincite.corpus.formats.documents import epub
from tests.support.documents import CONTAINER, archive, book, package

FERRY = "The ferry at Orlund was full on Monday, the harbour master said."
QUEUE = "The queue reached the old mill in Vessby by noon."
SAID = (
    "<dc:title>The Salt Road</dc:title><dc:creator>Mei Lin</dc:creator><dc:creator>Bo Dahl"
    "</dc:creator><dc:date>2019-05-03</dc:date><dc:language>en-GB</dc:language>"
)
NAV = '<item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
NCX = '<item id="x" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'


def drafts(data: bytes) -> list[Draft]:
    return [each for each in epub.read(data, "salt_road.epub") if isinstance(each, Draft)]


def test_each_chapter_is_an_article_in_spine_order() -> None:
    data = book(
        {"b%20two.xhtml": f"<h2>The queue</h2><p>{QUEUE}</p>", "a.xhtml": f"<p>{FERRY}</p>"},
        said=SAID,
        others={"O/b two.xhtml": f"<html><body><h2>The queue</h2><p>{QUEUE}</p></body></html>"},
    )
    first, second = drafts(data)
    assert first.title == "The queue – The Salt Road"
    assert second.title == "The Salt Road, chapter 2"
    assert [(d.line, d.key) for d in (first, second)] == [(1, "O/b two.xhtml"), (2, "O/a.xhtml")]
    assert {(d.author, d.published, d.language) for d in (first, second)} == {
        ("Mei Lin, Bo Dahl", "2019-05-03", "en")
    }
    assert first.text == f"The queue\n{QUEUE}"
    assert [span.of(first.text) for span in first.body] == [QUEUE]
    assert first.sections[0].context[0].of(first.text) == "The queue"


@pytest.mark.parametrize(
    ("more", "others"),
    [
        (
            NAV,
            {
                "O/nav.xhtml": '<html xmlns:epub="http://e"><body><nav epub:type="toc"><a href="a.xhtml">On'
                ' the <i>sound</i></a><a href="a.xhtml#2">Part</a></nav></body></html>'
            },
        ),
        (
            NCX,
            {
                "O/toc.ncx": '<?xml version="1.0"?><!DOCTYPE ncx PUBLIC "-//N//D" "http://e/n.dtd"><ncx><navPoint>'
                '<navLabel><text>On the sound</text></navLabel><content src="a.xhtml"/></navPoint></ncx>'
            },
        ),
    ],
    ids=["nav", "ncx"],
)  # fmt: skip
def test_the_table_of_contents_titles_the_chapters(more: str, others: dict[str, str]) -> None:
    data = book({"a.xhtml": f"<h1>1</h1><p>{FERRY}</p>"}, more=more, others=others)
    assert [draft.title for draft in drafts(data)] == ["On the sound – The Salt Road"]


def test_footnote_numbers_are_not_joined_to_the_word_before() -> None:
    page = '<p>It was full<a epub:type="noteref" href="#n">12</a>, <a href="x">she</a> said.</p>'
    assert drafts(book({"a.xhtml": page}))[0].text == "It was full, she said."


def test_a_table_in_a_chapter_is_read_with_its_header() -> None:
    page = (
        "<table><caption>Tolls</caption><tr><th>Town<th>Toll</tr><tr><td>Orlund<td>12</tr></table>"
    )
    (draft,) = drafts(book({"a.xhtml": page}))
    assert draft.text == "Tolls\nTown | Toll\nOrlund | 12"
    assert [span.of(draft.text) for span in draft.body] == ["Orlund | 12"]
    assert draft.sections[0].kind == "table"


def test_picture_pages_are_reported_missing_except_the_cover() -> None:
    picture = "<img src='a.png'/>"
    covered = drafts(book({"c.xhtml": picture, "a.xhtml": FERRY}))
    assert [d.missing for d in covered] == [""]
    (draft,) = drafts(book({"c.xhtml": picture, "a.xhtml": FERRY, "b.xhtml": picture}))
    assert draft.missing == "1 of 3 chapters hold no text that can be read"


MAIN = {"META-INF/container.xml": CONTAINER}
LOCK = (
    "<encryption xmlns:e='urn:e'><e:EncryptedData><e:EncryptionMethod Algorithm='{}'/>"
    "</e:EncryptedData></encryption>"
)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "a damaged EPUB"),
        (archive({"a": ""}), "not an EPUB"),
        (archive(MAIN), "a damaged EPUB"),
        (archive({**MAIN, "O/book.opf": "<package>"}), "a damaged EPUB"),
        (archive({**MAIN, "O/book.opf": package(["gone.xhtml"])}), "no text in this book"),
        (book({"a.xhtml": "<img/>"}), "no text in this book"),
        (book({"a.xhtml": FERRY}, others={"../a": ""}), "outside itself"),
        (book({"a.xhtml": " " * 9_000_000}), "zip bomb"),
        (book({f"{n}.xhtml": "a" for n in range(5001)}), "an archive of 5,00"),
        (archive({**MAIN, "O/book.opf": package(["a"] * 5001)}), "5,001 chapters"),
        (archive({**MAIN, "O/book.opf": "<!DOCTYPE p [<!ENTITY a 'b'>]><p>&a;</p>"}), "entities"),
        (book({"a.xhtml": FERRY}, others={"META-INF/encryption.xml": LOCK.format("urn:drm")}), "DRM"),
    ],
)  # fmt: skip
def test_files_that_are_not_safe_epubs_are_refused(data: bytes, reason: str) -> None:
    with pytest.raises(ReadError, match=reason):
        epub.read(data, "a.epub")


def test_obfuscated_fonts_are_not_taken_for_copy_protection() -> None:
    said = LOCK.format("http://www.idpf.org/2008/embedding")
    assert drafts(book({"a.xhtml": FERRY}, others={"META-INF/encryption.xml": said}))
