"""Fragments of HTML inside entries: text, tables, headings, captions and code."""

from __future__ import annotations

import pytest

from pincite.corpus.formats.shared.fragment import add_fragment, plain_text
from pincite.corpus.formats.shared.sheet import Sheet
from tests.support.feeds import OPENING, SUMMARY


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("one\ntwo <b>th</b>ree", "one two three"),
        ("<p>one</p>two<p>three", "one\ntwo\nthree"),
        ("a<br/>b", "a\nb"),
        ("<tr><td><p>1</p><p>2</p></td><td>3</td></tr>", "1 2 | 3"),
        ("<td>1</td></tr>2", "12"),
        ("1 &lt; 2 &amp; 3", "1 < 2 & 3"),
        ("a<style>b</style><script>c</script>d", "ad"),
    ],
)
def test_a_fragment_as_text(source: str, text: str) -> None:
    sheet = Sheet()
    add_fragment(source, sheet)
    assert sheet.so_far() == text
    assert plain_text(source) == " ".join(text.split())


@pytest.mark.parametrize(
    ("source", "text", "header"),
    [
        (
            "<table><caption>Ships</caption><tr><th>Year<th>Number<tr><td>2021<td>613</table>",
            "Ships\nYear | Number\n2021 | 613",
            ["Year", "Number"],
        ),
        (
            "<table><thead><tr><td>Year</td><td>Ships</td></tr></thead>"
            "<tr><td rowspan=2>2021</td><td>613</td></tr><tr><td>9</td></tr></table>",
            "Year | Ships\n2021 | 613\n2021 | 9",
            ["Year", "Ships"],
        ),
        (
            "<table><tr><td colspan=2>a</td><td>b</td></tr><tr><td>c</td></tr></table>",
            "a | a | b\nc",
            [],
        ),
        (
            "<table><tr><td>a</td><td><table><tr><td>b</td><td>c</td></tr></table></td></tr>",
            "a | b c",
            [],
        ),
    ],
)
def test_a_table_of_a_fragment(source: str, text: str, header: list[str]) -> None:
    sheet = Sheet()
    add_fragment(source, sheet)
    assert sheet.so_far() == text
    assert [span.of(text) for span in sheet.sections[0].header] == header


def test_a_one_column_table_is_read_as_paragraphs() -> None:
    sheet = Sheet()
    add_fragment("<table><tr><td>one</td></tr><tr><td>two</td></tr></table>three", sheet)
    assert (sheet.so_far(), sheet.sections) == ("one\ntwo\nthree", ())


def test_headings_and_captions_of_a_fragment_become_sections() -> None:
    sheet = Sheet()
    add_fragment(
        "<h2>Why</h2><p>Rust.</p><figure><figcaption>The quay</figcaption></figure>", sheet
    )
    text = sheet.so_far()
    assert [(each.kind, each.span.of(text)) for each in sheet.sections] == [
        ("text", "Rust."),
        ("caption", "The quay"),
    ]
    assert all([s.of(text) for s in each.context] == ["Why"] for each in sheet.sections)


def test_headings_and_code_of_a_fragment_are_outside_the_body() -> None:
    sheet = Sheet()
    add_fragment(f"<h3>Why</h3><p>{OPENING}</p><pre>a = 1\nb = 2</pre><p>{SUMMARY}</p>", sheet)
    text, spans = sheet.finish()
    assert text == f"Why\n{OPENING}\na = 1\nb = 2\n{SUMMARY}"
    assert [span.of(text) for span in spans] == [OPENING, SUMMARY]


def test_names_below_spanning_names_and_titles_of_rows() -> None:
    sheet = Sheet()
    heads = "<tr><td rowspan=2>Ship<td colspan=2>Crew<tr><td>May<td>June"
    rows = "<tr><td colspan=3>North<tr><td>Wren<td>4<td>9<tr><td>Tern<td>5<td>8"
    add_fragment(f"<table>{heads}{rows}</table>", sheet)
    text = sheet.so_far()
    [section] = sheet.sections
    assert [s.of(text) for s in section.header] == ["Ship", "Crew May", "Crew June"]
    assert [s.of(text) for s in section.context] == ["North"]
    assert section.span.of(text) == "Wren | 4 | 9\nTern | 5 | 8"
