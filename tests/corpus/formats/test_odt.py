"""OpenDocument texts: text, headings, tables and notes, and files that are refused."""

from __future__ import annotations

import pytest

from pincite.corpus.draft import Draft
from pincite.corpus.errors import ReadError
from pincite.corpus.formats.documents import odt
from tests.support.documents import archive, open_text


def read(inside: str, **more: str) -> Draft:
    (draft,) = odt.read(open_text(inside, **more), "tolls_2026.odt")
    assert isinstance(draft, Draft)
    return draft


def p(words: str) -> str:
    return f"<text:p>{words}</text:p>"


SPANNED = 'table:number-columns-spanned="2"'
REPEATED = 'table:number-columns-repeated="2"'


def cell(words: str, said: str = "") -> str:
    return f"<table:table-cell {said}>{p(words)}</table:table-cell>"


def test_text_parts_are_read_in_order() -> None:
    note = "<text:note><text:note-citation>1</text:note-citation><text:note-body>{}</text:note-body></text:note>"
    draft = read(
        '<text:h text:outline-level="1">Ferry</text:h>'
        + p(f'It<text:s text:c="3"/>was <text:span>full</text:span>{note.format(p("Of cars."))}.')
        + f"<text:list><text:list-item>{p('One')}</text:list-item></text:list>"
        + p("<draw:frame><draw:text-box>" + p("In a box.") + "</draw:text-box></draw:frame>Beside.")
        + p("A<text:line-break/>B<text:tab/>C\n D")
    )
    assert (
        draft.text == "Ferry\n\nIt was full.\n\nOne\n\nBeside.\n\nIn a box.\n\nA\nB C D\n\nOf cars."
    )
    assert draft.title == "Ferry"
    assert all(s.context[0].of(draft.text) == "Ferry" for s in draft.sections)
    assert draft.body[0].start == len("Ferry\n\n")


def test_a_table_is_read_with_its_header_rows_and_spans() -> None:
    rows = (
        f"<table:table-header-rows><table:table-row>{cell('Town')}{cell('Toll')}{cell('Day')}"
        "</table:table-row></table:table-header-rows>"
        f"<table:table-row>{cell('Orlund')}{cell('free', SPANNED)}"
        "<table:covered-table-cell/></table:table-row>"
        f"<table:table-row>{cell('Vessby')}{cell('12', REPEATED)}"
        "</table:table-row>"
    )
    draft = read(f"<table:table>{rows}</table:table>")
    assert draft.text == "Town | Toll | Day\nOrlund | free | free\nVessby | 12 | 12"
    (section,) = draft.sections
    assert [span.of(draft.text) for span in section.header] == ["Town", "Toll", "Day"]


def test_title_author_date_and_language_come_from_the_metadata() -> None:
    meta = (
        "<dc:title>Tolls</dc:title><meta:initial-creator>Mei Lin</meta:initial-creator>"
        "<meta:creation-date>2026-02-03T21:37:00</meta:creation-date><dc:language>da</dc:language>"
    )
    draft = read(p("It rained."), meta=meta)
    assert (draft.title, draft.author) == ("Tolls", "Mei Lin")
    assert (draft.published, draft.language) == ("2026-02-03T21:37:00", "da")
    assert read(p("It rained.")).title == "tolls 2026"


def test_the_title_style_marks_the_title() -> None:
    head = '<style:style style:name="P7" style:parent-style-name="Title"/>'
    draft = read('<text:p text:style-name="P7">Tolls</text:p>' + p("It rained."), head=head)
    assert (draft.title, [span.of(draft.text) for span in draft.body]) == ("Tolls", ["It rained."])


def test_deleted_text_is_dropped_and_comments_reported_missing() -> None:
    gone = (
        f"<text:tracked-changes><text:deletion>{p('Gone.')}</text:deletion></text:tracked-changes>"
    )
    noted = f"<office:annotation>{p('Why?')}</office:annotation>"
    draft = read(gone + p(f"It{noted} rained<draw:frame><draw:object/></draw:frame>."))
    assert draft.text == "It rained."
    assert draft.missing == "comments: not read; formulas, charts and embedded files: not read"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "a damaged OpenDocument text"),
        (archive({"a": ""}), "not an OpenDocument text"),
        (archive({"content.xml": "<a/>"}), "a damaged"),
        (archive({"content.xml": "<a>"}), "a damaged"),
        (archive({"content.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}), "entities"),
        (archive({"content.xml": " " * 9_000_000}), "zip bomb"),
        (archive({"content.xml": "x", "META-INF/manifest.xml": "<encryption-data/>"}), "password"),
        (open_text(""), "no text in it"),
        (
            open_text("<text:p><draw:frame><draw:text-box>" * 9000 + "</draw:text-box></draw:frame></text:p>" * 9000, packed=False),
            "nested too deeply",
        ),
    ],
)  # fmt: skip
def test_files_that_are_not_safe_odt_texts_are_refused(data: bytes, reason: str) -> None:
    with pytest.raises(ReadError, match=reason):
        odt.read(data, "a.odt")


def test_headers_and_footers_come_last_outside_the_body() -> None:
    pages = (
        f"<style:master-page><style:header>{p('Orlund Council, draft')}</style:header>"
        f"<style:footer>{p('Page <text:page-number>1</text:page-number>')}</style:footer>"
        f"<style:header-left>{p('Orlund Council, draft')}</style:header-left></style:master-page>"
    )
    draft = read(p("The toll falls in May."), styles=pages)
    assert draft.text == "The toll falls in May.\n\nOrlund Council, draft\n\nPage 1"
    assert [span.of(draft.text) for span in draft.body] == ["The toll falls in May."]


def test_names_below_spanning_names_are_one_header() -> None:
    first = f"{cell('Town')}{cell('Toll', SPANNED)}<table:covered-table-cell/>"
    rows = (first, cell("") + cell("day") + cell("night"))
    values = (cell("Orlund") + cell("7") + cell("9"), cell("Vessby") + cell("5") + cell("6"))
    inside = "".join(f"<table:table-row>{each}</table:table-row>" for each in (*rows, *values))
    draft = read(f"<table:table>{inside}</table:table>")
    [section] = draft.sections
    assert [s.of(draft.text) for s in section.header] == ["Town", "Toll day", "Toll night"]
    assert section.span.of(draft.text) == "Orlund | 7 | 9\nVessby | 5 | 6"


def test_equal_cells_beside_a_spanning_one_are_no_single_cell() -> None:
    first = cell("Town") + cell("Ford") + cell("Bridge")
    same = f"{cell('Yes', SPANNED)}<table:covered-table-cell/>{cell('Yes')}"
    rows = (first, cell("Orlund") + cell("No") + cell("Yes"), same)
    inside = "".join(f"<table:table-row>{each}</table:table-row>" for each in rows)
    draft = read(f"<table:table>{inside}</table:table>")
    assert draft.text.split("\n")[-1] == "Yes | Yes | Yes"
