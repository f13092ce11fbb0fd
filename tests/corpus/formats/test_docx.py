"""Word files: text, headings, and archives that are refused unread."""

from __future__ import annotations

import contextlib
import sys
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pincite.corpus.draft import Draft
from pincite.corpus.errors import ReadError
from pincite.corpus.formats.shared import archive
from pincite.corpus.formats.word import reader
from tests.support.drafts import body, draft_or_reason
from tests.support.files import unzipped, zipped
from tests.support.word_files import MAIN, OPENING, letter, p, saved, with_main


def read(data: bytes, name: str = "quay-letter.docx") -> Draft:
    [draft] = reader.read(data, name)
    assert isinstance(draft, Draft)
    return draft


def test_paragraphs_tables_and_headings() -> None:
    draft = read(saved(letter()))
    assert draft.title == "Bridge to reopen"
    assert draft.published == "2026-02-03T21:37:00+00:00"
    assert draft.text == (
        f"Bridge to reopen\n\n{OPENING}\n\nWhat went wrong\n\nRust in two bearings\n\n"
        "Year | Cost\n2025 | 4.2 million\n\nOne line\nand another."
    )
    assert body(draft) == [
        OPENING,
        "Rust in two bearings",
        "2025 | 4.2 million\n\nOne line\nand another.",
    ]


def test_title_comes_from_properties_before_heading_and_file_name() -> None:
    document = letter()
    document.core_properties.title = "Bridge: the letter"
    assert read(saved(document)).title == "Bridge: the letter"
    bare = docx.Document()
    bare.core_properties.title = ""
    bare.add_paragraph(OPENING)
    assert read(saved(bare)).title == "quay letter"


def test_notes_come_last_and_unread_parts_are_reported_missing() -> None:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    rules = f'<w:footnote w:id="0" w:type="separator">{p("a rule")}</w:footnote>'
    one = f'<w:footnote w:id="2">{p("She said so twice.")}</w:footnote>'
    parts = unzipped(with_main(p(OPENING)))
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = "word/_rels/document.xml.rels"
    for number, name in enumerate(("footnotes", "endnotes", "comments", "aFChunk")):
        inside = rules + one if name == "footnotes" else f"<w:x>{p(name)}</w:x>"
        parts[f"word/{name}.xml"] = f"<w:notes {space}>{inside}</w:notes>".encode()
        link = f'<Relationship Id="n{number}" Type="{kind}/{name}" Target="{name}.xml"/>'
        head, end, rest = parts[relations].partition(b"</Relationships>")
        parts[relations] = head + link.encode() + end + rest
        draft = read(zipped(parts))
        assert draft.text.startswith(f"{OPENING}\n\nShe said so twice.")
        assert draft.text.endswith(("twice.", "endnotes"))
        assert len(draft.body) == 1
        assert draft.missing == ["", "", "comments: not read", MISSING][number]


MISSING = "comments: not read; embedded files: not read"


def test_no_date_is_invented_without_document_properties() -> None:
    parts = unzipped(saved(letter()))
    relations = parts["_rels/.rels"].decode()
    start = relations.index("<Relationship ", relations.index("core-properties") - 120)
    end = relations.index("/>", start) + 2
    parts["_rels/.rels"] = (relations[:start] + relations[end:]).encode()
    assert b"core-properties" not in parts["_rels/.rels"]
    del parts["docProps/core.xml"]
    draft = read(zipped(parts))
    assert (draft.title, draft.published) == ("Bridge to reopen", None)


def test_visible_text_is_read_and_deleted_text_is_not() -> None:
    box = f"<w:txbxContent>{p('In a box.')}</w:txbxContent>"
    inside = (
        "<w:p><w:ins><w:r><w:t>Put in.</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>Struck out.</w:delText></w:r></w:del>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
        f"<w:sdt><w:sdtContent>{p('In a control.')}</w:sdtContent></w:sdt>"
        f"<w:p><w:r><w:t>Beside it.</w:t><mc:AlternateContent><mc:Choice>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
        f"<w:tbl><w:tr><w:tc>{p('Outer')}<w:tbl><w:tr><w:tc>{p('Inner')}</w:tc></w:tr></w:tbl>"
        f"</w:tc><w:tc>{p('Next')}</w:tc></w:tr></w:tbl>"
    )
    assert read(with_main(inside)).text == (
        "Put in.\n\nIn a control.\n\nBeside it.\n\nIn a box.\n\nOuter Inner | Next"
    )


def test_external_entities_are_not_read(tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    canary.write_text("the canary sings")
    kind = f'<!DOCTYPE x [<!ENTITY c SYSTEM "{canary.as_uri()}"><!ENTITY e "expanded">]>'
    text = read(with_main(p("Words.") + p("&c;&e;"), head=kind)).text
    assert "Words." in text
    assert "sings" not in text
    assert "expanded" not in text


def test_entity_expansion_bombs_are_not_expanded() -> None:
    laughs = '<!ENTITY a0 "ha">' + "".join(
        f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10)
    )
    with_laughs = with_main(p("Words.") + p("&a9;"), head=f"<!DOCTYPE x [{laughs}]>")
    with contextlib.suppress(ReadError):
        assert len(read(with_laughs).text) < 100


def test_pictures_are_never_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    picture = "word/media/image1.png"
    data = zipped({**unzipped(saved(letter())), picture: bytes(30 * 2**20)})
    unpacked: list[tuple[str, int]] = []
    opened = zipfile.ZipFile.open

    def noted(archive: zipfile.ZipFile, name: Any, *rest: Any, **more: Any) -> Any:
        unpacked.append((getattr(name, "filename", name), getattr(name, "file_size", 0)))
        return opened(archive, name, *rest, **more)

    monkeypatch.setattr(zipfile.ZipFile, "open", noted)
    assert OPENING in read(data).text
    assert any(name == MAIN and size for name, size in unpacked)
    assert not any(name == picture and size for name, size in unpacked)


XML = b"<a>" + b" " * (2 * 2**20) + b"</a>"


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({"../evil.xml": b""}, "reaches outside itself"),
        ({"word/..\\evil.xml": b""}, "reaches outside itself"),
        ({"/etc/evil.xml": b""}, "reaches outside itself"),
        ({"C:evil.xml": b""}, "reaches outside itself"),
        ({"bomb.xml": XML}, "a zip bomb"),
        ({f"{n}.xml": b"" for n in range(2001)}, "an archive of 2,0"),
    ],
)
def test_an_unsafe_archive_is_refused(parts: dict[str, bytes], reason: str) -> None:
    with pytest.raises(ReadError, match=reason):
        reader.read(zipped({**unzipped(saved(letter())), **parts}), "a.docx")


def test_archives_too_large_when_unpacked_are_refused_unread(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = saved(letter())
    monkeypatch.setattr(archive, "MAX_UNPACKED", 1000)
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda *_: pytest.fail("unpacked"))
    with pytest.raises(ReadError, match="MiB when unpacked"):
        reader.read(data, "a.docx")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "damaged"),
        (b"words", "damaged"),
        (b"PK\x03\x04", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "password"),
        (zipped({"a.xml": b""}), "not a Word file"),
        (zipped({MAIN: b"<a/>"}), "damaged"),
        (with_main(""), "no text in it"),
        (with_main("<w:p>" * 300 + "</w:p>" * 300), "damaged"),
    ],
)
def test_unreadable_files_are_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(ReadError, match=reason):
        reader.read(data, "a.docx")


def test_word_files_are_refused_if_python_docx_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    data = saved(letter())
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(ReadError, match="Word files cannot be read in this installation"):
        reader.read(data, "a.docx")


def test_a_file_cut_anywhere_is_read_or_refused() -> None:
    data = saved(letter())
    for end in range(0, len(data), len(data) // 40):
        draft_or_reason(read, data[:end])


GOOD = saved(letter())


@given(st.binary(max_size=60), st.integers(0, len(GOOD)))
@settings(max_examples=40, deadline=None)
def test_any_bytes_are_read_or_refused(noise: bytes, at: int) -> None:
    draft_or_reason(read, noise)
    draft_or_reason(read, GOOD[:at] + noise + GOOD[at + len(noise) :])


@given(st.text(st.sampled_from('<>/w:ptrsd &;"=ab'), max_size=60))
@settings(max_examples=30, deadline=None)
def test_any_main_part_is_read_or_refused(inside: str) -> None:
    draft_or_reason(read, with_main(p("Words.") + inside))


def test_moved_text_appears_once_and_hidden_text_never() -> None:
    old = f"<w:moveFrom><w:r><w:t>{SAID}</w:t></w:r></w:moveFrom>"
    new = f"<w:moveTo><w:r><w:t>{SAID}</w:t></w:r></w:moveTo>"
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>A canary.</w:t></w:r>"
    shown = '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t> It rained.</w:t></w:r>'
    inside = f"<w:p>{old}<w:r><w:t>First.</w:t></w:r></w:p><w:p>{new}{hidden}{shown}</w:p>"
    assert read(with_main(inside)).text == f"First.\n\n{SAID} It rained."


def test_the_python_docx_template_date_is_ignored() -> None:
    document = docx.Document()
    document.add_paragraph(SAID)
    assert read(saved(document)).published is None


SAID = "The price of the repair is 900 crowns, the mayor said."
