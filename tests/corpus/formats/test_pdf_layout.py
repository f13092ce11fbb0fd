"""PDFs: text in any direction, lists, notes, headings and tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pincite.corpus.draft import Draft
from pincite.corpus.formats.pdf.glyphs import PlacedWord
from pincite.corpus.formats.pdf.layout import text_of_pages
from tests.support.files import Bold, Shown, column
from tests.support.pdf_pages import read

QUAY = [
    "The council of Marbach approved the new quay on",
    "Monday after a long debate, and its cost of 40,000",
    "crowns will be shared by the mill and the town. It",
    "is to be ready before the herring come in May.",
]
WHOLE = " ".join(QUAY)


def body(draft: Draft) -> list[str]:
    parts = [span.of(draft.text) for span in draft.body]
    return [each for part in parts for each in part.split("\n\n")]


@pytest.mark.parametrize("angle", [-90, -30, -3, 3, 5, 14, 45, 90, 135, 180])
def test_rotated_text_is_read_in_its_direction(angle: float) -> None:
    assert body(read([column(QUAY, 200, 100)], angle=angle)) == [WHOLE]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_upright_text_on_a_turned_page_is_read(turn: int) -> None:
    assert body(read([column(QUAY)], turn=turn)) == [WHOLE]


def test_slanted_columns_are_read_in_order() -> None:
    right = [
        "The mill will pay two thirds of it, since its",
        "barges need the deeper water most of",
    ]
    right += ["all. The town pays what is left from the", "fund for the harbour, said the clerk."]
    pairs = zip(column(QUAY, 20, 300), column(right, 320, 300), strict=True)
    shown = [each for pair in pairs for each in pair]
    assert " ".join(body(read([shown], angle=7))) == f"{WHOLE} {' '.join(right)}"


ITEMS = [
    ("They mend the nets of the boats that come in at", "night, and dry them on the quay"),
    ("They count the barrels of herring, and pay each of", "the coopers 12 crowns a day"),
    ("They keep the light burning", "until the last boat is in"),
]


@pytest.mark.parametrize("marks", ["•••", ("1.", "2.", "3."), ("(a)", "(b)", "(c)"), "–––"])
def test_an_item_of_a_list_is_one_paragraph(marks: Sequence[str]) -> None:
    shown = [(72.0, 724.0, 10.0, "The watch of the quay has three duties:")]
    lines = [line for item in ITEMS for line in item]
    for i, (x, y, size, line) in enumerate(column(lines, 90)):
        shown += [(72, y, size, marks[i // 2])] if i % 2 == 0 else []
        shown.append((x, y, size, line))
    shown.append((72, 700 - 12 * len(lines), 10, "The watch was set up in 1874, after the fire."))
    items = [f"{mark} {one} {two}" for mark, (one, two) in zip(marks, ITEMS, strict=True)]
    assert body(read([shown])) == [
        "The watch of the quay has three duties:",
        *items,
        "The watch was set up in 1874, after the fire.",
    ]


def test_a_line_starting_with_a_number_is_not_a_list_item() -> None:
    lines = [
        "The boats that are to be tarred before the spring tides are boats 7 and",
        "12. All of them lie at the old quay, where the tar is kept in barrels, and",
    ]
    lines.append("the boys of the town stir it.")
    assert body(read([column(lines)])) == [" ".join(lines)]


def noted() -> list[list[Shown]]:
    """Two pages; a sentence with a footnote number continues on the second page."""
    first = column(QUAY)[:3]
    first[1] = (72, first[1][1], 10, "Monday after a long debate")
    marked: list[Shown] = [
        (191.5, first[1][1] + 4, 6, "1"),
        (195.5, first[1][1], 10, ", and its cost of 40,000"),
    ]
    notes: list[Shown] = [
        (72, 80, 5, "1"),
        (75, 77, 8, "Minutes of the council, sheet 9."),
        (72, 67, 8, "* Without the crane."),
    ]
    return [[*first[:2], *marked, first[2], *notes], column(QUAY[3:])]


def test_footnotes_and_their_numbers_are_separated_from_the_text() -> None:
    draft = read(noted())
    assert WHOLE in body(draft)
    assert any(part.startswith("1 Minutes of the council, sheet 9.") for part in body(draft))
    article = draft.article("a", "a")
    assert article.page(draft.text.index("Minutes")) == 1
    assert article.page(draft.text.index("is to be ready")) == 2


def test_a_superscript_after_a_unit_is_an_exponent() -> None:
    shown: list[Shown] = [
        (72, 700, 10, "The hall has 1,200 m"),
        (164.5, 704, 6, "2"),
        (170, 700, 10, "of floor."),
    ]
    assert "1,200 m² of floor." in read([shown]).text


def test_large_and_bold_lines_are_headings() -> None:
    shown: list[Shown] = [(72, 740, 20, "The harbour in winter"), *column(QUAY)]
    shown += [(72, 640, 14, "Ice"), *column(QUAY, top=620)]
    shown += [(72, 560, 10, Bold("Thaw")), *column(QUAY, top=540)]
    draft = read([shown])
    assert draft.title == "The harbour in winter"
    told = [[span.of(draft.text) for span in s.context] for s in draft.sections]
    assert told == [
        ["The harbour in winter"],
        ["The harbour in winter", "Ice"],
        ["The harbour in winter", "Ice", "Thaw"],
    ]
    assert body(draft) == [WHOLE] * 3


def test_a_bold_line_within_a_sentence_is_not_a_heading() -> None:
    x, y, size, line = column(QUAY)[1]
    shown = [*column(QUAY)[:1], (x, y, size, Bold(line)), *column(QUAY)[2:]]
    assert body(read([shown])) == [WHOLE]


def grid(rows: Sequence[Sequence[str]], xs: Sequence[float], top: float = 600) -> list[Shown]:
    return [
        (x, top - 14 * i, 10, cell)
        for i, row in enumerate(rows)
        for x, cell in zip(xs, row, strict=True)
        if cell
    ]


FARES = [
    ["Line", "Boats", "Fare"],
    ["North quay", "12", "1.50"],
    ["Lighthouse", "", "2.25"],
    ["Old mill", "9", "0.75"],
]


def told(draft: Draft) -> list[tuple[list[str], list[str], list[str]]]:
    """Header, rows and context of each table."""
    return [
        (
            [span.of(draft.text) for span in s.header],
            s.span.of(draft.text).split("\n"),
            [span.of(draft.text) for span in s.context],
        )
        for s in draft.sections
        if s.kind == "table"
    ]


def test_a_table_has_rows_header_and_caption() -> None:
    shown = [
        *column(QUAY),
        (72, 618, 10, "Table 2: Fares of the ferries"),
        *grid(FARES, (72, 200, 300)),
    ]
    draft = read([shown])
    rows = ["North quay | 12 | 1.50", "Lighthouse |  | 2.25", "Old mill | 9 | 0.75"]
    assert told(draft) == [(["Line", "Boats", "Fare"], rows, ["Table 2: Fares of the ferries"])]
    assert body(draft)[0] == WHOLE


def test_a_table_continues_on_the_next_page_with_its_header() -> None:
    more = [["Salt pier", "4", "1.10"], ["Fish hall", "7", "0.95"], ["Castle", "3", "2.40"]]
    other = [["Bell", "41", "900"], ["Rope of hemp", "8", "75"], ["Lantern", "130", "2,400"]]
    caption = (72, 618, 10, "Table 2: Fares of the ferries")
    first = [*column(QUAY), caption, *grid(FARES, (72, 200, 300))]
    places = (72, 200, 300)
    draft = read([first, grid(more, places), column(QUAY), grid(other, places)])
    one, two, apart = told(draft)
    assert two == (one[0], [" | ".join(row) for row in more], one[2])
    assert one[0] == ["Line", "Boats", "Fare"]
    assert apart[0] == []  # a paragraph is between this table and the others


def test_a_header_spanning_columns_applies_to_each() -> None:
    rows = [["Port", *["Barrels", "Crowns"] * 2], ["Vell", "120", "900", "130", "950"],
            ["Orsk", "80", "610", "85", "700"], ["Marbach", "7", "50", "9", "66"]]  # fmt: skip
    over: list[Shown] = [(215, 614, 10, "In 2018"), (355, 614, 10, "In 2019")]
    [(header, below, _)] = told(read([[*over, *grid(rows, (72, 190, 260, 330, 400))]]))
    assert header == [
        "Port",
        "In 2018 Barrels",
        "In 2018 Crowns",
        "In 2019 Barrels",
        "In 2019 Crowns",
    ]
    assert len(below) == 3


def test_the_lines_of_a_table_cell_are_joined() -> None:
    rows = [["Code", "What to do"], ["E411", "Wait until the kettle has cooled down,"],
            ["", "then start again."], ["E305", "Shut the door."]]  # fmt: skip
    [(header, below, _)] = told(read([[*column(QUAY), *grid(rows, (72, 200))]]))
    assert header == ["Code", "What to do"]
    assert below == [
        "E411 | Wait until the kettle has cooled down, then start again.",
        "E305 | Shut the door.",
    ]


def test_numbered_lines_and_columns_are_not_tables() -> None:
    lines = column([line for _ in range(3) for line in QUAY], 90)
    numbered = [(72.0, y, size, f"{i}") for i, (_, y, size, _) in enumerate(lines, 1)]
    both = [each for pair in zip(numbered, lines, strict=True) for each in pair]
    assert " ".join(body(read([both]))) == " ".join([WHOLE] * 3)
    pairs = zip(column(QUAY * 2, 60), column(QUAY * 2, 330), strict=True)
    columns = read([[each for pair in pairs for each in pair]])
    assert not told(columns)
    assert " ".join(body(columns)) == " ".join([WHOLE] * 4)


def test_a_box_beside_prose_is_read_after_it() -> None:
    box = [
        (400.0, 690 - 9 * i, 8.0, words)
        for i, words in enumerate(["Built 1874", "Boats 12", "Length", "240 m"])
    ]
    text = read([[*column(QUAY * 2), *box]]).text
    assert text.startswith(WHOLE)
    assert "Built" not in text[: 2 * len(WHOLE)]


def test_margin_notes_follow_the_text_beside_them() -> None:
    shown = [*column(QUAY * 2), (420.0, 700.0, 10.0, "The new"), (420.0, 688.0, 10.0, "quay")]
    assert " ".join(body(read([shown]))) == f"{WHOLE} {WHOLE} The new quay"


def test_line_numbers_are_not_part_of_the_lines() -> None:
    lines = column(QUAY * 3, 100)
    numbers = [(470.0, y, size, f"{i}") for i, (_, y, size, _) in enumerate(lines, 1)]
    draft = read([[each for pair in zip(lines, numbers, strict=True) for each in pair]])
    assert " ".join(body(draft)) == " ".join([WHOLE] * 3)
    assert draft.text.endswith("1 2 3 4 5 6 7 8 9 10 11 12")


def test_a_table_of_contents_is_set_aside() -> None:
    entries = [f"Chapter {i} . . . . . . . . . . {7 * i}" for i in range(1, 6)]
    draft = read([[*column(QUAY), *column(entries, top=500)]])
    assert body(draft) == [WHOLE]
    assert all(entry in draft.text for entry in entries)


def test_a_separately_printed_accent_joins_its_letter() -> None:
    shown = b" BT /F 10 Tf 72 700 Td [(Der M) -110 (\xa8) 443 (uller mahlt.)] TJ ET"
    assert read([[]], drawn=shown).text == "Der Müller mahlt."


spots = st.tuples(
    st.integers(0, 60),
    st.integers(0, 70),
    st.sampled_from([6, 10, 10, 10, 16]),
    st.sampled_from([0, 0, 0, 0, 90, -45]),
    st.booleans(),
    st.sampled_from(["{}", "{}", "w{}", "Word{}. . . . . . {}", "long{}words", "•{}", "Table {}"]),
)


@given(st.lists(st.lists(spots, max_size=30), min_size=1, max_size=3))
@settings(max_examples=150, deadline=None)
def test_no_word_is_lost_whatever_its_position(
    pages: list[list[tuple[int, int, int, int, bool, str]]],
) -> None:
    placed: list[list[PlacedWord]] = []
    number = 100
    for page in pages:
        placed.append([])
        for x, y, size, angle, bold, shape in page:
            number += 1
            text = shape.format(number, number)
            width = 0.5 * size * len(text)
            placed[-1].append(PlacedWord(text, 10.0 * x, 10.0 * y, width, size, angle, bold))
    if number == 100:
        return
    found = Counter(re.findall(r"\d+", text_of_pages(placed).text))
    told = Counter(n for page in placed for word in page for n in re.findall(r"\d+", word.text))
    assert not told - found
