"""Tables of pages as site builders write them: headers, titles of rows, cells with paragraphs."""

from __future__ import annotations

import pytest

from pincite.corpus.draft import Draft
from tests.support.ferry_page import FIRST, H1, SECOND, body, p, read

ROOMS = ["Ship | Crew | Cabins", "Wren | 14 | 30", "Tern | 9 | 12"]


def shown(table: str) -> list[tuple[str, list[str], list[str]]]:
    """The lines of each part of a page's table, its context without the headline, its header."""
    draft = read(f"<article>{H1}{p(FIRST)}{table}{p(SECOND)}</article>")
    parts = [each for each in draft.sections if each.kind == "table"]
    return [
        (part.span.of(draft.text), of(draft, part.context)[1:], of(draft, part.header))
        for part in parts
    ]


def of(draft: Draft, spans: tuple[object, ...]) -> list[str]:
    return [span.of(draft.text) for span in spans]  # type: ignore[attr-defined]


def tr(line: str, tag: str = "td") -> str:
    return "<tr>" + "".join(f"<{tag}>{c}</{tag}>" for c in line.split(" | ")) + "</tr>"


@pytest.mark.parametrize(
    "first",
    [
        "<tr><th>Ship</th><th>Crew</th><th>Cabins</th></tr>",
        "<tr><td><b>Ship</b></td><td><strong>Crew</strong></td><td><b>Cabins</b></td></tr>",
        "<tr><td>Ship</td><td>Crew</td><td>Cabins</td></tr>",
    ],
)
def test_the_first_row_names_the_columns_whatever_its_markup(first: str) -> None:
    rows = "\n".join(ROOMS[1:])
    expected = [(rows, [], ["Ship", "Crew", "Cabins"])]
    assert shown(f"<table>{first}{tr(ROOMS[1])}{tr(ROOMS[2])}</table>") == expected


def test_an_empty_corner_cell_does_not_hide_the_header() -> None:
    rows = "<tr><td></td><th>May</th><th>June</th></tr><tr><th>Wren</th><td>4</td><td>9</td></tr>"
    assert shown(f"<table>{rows}</table>") == [("Wren | 4 | 9", [], ["", "May", "June"])]


def test_rows_of_keys_and_values_have_no_header() -> None:
    rows = "<tr><th>Length</th><td>41 m</td></tr><tr><th>Owner</th><td>Ada Quill</td></tr>"
    assert shown(f"<table>{rows}</table>") == [("Length | 41 m\nOwner | Ada Quill", [], [])]


def test_names_below_spanning_names_are_one_header() -> None:
    heads = (
        "<tr><td rowspan=2>Ship</td><td colspan=2>2024</td></tr><tr><td>May</td><td>June</td></tr>"
    )
    rows = f"{tr('Wren | 4 | 9')}{tr('Tern | 5 | 8')}"
    assert shown(f"<table>{heads}{rows}</table>") == [
        ("Wren | 4 | 9\nTern | 5 | 8", [], ["Ship", "2024 May", "2024 June"])
    ]


@pytest.mark.parametrize("tag", ["th", "td"])
def test_a_row_of_one_cell_is_the_title_of_the_rows_below(tag: str) -> None:
    north, south = (f"<tr><{tag} colspan=3>{each}</{tag}></tr>" for each in ("North", "South"))
    table = f"{tr(ROOMS[0], 'th')}{north}{tr(ROOMS[1])}{south}{tr(ROOMS[2])}"
    header = ["Ship", "Crew", "Cabins"]
    assert shown(f"<table>{table}</table>") == [
        (ROOMS[1], ["North"], header),
        (ROOMS[2], ["South"], header),
    ]


def test_a_remark_across_the_table_is_a_row_once() -> None:
    remark = "<tr><td colspan=3>Crews are counted in May.</td></tr>"
    table = f"{tr(ROOMS[0], 'th')}{tr(ROOMS[1])}{remark}{tr(ROOMS[2])}"
    [(rows, _, _)] = shown(f"<table>{table}</table>")
    assert rows.split("\n") == [ROOMS[1], "Crews are counted in May.", ROOMS[2]]


def test_a_first_row_of_one_cell_is_the_caption() -> None:
    table = f"<tr><th colspan=3>Rooms</th></tr>{''.join(map(tr, ROOMS))}"
    header = ["Ship", "Crew", "Cabins"]
    assert shown(f"<table>{table}</table>") == [("\n".join(ROOMS[1:]), ["Rooms"], header)]


@pytest.mark.parametrize("wrap", ["{}", "<div class=scroll>{}</div>"])
def test_the_caption_of_a_figure_is_that_of_its_table(wrap: str) -> None:
    table = wrap.format(f"<table>{''.join(map(tr, ROOMS))}</table>")
    figure = f"<figure class=wp-block-table>{table}<figcaption>Rooms by ship</figcaption></figure>"
    assert [context for _, context, _ in shown(figure)] == [["Rooms by ship"]]
    draft = read(f"<article>{H1}{p(FIRST)}{figure}{p(SECOND)}</article>")
    assert draft.text.count("Rooms by ship") == 1


@pytest.mark.parametrize(
    "heads", ["<tr><th>Sign</th><th>What to do</th></tr>", "<tr><td>Sign</td><td>Duty</td></tr>"]
)
def test_paragraphs_and_lists_in_cells_stay_in_their_rows(heads: str) -> None:
    one = "<td>Red lamp</td><td><p>Stop the engine.</p><p>Ring twice.</p></td>"
    two = "<td>Horn</td><td>Turn<ul><li>left</li><li>slowly</li></ul></td>"
    [(rows, _, _)] = shown(f"<table>{heads}<tr>{one}</tr><tr>{two}</tr></table>")
    assert rows.split("\n")[-2:] == [
        "Red lamp | Stop the engine. Ring twice.",
        "Horn | Turn left slowly",
    ]


def test_a_table_by_its_roles_is_a_table() -> None:
    head = "<div role=row><span role=columnheader>Ship</span><span role=columnheader>Crew</span>"
    rows = "<div role=row><div role=cell>Wren</div><div role=cell>14</div></div>"
    table = f"<div role=table>{head}</div><div role=rowgroup>{rows}</div></div>"
    assert shown(table) == [("Wren | 14", [], ["Ship", "Crew"])]


def test_what_is_hidden_in_a_cell_is_not_read() -> None:
    cells = "<td><span style='display:none'>000014</span>14</td><td hidden>x</td><td>30</td>"
    table = f"{tr(ROOMS[0], 'th')}<tr><td>Wren</td>{cells}</tr>{tr(ROOMS[2])}"
    [(rows, _, _)] = shown(f"<table>{table}</table>")
    assert rows.split("\n")[0] == ROOMS[1]


@pytest.mark.parametrize(
    ("hidden", "names"), [("", ["Ship", "Crew", "Cabins"]), (" hidden", ["Ship", "Cabins"])]
)
def test_a_hidden_name_stays_above_a_column_that_is_shown(hidden: str, names: list[str]) -> None:
    head = "<tr><th>Ship</th><th hidden>Crew</th><th>Cabins</th></tr>"
    rows = "".join(
        f"<tr><td>{ship}</td><td{hidden}>{crew}</td><td>{cabins}</td></tr>"
        for ship, crew, cabins in (row.split(" | ") for row in ROOMS[1:])
    )
    [(_, _, header)] = shown(f"<table>{head}{rows}</table>")
    assert header == names


def test_a_page_laid_out_in_a_table_is_no_table() -> None:
    column = f"<td><h2>Lakes</h2>{p(SECOND)}</td>"
    table = (
        f"<table><tr><td><a href=/>Home</a></td>{column}</tr><tr><td>a</td><td>b</td></tr></table>"
    )
    assert shown(table) == []


def test_posts_side_by_side_with_their_authors_are_no_table() -> None:
    posts = "".join(f"<tr><td>Ada {n}</td><td>{p(FIRST)}</td></tr>" for n in range(4))
    assert shown(f"<table>{posts}</table>") == []


def test_a_first_title_among_others_is_not_that_of_all_rows() -> None:
    north, south = (f"<tr><td colspan=2>{each}</td></tr>" for each in ("North", "South"))
    table = f"{north}{tr('Wren | Ada Quill')}{south}{tr('Tern | Ida Holm')}{tr('Ruff | Lea Roy')}"
    assert [context for _, context, _ in shown(f"<table>{table}</table>")] == [["North"], ["South"]]


INNER = "<table><tr><th>Wheel</th><th>1</th></tr><tr><td>Stones</td><td>2</td></tr></table>"


@pytest.mark.parametrize(
    "frame",
    [
        "<tr><td>Menu</td><td>{}</td></tr>",
        "<tr><td>{}</td></tr>",
        "<tr><td>Menu</td></tr><tr><td>{}</td></tr>",
        "<tr><th>Menu</th></tr><tr><td>{}</td></tr>",
    ],
)
def test_a_frame_around_an_article_is_no_table_though_a_table_in_it_has_a_header(
    frame: str,
) -> None:
    inside = f"<h1>The mill</h1>{p(FIRST)}{INNER}{p(SECOND)}"
    draft = read(f"<table>{frame.format(inside)}</table>", title="The mill")
    assert [line for line in body(draft) if line in FIRST + SECOND] == FIRST + SECOND
    tables = [each for each in draft.sections if each.kind == "table"]
    assert [each.span.of(draft.text) for each in tables] == ["Stones | 2"]
    assert "Menu" not in "".join(body(draft))


def test_paragraphs_below_the_header_of_a_single_column_are_no_table() -> None:
    assert (
        shown(f"<table><tr><th>The mill</th></tr><tr><td>{p(SECOND * 3)}</td></tr></table>") == []
    )
