"""Tables of PDF pages whose cells are drawn with lines, and rows at the edge of a page."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest

from pincite.corpus.draft import Draft
from tests.support.drafts import body
from tests.support.files import Bold, Shown, column
from tests.support.pdf_pages import read

XS = (72, 130, 230, 340)
STEP = 40  # points between two rows' edges
TOP = 600
WRAPPED = [
    [["Sign"], ["Meaning"], ["What to do"]],
    [["R4"], ["A sheet is torn", "in the tray"], ["Open the lid and", "pull it out"]],
    [["R5"], ["The door is open"], ["Close it and", "press twice"]],
    [["R9"], ["Too warm"], ["Wait"]],
]


def words(rows: Sequence[Sequence[Sequence[str]]], top: float = TOP) -> list[Shown]:
    """The lines of each cell, in the middle of its row's height."""
    return [
        (x + 4, top - STEP * n - STEP / 2 + 6 * (len(cell) - 1) - 12 * k - 4, 10, line)
        for n, row in enumerate(rows)
        for x, cell in zip(XS, row, strict=False)
        for k, line in enumerate(cell)
    ]


def strokes(count: int) -> bytes:
    level = [f"{XS[0]} {TOP - STEP * n} m {XS[-1]} {TOP - STEP * n} l S" for n in range(count + 1)]
    upright = [f"{x} {TOP} m {x} {TOP - STEP * count} l S" for x in XS]
    return " ".join(level + upright).encode()


def thin_boxes(count: int) -> bytes:
    level = [f"{XS[0]} {TOP - STEP * n} {XS[-1] - XS[0]} 0.5 re f" for n in range(count + 1)]
    upright = [f"{x} {TOP - STEP * count} 0.5 {STEP * count} re f" for x in XS]
    return " ".join(level + upright).encode()


def framed_cells(count: int) -> bytes:
    pairs = list(pairwise(XS))
    frames = [
        f"{x} {TOP - STEP * (n + 1)} {right - x} {STEP} re S"
        for n in range(count)
        for x, right in pairs
    ]
    return " ".join(frames).encode()


def table(draft: Draft) -> tuple[list[str], list[str], list[str]]:
    """The header, the rows and the context of the only table."""
    [part] = [each for each in draft.sections if each.kind == "table"]
    of = draft.text
    header, context = ([span.of(of) for span in each] for each in (part.header, part.context))
    return header, part.span.of(of).split("\n"), context


@pytest.mark.parametrize("drawn", [strokes, thin_boxes, framed_cells])
def test_the_lines_say_which_words_are_one_cell(drawn: object) -> None:
    lines = drawn(len(WRAPPED))  # type: ignore[operator]
    caption = (72, TOP + 10, 10, "Table 2. Signs of the press")
    draft = read(
        [[*column(["The press shows signs."], top=700), caption, *words(WRAPPED)]], lines=lines
    )
    header, rows, context = table(draft)
    assert header == ["Sign", "Meaning", "What to do"]
    assert rows == [
        "R4 | A sheet is torn in the tray | Open the lid and pull it out",
        "R5 | The door is open | Close it and press twice",
        "R9 | Too warm | Wait",
    ]
    assert context == ["Table 2. Signs of the press"]


def test_cells_without_a_line_between_them_are_one() -> None:
    rows = [[["Pier"], ["Ships"], []], [[], ["May"], ["June"]], [["North"], ["4"], ["9"]]]
    rows.append([["South"], ["5"], ["8"]])
    y = [TOP - STEP * n for n in range(5)]
    level = [f"{XS[0]} {at} m {XS[3]} {at} l S" for at in (y[0], y[2], y[3], y[4])]
    level.append(f"{XS[1]} {y[1]} m {XS[3]} {y[1]} l S")
    upright = [f"{x} {y[0]} m {x} {y[4]} l S" for x in (XS[0], XS[1], XS[3])]
    upright.append(f"{XS[2]} {y[1]} m {XS[2]} {y[4]} l S")
    draft = read([words(rows)], lines=" ".join(level + upright).encode())
    assert table(draft)[:2] == (
        ["Pier", "Ships May", "Ships June"],
        ["North | 4 | 9", "South | 5 | 8"],
    )


def test_a_row_that_is_one_cell_is_a_title() -> None:
    rows = [[["Pier"], ["Crew"], ["Ships"]], [["North"]], [["Wren"], ["4"], ["9"]]]
    rows += [[["South"]], [["Tern"], ["5"], ["8"]]]
    y = [TOP - STEP * n for n in range(6)]
    level = [f"{XS[0]} {at} m {XS[3]} {at} l S" for at in y]
    upright = [f"{x} {y[0]} m {x} {y[5]} l S" for x in (XS[0], XS[3])]
    inner = [(x, y[n]) for x in XS[1:3] for n in (0, 2, 4)]
    upright += [f"{x} {top} m {x} {top - STEP} l S" for x, top in inner]
    draft = read([words(rows)], lines=" ".join(level + upright).encode())
    parts = [each for each in draft.sections if each.kind == "table"]
    told = [(p.span.of(draft.text), p.context[-1].of(draft.text)) for p in parts]
    assert told == [("Wren | 4 | 9", "North"), ("Tern | 5 | 8", "South")]


def test_titles_of_rows_without_a_header_lose_nothing() -> None:
    rows = [
        [["North"]],
        [["Wren"], ["Orsk"], ["Ada Q."]],
        [["South"]],
        [["Tern"], ["Vik"], ["Ida"]],
    ]
    y = [TOP - STEP * n for n in range(5)]
    level = [f"{XS[0]} {at} m {XS[3]} {at} l S" for at in y]
    upright = [f"{x} {y[0]} m {x} {y[4]} l S" for x in (XS[0], XS[3])]
    upright += [f"{x} {y[n]} m {x} {y[n + 1]} l S" for x in XS[1:3] for n in (1, 3)]
    draft = read([words(rows)], lines=" ".join(level + upright).encode())
    told = [(p.span.of(draft.text), p.context[-1].of(draft.text)) for p in draft.sections]
    assert told == [("Wren | Orsk | Ada Q.", "North"), ("Tern | Vik | Ida", "South")]


def test_lines_around_long_texts_make_no_table() -> None:
    left, right = (
        [
            f"The {side} harbour was dredged in spring {n} for"
            if n % 2
            else f"the ferry {n}. It is deep, and"
            for n in range(24)
        ]
        for side in ("north", "south")
    )
    shown = [*column(left, 76, 590), *column(right, 344, 590)]
    frames = b"72 300 260 300 re S 340 300 250 300 re S 332 300 8 300 re S 72 200 518 100 re S"
    draft = read([shown], lines=frames)
    assert not any(each.kind == "table" for each in draft.sections)
    assert draft.text.rindex("north") < draft.text.index("south")


def test_columns_with_lines_only_below_the_header_have_all_rows() -> None:
    rows = [("Pier", "Ships", "Crew"), *((f"Pier {n}", str(40 + n), str(7 * n)) for n in range(6))]
    shown: list[Shown] = [
        (x + 4, TOP - 4 - 12 * n, 10, cell)
        for n, row in enumerate(rows)
        for x, cell in zip(XS, row, strict=False)
    ]
    level = [f"{XS[0]} {at} m {XS[3]} {at} l S" for at in (TOP + 8, TOP - 7, TOP - 80)]
    upright = [f"{x} {TOP + 8} m {x} {TOP - 80} l S" for x in XS]
    draft = read([shown], lines=" ".join(level + upright).encode())
    assert table(draft)[1] == [" | ".join(row) for row in rows[1:]]


def test_rows_at_the_edge_of_pages_are_no_running_lines() -> None:
    pages = []
    for page in range(3):
        numbers = range(20 * page, 20 * page + 20)
        rows = [
            ("Boat", "Owner", "Length"),
            *((f"Boat {n}", f"Owner {n}", f"{n + 9} m") for n in numbers),
        ]
        pages.append(
            [
                (x, 740.0 - 14 * k, 10.0, Bold(cell) if not k else cell)
                for k, row in enumerate(rows)
                for x, cell in zip((72.0, 200.0, 330.0), row, strict=True)
            ]
        )
    draft = read(pages)
    found = "\n".join(body(draft)).split("\n")
    assert [row for row in found if row.startswith("Boat ")] == [
        f"Boat {n} | Owner {n} | {n + 9} m" for n in range(60)
    ]


@pytest.mark.parametrize("foot", ["Page {} of 3", "Harbour report - {}", "{}"])
def test_page_numbers_are_still_running_lines(foot: str) -> None:
    said = ("The harbour was dredged.", "It took some weeks.", "Then the ferry came.")
    pages = [
        [*column([said[n]] * (n + 3)), (280.0, 40.0, 10.0, foot.format(n + 7))] for n in range(3)
    ]
    found = "".join(body(read(pages)))
    assert found
    assert not {"Page", "report", "7", "8", "9"} & set(found.replace("-", " ").split())
    assert not any(each in found for each in "789")


def test_the_marks_of_a_list_are_no_column() -> None:
    items = [
        "The gate opens at six each",
        "morning of a working day.",
        "A pilot is paid 31 crowns",
        "out of the fund.",
    ]
    shown = [(90.0, 700.0 - 14 * n, 10.0, line) for n, line in enumerate(items)]
    marks = [(72.0, 704.0 - 28 * n, 8.0, "•") for n in range(2)]
    more = [(72.0, 636.0 - 14 * n, 10.0, "•") for n in range(2)]
    last = [(90.0, 632.0 - 14 * n, 10.0, f"Item {n} is short") for n in range(2)]
    found = "\n".join(body(read([[*marks, *more, *shown, *last]]))).split("\n")
    assert "• A pilot is paid 31 crowns out of the fund." in found


def test_a_small_number_after_one_letter_is_its_power() -> None:
    shown = [
        (72.0, 700.0, 10.0, "The load is x"),
        (129.0, 704.0, 6.0, "2"),
        (134.0, 700.0, 10.0, "now."),
    ]
    assert "x² now." in read([shown]).text
