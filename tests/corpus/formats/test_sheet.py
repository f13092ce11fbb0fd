"""Text assembled block by block: body, headings, tables, captions."""

from __future__ import annotations

import pytest

from pincite.corpus.article import Section, Span
from pincite.corpus.errors import ReadError
from pincite.corpus.formats.shared.sheet import Sheet


def told(sheet: Sheet) -> list[tuple[str, str, list[str], list[str]]]:
    """Each section: its kind, its text, its context, its header."""
    text = sheet.so_far()
    return [
        (s.kind, s.span.of(text), [c.of(text) for c in s.context], [h.of(text) for h in s.header])
        for s in sheet.sections
    ]


def test_text_is_under_a_heading_until_one_of_its_level() -> None:
    sheet = Sheet()
    sheet.add("Before.", body=True)
    sheet.heading("One", 2)
    sheet.add("Under one.", body=True)
    sheet.add("Still.", body=True)
    sheet.heading("Deeper", 3)
    sheet.add("Under both.", body=True)
    sheet.add("Menu", body=False)
    sheet.heading("Two", 2)
    sheet.add("Under two.", body=True)
    assert told(sheet) == [
        ("text", "Under one.\n\nStill.", ["One"], []),
        ("text", "Under both.", ["One", "Deeper"], []),
        ("text", "Under two.", ["Two"], []),
    ]
    text, body = sheet.finish()
    assert "One" not in "".join(span.of(text) for span in body)


def test_a_table_is_a_section_with_its_header_and_caption() -> None:
    sheet = Sheet()
    sheet.heading("Prices", 1)
    sheet.table(["Line", "Fare"], [["North", "4"], ["", ""], ["", "6 | 7"]], caption="Fares\n2026")
    assert told(sheet) == [
        ("table", "North | 4\n| 6|7", ["Prices", "Fares 2026"], ["Line", "Fare"])
    ]


def test_a_table_may_lack_header_or_rows() -> None:
    sheet = Sheet()
    assert sheet.table([], []) == 0
    sheet.table([], [["a", "b"]])
    assert told(sheet) == [("table", "a | b", [], [])]


def test_a_caption_is_body_and_a_section() -> None:
    sheet = Sheet()
    sheet.add("A paragraph.", body=True)
    sheet.caption("The bridge in May.")
    assert told(sheet) == [("caption", "The bridge in May.", [], [])]
    text, body = sheet.finish()
    assert [span.of(text) for span in body] == [text]


def test_empty_headings_and_captions_add_nothing() -> None:
    sheet = Sheet()
    sheet.heading(" ", 1)
    sheet.caption("")
    with pytest.raises(ReadError, match="no text"):
        sheet.finish()
    assert sheet.sections == ()


def test_sections_round_trip_through_json() -> None:
    section = Section(Span(9, 12), "table", (Span(0, 3),), (Span(4, 5), Span(6, 7)))
    assert Section.of_values(section.values()) == section
    with pytest.raises(ValueError, match="kind"):
        Section.of_values([0, 1, "poem", [], []])
