"""Tables of Word files: headers, spanning cells, and frames that are not tables."""

from __future__ import annotations

import pytest

from pincite.corpus.formats.shared import header_row
from tests.support.drafts import body
from tests.support.word_files import OPENING
from tests.support.word_parts import (
    cell,
    read,
    row,
    table,
    told,
)

HEAD = "<w:tblHeader/>"


def test_header_rows_and_spanning_cells_are_read() -> None:
    draft = read(
        table(
            row(
                cell("Pier", '<w:vMerge w:val="restart"/>'),
                cell("Ships", '<w:gridSpan w:val="2"/>'),
                properties=HEAD,
            ),
            row(cell("", "<w:vMerge/>"), "Arrived", "Left", properties=HEAD),
            row(cell("North", '<w:vMerge w:val="restart"/>'), "21", "19"),
            row(cell("", "<w:vMerge/>"), cell("none", '<w:gridSpan w:val="2"/>')),
        )
    )
    assert draft.text == ("Pier | Ships Arrived | Ships Left\nNorth | 21 | 19\nNorth | none | none")
    [section] = draft.sections
    assert told(draft, section)[3] == ["Pier", "Ships Arrived", "Ships Left"]
    assert body(draft) == ["North | 21 | 19\nNorth | none | none"]


@pytest.mark.parametrize(
    ("rows", "header"),
    [
        ([("Year", "Ships"), ("2021", "613"), ("2022", "702")], True),
        ([("Berth", "Length"), ("North", "240 metres")], True),
        ([("Height", "12 metres"), ("Width", "3 metres")], False),
        ([("Name", "Mara Holm"), ("Office", "Mayor"), ("Born", "1961")], False),
        ([("The quay is old.", "It was built of stone."), ("It is 90 years old.", "No.")], False),
        ([("Year", "Year"), ("2021", "2022")], False),
        ([("Ship", "Home"), ("Wren", "Corvia"), ("Tern", "Overdale")], False),
        ([("Pier", "2023", "2024", "2025"), ("North", "21", "19", "24")], True),
        ([("North", "2023", "1961", "2025"), ("South", "21", "19", "24")], False),
        ([("North", "Wren", "Corvia"), ("South", "Tern", "Overdale")], False),
    ],
)
def test_the_first_row_is_a_header_only_if_it_looks_like_one(
    rows: list[tuple[str, ...]], header: bool
) -> None:
    draft = read(table(*(row(*each) for each in rows)))
    assert bool(draft.sections[0].header) == header


def test_a_first_row_that_alone_is_bold_is_the_header() -> None:
    bold = "<w:tc><w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{}</w:t></w:r></w:p></w:tc>"
    first = row(bold.format("Ship"), bold.format("Home"))
    draft = read(table(first, row("Wren", "Corvia"), row("Tern", "Overdale")))
    assert told(draft, draft.sections[0])[3] == ["Ship", "Home"]


@pytest.mark.parametrize(
    ("look", "last", "header"),
    [
        ('<w:tblLook w:firstRow="1"/>', "Overdale", True),
        ('<w:tblLook w:val="04A0"/>', "Overdale", True),
        ('<w:tblLook w:val="0480"/>', "Overdale", False),
        ('<w:tblLook w:firstRow="0" w:val="04A0"/>', "Overdale", False),
        ('<w:tblLook w:firstRow="1"/>', "Home", False),
        ("", "Overdale", False),
    ],
)
def test_a_first_row_is_the_header_if_the_style_has_one(look: str, last: str, header: bool) -> None:
    rows = row("Ship", "Home", "Master"), row("The Wren", "Corvia", "Mara Holm")
    inside = table(*rows, row("The old Tern", last, "Ines Roy"))
    draft = read(inside.replace("<w:tbl>", f"<w:tbl><w:tblPr>{look}</w:tblPr>"))
    assert bool(draft.sections[0].header) == header


def test_deleted_rows_and_cells_are_not_read() -> None:
    draft = read(
        table(
            row("Year", "Ships"),
            row("2021", "613"),
            row("2022", "9999", properties="<w:del/>"),
            row("2023", "8", properties="<w:ins/>"),
            row("2024", cell("7", "<w:cellDel/>"), "9"),
        )
    )
    assert draft.text == "Year | Ships\n2021 | 613\n2023 | 8\n2024 | 9"


def test_a_one_column_table_is_read_as_paragraphs() -> None:
    draft = read(table(row(OPENING), row("It rained.", properties="<w:del/>"), row("It snowed.")))
    assert draft.text == f"{OPENING}\n\nIt snowed."
    assert draft.sections == ()


def test_repeated_cells_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    spans = cell("ab", '<w:gridSpan w:val="999999999"/>')
    assert read(table(row(spans, "c"))).text.count("ab") == header_row.MAX_SPAN
    long = "x" * (header_row.LONGEST_REPEATED + 1)
    assert read(table(row(cell(long, '<w:gridSpan w:val="9"/>'), "c"))).text.count(long) == 1
    monkeypatch.setattr(header_row, "MAX_REPEATED", 15)
    assert read(table(row(spans, "c"))).text.count("ab") == 4


def test_names_below_spanning_names_are_one_header_unmarked() -> None:
    wide = '<w:gridSpan w:val="2"/>'
    first = row(cell("Pier", '<w:vMerge w:val="restart"/>'), cell("Ships", wide))
    names = row(cell("", "<w:vMerge/>"), "Arrived", "Left")
    draft = read(table(first, names, row("North", "21", "19"), row("South", "4", "5")))
    [section] = draft.sections
    assert told(draft, section)[3] == ["Pier", "Ships Arrived", "Ships Left"]
    assert body(draft) == ["North | 21 | 19\nSouth | 4 | 5"]


def test_merged_cells_of_values_are_no_header() -> None:
    wide = '<w:gridSpan w:val="2"/>'
    draft = read(
        table(row("North", cell("closed", wide)), row("South", "4", "5"), row("East", "6", "7"))
    )
    assert body(draft) == ["North | closed | closed\nSouth | 4 | 5\nEast | 6 | 7"]


def test_a_row_of_one_cell_is_a_title_not_repeated() -> None:
    def whole(words: str) -> str:
        return row(cell(words, '<w:gridSpan w:val="2"/>'))

    rows = (whole("Ships of the lake"), row("Ship", "Crew"), whole("North"), row("Wren", "14"))
    draft = read(table(*rows, whole("South"), row("Tern", "9"), row("Ruff", "8")))
    parts = [told(draft, section)[1:] for section in draft.sections]
    assert parts == [
        ("Wren | 14", ["Ships of the lake", "North"], ["Ship", "Crew"]),
        ("Tern | 9\nRuff | 8", ["Ships of the lake", "South"], ["Ship", "Crew"]),
    ]
