"""Rich text: code pages, headings, tables, and invisible text."""

from __future__ import annotations

import pytest

from pincite.corpus.draft import Draft
from pincite.corpus.errors import ReadError
from pincite.corpus.formats.documents import rtf
from tests.support.documents import rich


def read(inside: str, head: str = "") -> Draft:
    (draft,) = rtf.read(rich(inside, head), "tolls_2026.rtf")
    assert isinstance(draft, Draft)
    return draft


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"It {\b rained}.\par", "It rained."),
        (r"caf\'e9 \u8364?5 {\uc2\u8364 ab}\u-10179?\u-8704?", "café €5 €😀"),
        (r"{\f1 \'cc\'ee\'f1\'f2} {\f2\'83A\'83\'43}", "Мост アイ"),
        (r"\f1 \'cc\plain\'e9", "Мé"),
        (r"a\~b\_c \emdash \lquote d\rquote \bullet\tab e", "a b\u2011c —‘d’• e"),
        (r"{\field{\*\fldinst{HYPERLINK 'x'}}{\fldrslt the link}} is", "the link is"),
        (r"{\v hidden}shown{\deleted gone}{\*\unknown no}{\pict 8950}", "shown"),
        (r"one\line two\par\page three", "one\ntwo\n\nthree"),
        (r"{\listtext 1.\tab}an item", "an item"),
        (r"before \bin4 {{{{after", "before after"),
        (r"{{{{deep}}}} a\{b\}", "deep a{b}"),
    ],
)  # fmt: skip
def test_rich_text_is_read_as_plain_text(source: str, text: str) -> None:
    assert read(source).text == text


def test_headings_notes_text_boxes_headers_and_footers_are_read() -> None:
    draft = read(
        r"{\header\pard Quay Post\par}\pard\s1 Ferry\par\pard\s2 Cost\par\pard It is dear"
        r"{\footnote\pard Said Bo.\par}.\par{\shp{\*\shpinst{\sp{\sn a}}{\shptxt A box.\par}}}"
    )
    assert draft.text == "Ferry\n\nCost\n\nIt is dear.\n\nSaid Bo.\n\nA box.\n\nQuay Post"
    assert draft.title == "Ferry"
    (section,) = draft.sections
    assert [span.of(draft.text) for span in section.context] == ["Ferry", "Cost"]
    assert draft.body[-1].of(draft.text).endswith("A box.")


def test_adjacent_rows_form_a_table() -> None:
    row = r"\trowd{}\cellx1\cellx2\pard\intbl {}\cell {}\par more\cell\row"
    source = (
        row.replace("{}", r"\trhdr", 1).replace("{}", "Town", 1).replace(r"{}\par more", "Toll")
    )
    source += row.replace("{}", "", 1).replace("{}", "Orlund", 1).replace("{}", "12")
    draft = read(rf"{source}\pard It rained.")
    assert draft.text == "Town | Toll\nOrlund | 12 more\n\nIt rained."
    assert draft.sections[0].kind == "table"
    assert len(draft.sections[0].header) == 2


def test_title_author_and_date_come_from_the_info_group() -> None:
    head = r"{\info{\title The caf\'e9}{\author Mei Lin}{\creatim\yr2026\mo2\dy3\hr9}}"
    draft = read("It rained.", head)
    assert (draft.title, draft.author, draft.published) == ("The café", "Mei Lin", "2026-02-03")


def test_comments_equations_and_unknown_letters_are_reported_missing() -> None:
    draft = read(r"It{\*\annotation Why?} rained {\f2\'82}{\*\moMath x}.")
    assert draft.missing.startswith("comments: not read; equations: not read; ")
    assert draft.missing.endswith("letters that their code page does not have")


@pytest.mark.parametrize(
    ("data", "reason"),
    [(b"", "damaged"), (b"words", "damaged"), (b"{\\rtf1}", "no text"), (b"{\\rtf1{{{", "no text")],
)
def test_files_that_are_not_rtf_are_refused(data: bytes, reason: str) -> None:
    with pytest.raises(ReadError, match=reason):
        rtf.read(data, "a.rtf")


def test_symbol_font_letters_are_read_and_pictograms_reported() -> None:
    fonts = r"{\fonttbl{\f8\fcharset2 Symbol;}{\f9\fcharset2 Wingdings;}}"
    draft = read(r"{\f8 a} {\f8\'b3} 3 {\f8\u-3998 ?} {\f9\'fc}yes\par", fonts)
    assert draft.text == "α ≥ 3 β yes"
    assert draft.missing == "signs of a font of pictures: not read"
    assert read(r"{\f8 b}x", fonts).missing == ""
